"""Filings that an enterprise follows itself: clocks, questions, silence that is consent; theirs and nobody else's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.filing_firm import ACCEPTED, TODAY, Firm
from portal.people import organisation, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.filings import demo
from wutong.portal.filings.access import Seen
from wutong.portal.filings.actions import moving_on
from wutong.portal.filings.acts import FILING
from wutong.portal.filings.models import FilingLetter, FilingStep, TrackedFiling
from wutong.portal.filings.refusals import (
    ConsentCameFirst,
    DayAhead,
    DayTooEarly,
    EnteredAlready,
    ExtendedTooLate,
    NotInForce,
)
from wutong.portal.flowing.moving import ActRefused, SomebodyActed
from wutong.portal.flowing.positions import working_days
from wutong.portal.flowing.ticking import tick
from wutong.portal.notices.models import Notice
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

CONSENT = date(2026, 11, 2)  # the 60th working day after it is 30 October


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, empty_home: Home) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def do(who: Person, filing: TrackedFiling, act: str, **told: Any) -> TrackedFiling:
    fresh = TrackedFiling.objects.get(pk=filing.pk)
    seen = Seen(fresh, Access.of_person(who))
    return moving_on.do(seen=seen, act=act, after=told.pop("after", fresh.steps), by=who, **told)


def again(filing: TrackedFiling) -> TrackedFiling:
    return TrackedFiling.objects.get(pk=filing.pk)


def test_accepted_before_a_long_holiday_the_sixtieth_working_day_is_found() -> None:
    # Accepted on Thursday 24 September 2026. 25 to 27 September and 1 to 7 October are days of rest, Saturday 10
    # October is worked: 21 days are used by the end of October, 42 by the end of November, 60 on 24 December.
    assert Firm().enter(accepted_on=date(2026, 9, 24)).due_on == date(2026, 12, 24)


def test_silence_is_consent_once_with_its_own_letter() -> None:
    firm = Firm()
    filing = firm.enter()
    assert (filing.state, filing.due_on) == ("reviewing", date(2026, 10, 30))
    for _ in range(3):
        tick(TODAY)
    filing = again(filing)
    assert (filing.state, filing.due_clock) == ("consented", "beginning")
    step = FilingStep.objects.get(thing=filing, act="deem_consented")
    assert (step.kind, step.on) == ("clock", CONSENT)
    letter = FilingLetter.objects.get(filing=filing)
    assert (letter.dated, letter.content["en"]["dated"]) == (CONSENT, "23 Nov 2026")
    zh, en = " ".join(letter.content["zh"]["lines"]), " ".join(letter.content["en"]["lines"])
    assert all(
        one in zh
        for one in ("CXHL2600001", "60 个工作日", "2026年10月30日", "2026年11月2日", "第十九条", "不是主管部门的文件")
    )
    assert all(one in en for one in ("60 working days", "not a document of the authority", "left out by law: none"))
    assert Notice.objects.filter(kind="filing.consent").count() == 2  # who entered it, and the administrator
    assert AuditEntry.objects.filter(act="filing.clock", object_id=filing.number).count() == 1
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE filings_filingletter SET code = 'other'")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM filings_filingstep")


def test_the_lane_of_thirty_days_promises_and_the_law_consents_after_sixty() -> None:
    firm = Firm()
    with pytest.raises(NotInForce):
        firm.enter(kind="drug_trial_30", accepted_on=date(2025, 9, 11))
    filing = firm.enter(kind="drug_trial_30")
    assert (filing.due_clock, filing.due_on) == ("lane", working_days().after(ACCEPTED, 30))
    tick(working_days().after(ACCEPTED, 31))
    assert again(filing).state == "reviewing"  # a promise that was not kept is told, and is no consent
    assert Notice.objects.filter(kind="filing.due", recipient=firm.manager, subject__contains="Overdue").count() == 1
    tick(TODAY)
    filing = again(filing)
    assert (filing.state, filing.due_clock, filing.due_on) == ("consented", "starting", date(2027, 1, 25))
    assert "60 个工作日" in " ".join(FilingLetter.objects.get(filing=filing).content["zh"]["lines"])


def test_a_filing_in_the_lane_is_answered_in_it_or_told_to_leave_it() -> None:
    firm = Firm()
    filing = firm.enter(kind="drug_trial_30", asked_on=date(2026, 8, 10), asked="问", answered_on=date(2026, 8, 12))
    assert (filing.due_clock, filing.due_on) == ("lane", working_days().after(ACCEPTED, 32))
    with pytest.raises(ActRefused) as refused:
        do(firm.user, filing, "leave_lane", on=date(2026, 8, 28))
    assert refused.value.rule == "act.needs_reason"
    left = do(firm.user, filing, "leave_lane", on=date(2026, 8, 28), reason="需要更多时间")
    assert (left.state, left.due_clock, left.due_on) == ("reviewing", "review", working_days().after(ACCEPTED, 62))
    entry = AuditEntry.objects.filter(act="filing.moved", object_id=filing.number).latest("pk")
    reads = FILING.fields["act"].wording
    assert reads is not None and reads(entry.after["act"]) == Text(
        "告知转入六十日审评", "Told to go on in the sixty days"
    )
    assert reads("extend") == Text("主管部门延长审评时限", "The authority extends its review")
    quick = firm.enter(
        kind="drug_trial_30",
        acceptance_number="CXSL2600009",
        outcome="grant",
        decided_on=date(2026, 9, 1),
        decision="准",
    )
    assert (quick.state, quick.due_clock, quick.due_on) == ("granted", "starting", date(2026, 11, 24))
    begun = do(firm.user, quick, "begin", on=date(2026, 11, 10))
    assert (begun.state, begun.ended_on, begun.due_on) == ("begun", date(2026, 11, 10), None)


def test_questions_stop_the_clock_and_every_later_date_moves() -> None:
    firm = Firm()
    asked, answered = date(2026, 9, 7), date(2026, 9, 14)
    filing = firm.enter(asked_on=asked, asked="请补充稳定性数据")
    assert (filing.state, filing.phase, filing.due_clock) == ("questioned", "paused", "answering")
    assert filing.due_on == working_days().after(asked, 5)
    tick(TODAY)
    assert again(filing).state == "questioned"  # while it is stopped, no silence is consent
    assert Notice.objects.filter(kind="filing.due", recipient=firm.user).count() == 1  # over our time to answer
    filing = do(firm.user, filing, "answer", on=answered)
    out = working_days().count(asked, answered)
    assert (out, filing.due_on) == (5, working_days().after(date(2026, 10, 30), 5))
    tick(TODAY)
    line = " ".join(FilingLetter.objects.get(filing=filing).content["zh"]["lines"])
    assert again(filing).state == "consented"
    assert "2026年9月7日" in line and "5 个工作日" in line and "2026年11月6日" in line


def test_what_the_authority_says_later_is_added_and_erases_nothing() -> None:
    firm = Firm()
    filing = firm.enter()
    tick(TODAY)
    with pytest.raises(ActRefused) as refused:
        do(firm.user, filing, "later_word", reason="收到补充通知")
    assert refused.value.rule == "act.needs_ground"
    filing = do(
        firm.user, filing, "later_word", ground="asked_in_time", reason="收到补充通知", told_on=date(2026, 10, 20)
    )
    assert (filing.state, filing.phase, filing.ended_on, filing.due_on) == ("overtaken", "ended", TODAY, None)
    assert FilingLetter.objects.filter(filing=filing).count() == 1
    assert list(filing.step_rows.values_list("act", flat=True)) == ["enter", "deem_consented", "later_word"]
    anew = firm.enter(asked_on=date(2026, 10, 20), asked="补充通知")  # and it is followed anew, as it really is
    assert anew.state == "questioned"


def test_a_decision_ends_it_and_a_trial_that_begins() -> None:
    firm = Firm()
    filing = firm.enter(outcome="grant", decided_on=date(2026, 9, 30), decision="2026LP00001 同意")
    assert (filing.state, filing.due_clock) == ("granted", "beginning")
    filing = do(firm.user, filing, "begin", on=date(2026, 11, 10))
    assert (filing.state, filing.ended_on) == ("begun", date(2026, 11, 10))
    marketing = firm.enter(kind="drug_marketing", acceptance_number="CXSS2600001")
    assert marketing.due_on == working_days().after(ACCEPTED, 200)
    with pytest.raises(ActRefused) as refused:
        do(firm.user, marketing, "refuse", on=TODAY)
    assert refused.value.rule == "act.needs_decision"
    refusal = do(firm.user, marketing, "refuse", on=TODAY, decision="不予批准")
    kept = moving_on.correct(seen=Seen(refusal, Access.of_person(firm.user)), reason="文号补记", by=firm.user)
    assert (kept.state, kept.phase, kept.step_rows.count()) == ("refused", "ended", 3)


def test_where_an_answer_is_owed_silence_is_told_and_no_consent() -> None:
    firm = Firm()
    filing = firm.enter(kind="device_registration_2", acceptance_number="CSZ2600001")
    late = working_days().after(filing.due_on or TODAY, 3)
    tick(late)
    tick(late)
    assert (again(filing).state, FilingLetter.objects.count()) == ("reviewing", 0)
    assert Notice.objects.filter(kind="filing.due", recipient=firm.manager, subject__contains="Overdue").count() == 1


def test_the_authority_takes_longer_and_every_later_date_moves() -> None:
    firm = Firm()
    filing = firm.enter(kind="device_registration_3", acceptance_number="CQZ2600001")
    first = filing.due_on
    assert first == working_days().after(ACCEPTED, 90)
    told = {"reason": "需要补充现场核查", "decision": "2026-延-007"}
    with pytest.raises(ActRefused) as refused:
        do(firm.user, filing, "extend", on=TODAY, days=46, **told)
    assert refused.value.rule == "act.too_many_days"
    with pytest.raises(ActRefused) as refused:
        do(firm.user, filing, "extend", on=TODAY, days=30, reason="需要补充现场核查")
    assert refused.value.rule == "act.needs_decision"
    filing = do(firm.user, filing, "extend", on=TODAY, days=30, **told)
    assert (filing.state, filing.due_on) == ("reviewing", working_days().after(ACCEPTED, 120))
    notice = Notice.objects.get(kind="filing.extended")  # whoever entered it knows
    assert notice.recipient == firm.manager and "30 working days" in notice.body and "补充现场核查" in notice.body
    entry = AuditEntry.objects.get(act="filing.moved", object_id=filing.number)
    assert entry.after["days"] == 30
    filing = do(firm.user, filing, "question", on=TODAY, reason="问")
    do(firm.user, filing, "extend", on=TODAY, days=15, **told)  # the clock stands still, and is longer all the same
    page = signed_in(firm.user).get(f"/filings/tracked/{filing.number}/").content.decode()
    assert "2026-延-007" in page and f"/filings/tracked/{filing.number}/extend/" not in page
    clocks = signed_in(firm.user).get(f"/api/v1/filings/{filing.number}").json()["clocks"]
    assert clocks[0]["extensions"] == [30, 15]


def test_what_is_over_is_not_lengthened_and_consent_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = Firm()
    trial = firm.enter()
    with pytest.raises(ActRefused) as refused:
        do(firm.user, trial, "extend", on=date(2026, 9, 7), days=10, reason="延", decision="2026-延-008")
    assert refused.value.rule == "act.unknown"
    filing = firm.enter(kind="device_registration_2", acceptance_number="CSZ2600001")
    over = working_days().after(ACCEPTED, 61)
    told = {"days": 10, "reason": "延", "decision": "2026-延-009"}
    with pytest.raises(ExtendedTooLate):
        do(firm.user, filing, "extend", on=over, **told)
    tick(TODAY)  # it is overdue; what was told in time is entered later, and moves it
    moved = do(firm.user, filing, "extend", on=date(2026, 10, 20), **told)
    assert moved.due_on == working_days().after(ACCEPTED, 70)


def test_reminders_before_the_end_once_each() -> None:
    firm = Firm()
    filing = firm.enter()
    for day in (date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 19), date(2026, 10, 23), date(2026, 10, 29)):
        tick(day)
        tick(day)
    kept = list(FilingStep.objects.filter(thing=filing, kind="reminded").values_list("event_key", flat=True))
    assert [key.rpartition(".")[2] for key in kept] == ["10", "5", "1"]


def test_days_that_cannot_be_and_what_is_refused_name_the_rule() -> None:
    firm = Firm()
    filing = firm.enter()
    for day, problem in (
        (TODAY + timedelta(days=1), DayAhead),
        (ACCEPTED - timedelta(days=1), DayTooEarly),
        (date(2026, 11, 5), ConsentCameFirst),
    ):
        with pytest.raises(problem):
            do(firm.user, filing, "question", on=day, reason="问")
    with pytest.raises(EnteredAlready):
        firm.enter()
    with pytest.raises(NotInForce):
        firm.enter(acceptance_number="CXHL1800001", accepted_on=date(2018, 5, 4))
    do(firm.user, filing, "question", on=date(2026, 9, 7), reason="问")
    with pytest.raises(SomebodyActed):
        do(firm.manager, filing, "withdraw", on=TODAY, after=1)
    with pytest.raises(ActRefused) as refused:
        do(somebody("rival", Role.ENTERPRISE_USER, organisation("别家生物")), filing, "withdraw", on=TODAY)
    assert refused.value.rule == "act.not_yours"


def test_others_and_officers_find_no_such_filing() -> None:
    firm, rival = Firm(), Firm("别家生物有限公司", "other-")
    filing = firm.enter()
    tick(TODAY)
    office = organisation("主管科", Kind.DEPARTMENT)
    officers = [
        somebody(role.code, role, office) for role in (Role.DEPARTMENT_REVIEWER, Role.LEADER, Role.WINDOW_CLERK)
    ]
    paths = [f"/filings/tracked/{filing.number}/{tail}" for tail in ("", "letter/", "letter.pdf")]
    for who in (rival.user, *officers):
        client = signed_in(who)
        assert [client.get(path).status_code for path in paths] == [404] * 3
        assert client.post(f"{paths[0]}correction/", {"correction-reason": "x"}).status_code == 404
    assert signed_in(rival.user).get("/api/v1/filings/").json()["total"] == 0
    assert signed_in(rival.user).get(f"/api/v1/filings/{filing.number}").status_code == 404
    assert signed_in(firm.user).get("/api/v1/filings/").json()["items"][0]["due_clock"] == "beginning"
    assert "HB-101" not in signed_in(rival.user).get("/filings/tracked/?tab=all").content.decode()
    assert "HB-101" not in b"".join(signed_in(rival.user).get("/filings/tracked.csv").streaming_content).decode()
    assert all(signed_in(who).get("/filings/tracked/").status_code == 404 for who in officers)
    kept = signed_in(firm.user).get("/accounts/me/data.json").json()["filings"]
    assert [one["acceptance_number"] for one in kept] == ["CXHL2600001"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages(language: str) -> None:
    firm = Firm()
    client = signed_in(firm.user, language)
    assert client.get("/filings/tracked/new/").status_code == 200
    asked = {
        "organisation": firm.where.pk,
        "kind": "drug_trial",
        "product": "<b>HB-101",
        "acceptance_number": "cxhl 2600001",
        "accepted_on": "2026-08-03",
        "complete": "on",
    }
    assert client.post("/filings/tracked/new/", asked | {"acceptance_number": "CXHS2600001"}).status_code == 422
    assert client.post("/filings/tracked/new/", asked | {"answered_on": "2026-09-01"}).status_code == 422
    assert client.post("/filings/tracked/new/", asked | {"accepted_on": "2026-12-01"}).status_code == 409
    address = client.post("/filings/tracked/new/", asked).headers["Location"]
    page = client.get(address).content.decode()
    assert "&lt;b&gt;HB-101" in page and "CXHL2600001" in page
    assert client.post(f"{address}question/", {"question-on": "2026-09-07", "steps": 1}).status_code == 422
    told = {"question-on": "2026-09-07", "question-reason": "说明", "steps": 1}
    assert client.post(f"{address}question/", told).status_code == 302
    assert client.post(f"{address}answer/", {"answer-on": "2026-09-14", "steps": 1}).status_code == 409
    assert client.post(f"{address}answer/", {"answer-on": "2026-09-14", "steps": 2}).status_code == 302
    assert client.get(f"{address}letter/").status_code == 404
    assert client.post(f"{address}deem_consented/", {"steps": 3}).status_code == 404
    tick(TODAY)
    assert client.post(f"{address}correction/", {"correction-reason": ""}).status_code == 422
    assert client.post(f"{address}correction/", {"correction-reason": "文号补记"}).status_code == 302
    assert "文号补记" in client.get(address).content.decode()
    assert FilingLetter.objects.get().number in client.get(f"{address}letter/").content.decode()
    assert client.get(f"{address}letter.pdf?language={language}").content.startswith(b"%PDF")
    assert "CXHL2600001" in client.get("/filings/").content.decode()
    for query in ("tab=open&q=HB&kind=drug_trial&sort=-due", "tab=ended", "sort=number&page=9"):
        assert client.get(f"/filings/tracked/?{query}").status_code == 200
    assert "CXHL2600001" in b"".join(client.get("/filings/tracked.csv").streaming_content).decode("utf-8-sig")


def test_the_demo_is_made_by_the_same_actions_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # time passes here
    demo.furnish()
    assert not TrackedFiling.objects.exists()  # without its cast there is nothing to follow
    with clock.standing(datetime(2026, 7, 16, 3, tzinfo=UTC)):
        Firm()
    with clock.standing(datetime(2026, 11, 23, 3, tzinfo=UTC)):
        demo.furnish()
        demo.furnish()
    states = dict(TrackedFiling.objects.values_list("kind_code", "state"))
    assert states == {
        "drug_trial": "consented",
        "drug_trial_30": "reviewing",
        "drug_supplement": "granted",
        "device_registration_3": "questioned",
        "device_trial": "reviewing",
    }
    assert FilingLetter.objects.get().dated < TODAY
