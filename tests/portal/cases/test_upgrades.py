"""Running cases and drafts go on by a later version of their service; what was given stays."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from portal.cases.cast import District, district, do
from portal.cases.changed import CODE, SINCE, change
from portal.people import organisation, signed_in, somebody
from wutong.cli.upgrading import NoSuchService, upgrade_cases
from wutong.kernel import clock
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.cases.actions import opening, papers
from wutong.portal.cases.actions.continuing import upgrading
from wutong.portal.cases.models import Case
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.catalogue import catalogue
from wutong.workflow.upgrade_errors import NoPlace, NoWayBack, StepMissing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

BEGAN = date(2026, 11, 23)
ANSWERS = {"party": "远山公司", "fax": "0571-00000000", "kind": "gift"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A Monday at first; calling the fixture moves the day."""

    def move(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    move(BEGAN)
    change(monkeypatch)
    return move


def draft(where: District) -> Case:
    service = catalogue().services[CODE][0]
    case = opening.open_case(service=service, organisation=where.firm, answers=ANSWERS, origins={}, by=where.user)
    for code in ("deed", "stamp"):
        papers.add_file(case=case, paper_code=code, file_id=uuid4(), file_name=f"{code}.pdf", by=where.user)
    return case


def reviewing(where: District) -> Case:
    return do(where.clerk, do(where.user, draft(where), "submit"), "accept")


def test_an_officer_sees_what_changes_and_takes_the_case_on(today: Any) -> None:
    where = district()
    case = reviewing(where)
    client, address = signed_in(where.officer), reverse("cases:upgrade", args=[case.case_id])
    page = reverse("cases:case", args=[case.case_id])
    assert client.get(address).status_code == 404
    assert address not in client.get(page).content.decode()
    today(SINCE)
    assert address in client.get(page).content.decode()
    shown = client.get(address).content.decode()
    for said in ("“Other party” is called “Counterpart” now", "“Fax” is asked no more", "15 working days", "Proof of"):
        assert said in shown, said
    case.refresh_from_db()
    answer = client.post(address, {"steps": case.steps, "version": 2})
    assert answer.status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.service_version, case.state, case.flow_code) == (2, "examining", "renamed")
    assert case.answers == {"counterpart": "远山公司", "v1.fax": ANSWERS["fax"], "kind": "sale", "language": "zh"}
    assert sorted(case.papers.values_list("paper_code", flat=True)) == ["agreement", "v1.stamp"]
    row = case.clock_rows.get(stopped_on=None)
    assert (row.clock, row.started_on, row.amount, row.promised_amount) == ("decision", BEGAN, 15, 10)
    assert case.due_on == working_days().after(BEGAN, 15)
    assert AuditEntry.objects.get(act="case.upgraded").after == {"version": 2, "state": "examining"}
    notice = Notice.objects.get(kind="case.upgraded")
    assert notice.recipient == where.user
    assert ANSWERS["fax"] not in notice.body
    text = signed_in(where.user).get(page).content.decode()
    for said in ("the case goes on by version 2", ANSWERS["fax"], "Stamped page", "gift", "Default of version 2"):
        assert said in text, said
    assert "Papers that are asked for" not in text
    assert client.post(address, {"steps": case.steps, "version": 2}).status_code == 409
    assert client.post(address, {"steps": case.steps, "version": 1}).status_code == 409
    assert Case.objects.get(pk=case.pk).steps == case.steps


def test_an_upgraded_case_is_decided_and_delivered(today: Any) -> None:
    where = district()
    case = reviewing(where)
    today(SINCE)
    case = upgrading.upgrade(case=case, version=2, after=case.steps, by=where.officer)
    tick(working_days().after(BEGAN, 13))
    case = do(where.officer, case, "grant", details={"decision": "符合"})
    case = do(where.clerk, case, "deliver")
    assert case.phase == "ended"
    client = signed_in(where.user)
    assert client.get(reverse("cases:case", args=[case.case_id])).status_code == 200
    assert client.get(reverse("cases:receipt", args=[case.case_id])).status_code == 200


def test_what_was_asked_for_again_is_asked_under_its_new_name(today: Any) -> None:
    where = district()
    case = do(where.user, draft(where), "submit")
    case = do(where.clerk, case, "return", reason="请重交", details={"papers": ["deed"]})
    papers.drop(paper=case.papers.get(paper_code="deed"), by=where.user)
    today(SINCE)
    case = upgrading.upgrade(case=case, version=2, after=case.steps, by=where.officer)
    text = signed_in(where.user).get(reverse("cases:papers", args=[case.case_id])).content.decode()
    agreement = text.split('id="paper-agreement"')[1].split('id="paper-')[0]
    assert "The officer asks for this paper." in agreement


def test_who_may_not_finds_nothing(today: Any) -> None:
    where = district()
    case = reviewing(where)
    today(SINCE)
    stranger = somebody("stranger", Role.DEPARTMENT_REVIEWER, organisation("别科", Kind.DEPARTMENT))
    address = reverse("cases:upgrade", args=[case.case_id])
    for who in (where.user, where.clerk, where.adviser, stranger):
        client = signed_in(who)
        assert client.get(address).status_code == 404, who
        assert client.post(address, {"steps": case.steps, "version": 2}).status_code == 404, who
    assert signed_in(where.leader).get(address).status_code == 200


def test_a_draft_follows_when_it_is_opened(today: Any) -> None:
    where = district()
    case = draft(where)
    client = signed_in(where.user)
    today(SINCE)
    gone = client.get(reverse("cases:fill", args=[case.case_id, "contract"]))
    assert gone.headers["Location"] == reverse("cases:fill", args=[case.case_id, "agreement"])
    text = client.get(gone.headers["Location"]).content.decode()
    assert "The service has changed since this draft was begun" in text
    assert "“Value” is new and has to be filled in." in text
    assert "远山公司" in text
    case = Case.objects.get(pk=case.pk)
    assert (case.service_version, case.steps) == (2, 0)
    assert not Notice.objects.exists()
    assert AuditEntry.objects.get(act="case.upgraded").actor_name == where.user.audit_label
    client.get(reverse("cases:papers", args=[case.case_id]))
    assert AuditEntry.objects.filter(act="case.upgraded").count() == 1


def test_a_draft_that_cannot_follow_stays(today: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    case = draft(where)
    today(SINCE)
    monkeypatch.setitem(catalogue().upgrades, CODE, {})
    assert signed_in(where.user).get(reverse("cases:fill", args=[case.case_id, "contract"])).status_code == 200
    assert Case.objects.get(pk=case.pk).service_version == 1


def test_refusals_say_why(today: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    case = reviewing(where)
    with pytest.raises(opening.NotInForce):
        upgrading.upgrade(case=case, version=2, after=case.steps, by=where.officer)
    today(SINCE)
    with pytest.raises(NoWayBack):
        upgrading.upgrade(case=case, version=1, after=case.steps, by=where.officer)
    monkeypatch.setitem(catalogue().upgrades, CODE, {})
    with pytest.raises(StepMissing):
        upgrading.upgrade(case=case, version=2, after=case.steps, by=where.officer)
    text = signed_in(where.officer, "zh").get(reverse("cases:upgrade", args=[case.case_id])).content.decode()
    assert "目录没有说明办件如何从第 1 版升级到第 2 版" in text
    assert not AuditEntry.objects.filter(act="case.upgraded").exists()


def test_many_at_once_one_by_one(today: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where = district()
    moved, held = reviewing(where), reviewing(where)
    held = do(where.officer, held, "suspend", reason="检查", ground="inspection")
    ended = do(where.user, reviewing(where), "withdraw")
    left = draft(where)
    step = catalogue().upgrades[CODE][2]
    why = step.why
    assert why is not None
    said = step.model_copy(update={"no_place": {"paused": why}})
    monkeypatch.setitem(catalogue().upgrades, CODE, {2: said})
    today(SINCE)
    dry = list(upgrading.upgrade_all(CODE, is_dry=True))
    assert [(one.case, type(one.refused)) for one in dry] == [(moved.number, type(None)), (held.number, NoPlace)]
    assert set(Case.objects.values_list("service_version", flat=True)) == {1}
    done = list(upgrading.upgrade_all(CODE, is_dry=False))
    assert [one.refused is None for one in done] == [True, False]
    versions = {one.pk: one.service_version for one in Case.objects.all()}
    assert versions == {moved.pk: 2, held.pk: 1, ended.pk: 1, left.pk: 1}
    assert [one.refused is None for one in upgrading.upgrade_all(CODE, is_dry=False)] == [False]


def test_the_command_says_how_many_went_on_and_why_others_stay(
    today: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = district()
    case = reviewing(where)
    today(SINCE)
    monkeypatch.setattr("wutong.portal.preparing.prepare", lambda home: None)
    monkeypatch.setenv("WUTONG_LANG", "en")
    upgrade_cases(CODE, None, dry_run=True)
    said = capsys.readouterr()
    assert "would go on" in said.out and case.number in said.out
    upgrade_cases(CODE, None, dry_run=False)
    assert "1 went on, 0 stay as they are." in capsys.readouterr().err
    with pytest.raises(NoSuchService):
        upgrade_cases("GS99", None, dry_run=True)
