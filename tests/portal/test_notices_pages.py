"""Pages and API of messages: one's own, and for auditors what was sent to whom."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.people import organisation, person, signed_in, somebody
from portal.test_notices import BODY, SUBJECT, write
from wutong.kernel import clock
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.notices import actions, queries, sending
from wutong.portal.notices.models import Delivery, Notice, Preference
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def reader() -> Person:
    return person("lin", name="Lin Yue")


@pytest.fixture
def auditor() -> Person:
    where = organisation("Operator", Kind.PLATFORM)
    return somebody("auditor", Role.PLATFORM_ADMINISTRATOR, where)


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_the_bell_counts_what_waits_and_to_open_is_to_read(reader: Person) -> None:
    write(reader)
    (notice,) = write(reader, key="case:2:accepted")
    client = signed_in(reader)
    assert 'notice-count">2<' in text(client, "/notices/")
    page = text(client, f"/notices/{notice.pk}/")
    assert "Limit: 10 working days." in page
    assert 'href="/data/"' in page and "Case one" in page
    assert 'notice-count">1<' in text(client, "/notices/")
