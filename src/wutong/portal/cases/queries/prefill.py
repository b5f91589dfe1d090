"""What is known already of an applicant, for the fields of a new case; each value says where it comes from."""

from collections.abc import Iterator
from typing import Any

from wutong.catalog.services import Question, Service
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.atlas.access import NoRelease, current_release
from wutong.portal.atlas.queries.portraits.portrait import Enterprise, portrait_of
from wutong.portal.cases.models import Case

Known = tuple[dict[str, Any], dict[str, Any]]
_OF_ACCOUNT = {"contact_name": "name"}
_LOOKED_AT = 20  # earlier cases, the latest first


def known(service: Service, organisation: Organisation, person: Person) -> Known:
    """Answers and their origins, by field: of the portrait, else the organisation, an earlier case, the account."""
    found = {field.code: told for field in service.fields.values() for told in _first(field, organisation, person)}
    return {code: value for code, (value, _) in found.items()}, {code: origin for code, (_, origin) in found.items()}


def _first(field: Question, organisation: Organisation, person: Person) -> Iterator[tuple[Any, dict[str, str]]]:
    for sought in (_of_portrait, _of_organisation, _of_earlier_case, _of_account):
        told = sought(field, organisation, person)
        if told is not None:
            yield told
            return


def _of_portrait(field: Question, organisation: Organisation, _: Person) -> tuple[Any, dict[str, str]] | None:
    if field.from_portrait is None or not organisation.enterprise_id:
        return None
    enterprise, version = _enterprise(organisation.enterprise_id)
    value = getattr(enterprise, field.from_portrait, None) if enterprise else None
    if value in (None, ""):
        return None
    return str(value), {"from": "portrait", "release": version, "enterprise": organisation.enterprise_id}


def _of_organisation(field: Question, organisation: Organisation, _: Person) -> tuple[Any, dict[str, str]] | None:
    value = getattr(organisation, field.from_portrait, "") if field.from_portrait else ""
    return (value, {"from": "organisation"}) if value else None


def _of_earlier_case(field: Question, organisation: Organisation, _: Person) -> tuple[Any, dict[str, str]] | None:
    if field.kind not in {"text", "choice"} or field.code.startswith("goods"):
        return None
    earlier = Case.objects.filter(organisation=organisation).exclude(number="").order_by("-submitted_on", "-pk")
    for number, answers in earlier.values_list("number", "answers")[:_LOOKED_AT]:
        if value := answers.get(field.code):
            return value, {"from": "case", "number": number}
    return None


def _of_account(field: Question, _: Organisation, person: Person) -> tuple[Any, dict[str, str]] | None:
    name = _OF_ACCOUNT.get(field.code)
    value = getattr(person, name) if name else ""
    return (value, {"from": "account"}) if value else None


def _enterprise(enterprise_id: str) -> tuple[Enterprise | None, str]:
    try:
        release = current_release()
    except NoRelease:
        return None, ""
    portrait = portrait_of(release, enterprise_id)
    return (portrait.enterprise if portrait else None), release.version
