"""Cases for programs, and the page that says who answers for which service."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.cases.cast import district, do, draft, sent
from portal.people import organisation, signed_in, somebody
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.models import Competence
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

API = "/api/v1/cases/"


def test_each_caller_reads_their_own_cases() -> None:
    where = district()
    case, unsent = do(where.clerk, sent(where, "GS19"), "accept"), draft(where, "GS20")
    user, officer = signed_in(where.user), signed_in(where.officer)
    assert [one["case_id"] for one in user.get(API).json()["items"]] == [str(unsent.case_id), str(case.case_id)]
    found = officer.get(API, {"state": "reviewing", "service": "GS19"}).json()
    assert (found["total"], found["items"][0]["number"]) == (1, case.number)
    assert officer.get(API, {"q": "nothing"}).json()["total"] == 0
    assert officer.get(API, {"state": "a b"}).status_code == 400
    whole = officer.get(f"{API}{case.case_id}").json()
    assert [one["clock"] for one in whole["clocks"]] == ["completeness", "review"]
    assert (whole["clocks"][1]["limit"], whole["clocks"][1]["used"]) == (20, 0)
    assert [one["act"] for one in whole["history"]] == ["submit", "accept"]
    assert {"grant", "reject", "suspend"} <= set(whole["acts"])
    assert user.get(f"{API}{case.case_id}").json()["acts"] == ["withdraw"]


def test_others_cases_do_not_exist_for_programs_either() -> None:
    where = district()
    case = sent(where, "GS19")
    stranger = somebody("stranger", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    assert signed_in(stranger).get(f"{API}{case.case_id}").status_code == 404
    assert signed_in(stranger).get(API).json()["total"] == 0
    assert Client().get(API).status_code == 401
    assert signed_in(where.user).get(f"{API}openapi.json").status_code == 200


def test_administrators_say_who_answers_for_which_service() -> None:
    where = district("GS19")
    platform = somebody("platform", Role.ADMINISTRATOR, organisation("平台", Kind.PLATFORM))
    client, page = signed_in(platform), reverse("cases:competences")
    assert "38 services cannot be applied for" in client.get(page).content.decode()
    told = {"service": "GS20", "part": "lead", "organisation": where.office.pk}
    assert client.post(reverse("cases:competence_give"), told).status_code == 302
    held = Competence.objects.get(service_code="GS20", part="lead")
    assert held.organisation == where.office
    assert client.post(reverse("cases:competence_give"), {**told, "organisation": where.firm.pk}).status_code == 422
    assert client.post(reverse("cases:competence_end", args=[held.pk])).status_code == 302
    assert not Competence.objects.filter(pk=held.pk).exists()
    assert AuditEntry.objects.filter(act="competence.ended", actor_id=str(platform.pk)).count() == 1
    for other in (where.officer, where.user):
        assert signed_in(other).get(page).status_code == 404
        assert signed_in(other).post(reverse("cases:competence_give"), told).status_code == 404
