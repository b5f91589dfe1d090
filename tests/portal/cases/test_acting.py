"""Cases through their actions: what may be done, by whom, once, and what follows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from portal.cases.cast import as_, district, do, draft, experts, sent
from portal.people import SETUP, organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.portal.accounts.actions import memberships
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import doing, opinions
from wutong.portal.cases.models import Case, CasePaper, CaseStep
from wutong.portal.cases.queries.opinions import is_sealed
from wutong.portal.flowing.models import StepIsKept
from wutong.portal.flowing.moving import ActRefused, SomebodyActed
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def after(days: int) -> date:
    """The day when so many working days have passed."""
    return working_days().after(TODAY, days)


def test_a_case_goes_the_usual_way() -> None:
    where = district()
    case = sent(where, "GS19")
    assert case.number == "GS19-2026-00001"
    assert case.lead == where.office
    assert case.due_on == after(5)  # asked once within five working days
    case = do(where.clerk, case, "accept")
    assert (case.state, case.due_on, case.promised_on) == ("reviewing", after(20), after(5))
    case = do(where.officer, case, "grant", details={"decision": "符合条件"})
    case = do(where.clerk, case, "deliver")
    assert (case.phase, case.ended_on, case.due_on) == ("ended", TODAY, None)
    assert [step.act for step in case.step_rows.all()] == ["submit", "accept", "grant", "deliver"]
    assert AuditEntry.objects.filter(act="case.moved", object_id=str(case.case_id)).count() == 4


def test_a_clock_runs_by_the_limit_of_the_kind_that_was_applied_for() -> None:
    where = district()
    case = sent(where, "GS05")
    Case.objects.filter(pk=case.pk).update(answers={**case.answers, "document_kind": "form"})
    case = do(where.clerk, Case.objects.get(pk=case.pk), "accept")
    row = case.clock_rows.get(clock="review")
    assert (row.unit, row.amount) == ("calendar_day", 30)
    assert "三十日" in case.own_bases["review"].text.zh
    page = signed_in(where.user).get("/services/GS05/").content.decode()
    assert "Kind of document: Form" in page


def test_a_kind_to_which_nothing_is_promised_has_a_clock_of_law_alone() -> None:
    where = district()
    came_to = {}
    for kind in ("new", "change"):
        case = sent(where, "GS09")
        Case.objects.filter(pk=case.pk).update(answers={**case.answers, "application_kind": kind})
        row = do(where.clerk, case, "accept").clock_rows.get(clock="review")
        came_to[kind] = (row.amount, row.promised_amount)
    assert came_to == {"new": (30, 20), "change": (15, None)}
    page = signed_in(where.user).get("/services/GS09/").content.decode()
    assert "Kind of application: Change of a licence" in page


def test_what_is_missing_is_told_before_sending() -> None:
    where = district()
    case = draft(where, "GS19")
    CasePaper.objects.filter(case=case, paper_code="storage").update(dropped_at=clock.now())
    case.answers = {**case.answers, "goods_name": ""}
    case.save()
    with pytest.raises(doing.Incomplete) as refused:
        do(where.user, case, "submit")
    assert {one.code for one in refused.value.missing} == {"goods_name", "storage"}
    assert Case.objects.get(pk=case.pk).number == ""


def test_a_case_that_nobody_answers_for_is_not_sent() -> None:
    where = district("GS01")
    case = draft(where, "GS19")
    with pytest.raises(doing.NobodyLeads):
        do(where.user, case, "submit")


def test_others_find_no_such_case() -> None:
    where = district()
    case = sent(where, "GS19")
    stranger = somebody("stranger", Role.ORGANISATION_ADMINISTRATOR, organisation("别家生物有限公司"))
    analyst = somebody("analyst", Role.CHAIN_ANALYST, where.office)
    for who in (stranger, analyst, where.adviser):
        with pytest.raises(Http404):
            as_(who, case)
    unsent = draft(where, "GS20")
    for who in (where.officer, where.clerk, where.leader):
        with pytest.raises(Http404):
            as_(who, unsent)


def test_two_officers_at_once() -> None:
    where = district()
    case = sent(where, "GS19")
    shown = as_(where.clerk, case)
    doing.do(seen=shown, act="accept", after=case.steps, by=where.clerk)
    with pytest.raises(SomebodyActed) as told:
        doing.do(seen=as_(where.clerk, case), act="decline", after=case.steps, by=where.clerk, reason="不属本部门")
    assert "受理" in told.value.in_language("zh")
    assert Case.objects.get(pk=case.pk).state == "reviewing"


def test_the_applicant_cannot_decide() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS19"), "accept")
    with pytest.raises(ActRefused) as refused:
        do(where.user, case, "grant", details={"decision": "给自己"})
    assert refused.value.rule == "act.not_yours"


def test_silence_accepts_once_also_after_days_of_downtime() -> None:
    where = district()
    case = sent(where, "GS19")
    late = after(9)
    tick(late)
    tick(late)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "reviewing"
    assert case.clock_rows.get(clock="review").started_on == TODAY  # accepted from receipt
    assert case.due_on == after(20)
    assert CaseStep.objects.filter(thing=case, act="deem_accepted").count() == 1
    assert CaseStep.objects.get(thing=case, act="deem_accepted").on == TODAY


def test_a_tick_a_day_and_one_tick_late_come_to_the_same() -> None:
    where = district()
    daily, late = sent(where, "GS19"), sent(where, "GS20")
    last = after(45)
    ids = {daily.pk: [], late.pk: []}
    for days in range((last - TODAY).days + 1):
        tick(TODAY + timedelta(days=days))
    assert tick(last).happened == {}
    for pk in ids:
        acts = CaseStep.objects.filter(thing_id=pk, kind="clock").values_list("act", "on")
        assert list(acts) == [("deem_accepted", TODAY)]
    assert CaseStep.objects.filter(thing=daily, kind="overdue").count() == 2  # asking once, and the decision


def test_joint_review_waits_for_every_opinion() -> None:
    where = district()
    case = do(where.clerk, sent(where, "GS17"), "accept")
    asked = {one.organisation: one for one in case.opinions.all()}
    assert set(asked) == {where.office, where.beside}
    opinions.give(opinion=asked[where.beside], verdict="agree", text="同意", by=where.adviser)
    with pytest.raises(ActRefused) as refused:
        do(where.officer, case, "conclude")
    assert refused.value.rule == "act.needs_opinion"
    held = do(where.officer, case, "suspend_consulting", reason="现场检查", ground="inspection")
    assert held.phase == "paused" and held.letters.filter(code="exclusion_notice").exists()
    opinions.give(opinion=asked[where.office], verdict="conditions", text="补充追溯", by=where.officer)
    do(where.officer, case, "resume_consulting")
    with pytest.raises(opinions.AlreadyGiven):
        opinions.give(opinion=asked[where.office], verdict="agree", text="改口", by=where.officer)
    assert do(where.officer, case, "conclude").state == "reviewing"


def test_panel_is_drawn_without_conflicts_and_sealed_until_all_are_in() -> None:
    where = district()
    drawn = experts(4)
    case = do(where.clerk, sent(where, "GS07"), "accept")
    case = do(where.officer, case, "convene", reason="需要专家评审", ground="expert_review")
    panel = list(case.opinions.all())
    assert len(panel) == 3
    first = panel[0]
    assert first.expert is not None
    opinions.declare_conflict(opinion=first, reason="曾任顾问", by=first.expert)
    with pytest.raises(Http404):
        as_(first.expert, case)
    current = [one for one in case.opinions.all() if one.is_open]
    assert {one.expert for one in current} == set(drawn) - {first.expert}
    for number, one in enumerate(current):
        assert one.expert is not None
        assert is_sealed(one)
        opinions.give(opinion=one, verdict="agree", text=f"意见{number}", by=one.expert)
    assert not is_sealed(current[0])
    assert do(where.officer, case, "close_panel").state == "reviewing"


def test_nobody_with_a_conflict_is_drawn_in_place_of_another() -> None:
    where = district()
    drawn = experts(5)
    memberships.grant(person=drawn[4], organisation=where.firm, role=Role.ENTERPRISE_USER, by=SETUP)
    cases = [do(where.clerk, sent(where, "GS07"), "accept") for _ in range(2)]
    for case in cases:
        do(where.officer, case, "convene", reason="需要专家评审", ground="expert_review")
        first = case.opinions.filter(released_at__isnull=True).order_by("pk")[0]
        assert first.expert is not None
        opinions.declare_conflict(opinion=first, reason="曾任顾问", by=first.expert)
    free = {one.expert for one in cases[1].opinions.filter(released_at__isnull=True)}
    # Of five, one belongs to the firm and two have stepped back from it: nobody is left to be drawn.
    assert len(free) == 2 and drawn[4] not in free
    assert not free & {one.expert for one in cases[0].opinions.filter(conflict="declared")}


def test_too_few_experts_undo_the_act() -> None:
    where = district()
    experts(2)
    case = do(where.clerk, sent(where, "GS07"), "accept")
    with pytest.raises(opinions.TooFewExperts):
        do(where.officer, case, "convene", reason="评审", ground="expert_review")
    assert Case.objects.get(pk=case.pk).state == "reviewing"


def test_steps_are_never_changed() -> None:
    where = district()
    case = sent(where, "GS19")
    with pytest.raises(StepIsKept):
        CaseStep.objects.all().delete()
    step = case.step_rows.get()
    with pytest.raises(StepIsKept):
        step.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStep.objects.bulk_create([CaseStep(pk=step.pk, thing=case, number=9, on=TODAY, at=clock.now())])
