"""Every operation of every API, tried with whatever its document allows and forbids: never a crash, always as told."""

import pytest
import schemathesis
from django.conf import settings as portal
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from portal.people import organisation, signed_in, somebody
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.api.limits import PerMinute

APIS = ("", "appointments/", "cases/", "desk/", "files/", "filings/", "notices/", "materials/", "services/", "imports/")
CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)
FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _same_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same examples each time: not of the words of whatever modules this process has read before."""
    monkeypatch.setattr(providers, "_get_local_constants", Constants, raising=False)
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", type(providers.CONSTANTS_CACHE)(1024), raising=False)


@pytest.fixture(autouse=True)
def _unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerMinute, "allow_request", lambda self, request: True)


@pytest.mark.django_db
@pytest.mark.parametrize("api", APIS)
def test_answers_are_as_the_document_says(api: str, home: object) -> None:
    officer = somebody("officer", Role.DEPARTMENT_REVIEWER, organisation("主管科", Kind.DEPARTMENT))
    client = signed_in(officer)
    document = client.get(f"/api/v1/{api}openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    # A compressed answer would be compared as it is.
    headers = {"Host": "localhost", "Accept-Encoding": "identity"}
    cookies = {portal.SESSION_COOKIE_NAME: client.cookies[portal.SESSION_COOKIE_NAME].value}
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @FEW
        @given(case=operation.as_strategy())
        def tries(case: schemathesis.Case) -> None:
            case.call_and_validate(cookies=cookies, headers=headers, checks=CHECKS)

        tries()
        tried += 1
    assert tried
