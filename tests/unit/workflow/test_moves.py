"""Cases on their way: what the law says follows, and what no walk through a flow may ever do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.workflow.walking import CHINA, EVERYBODY, EVERYTHING, FLOWS, Walk
from wutong.catalog.flows import Flow, Limit, Unit
from wutong.workflow.clocks import due
from wutong.workflow.moves import Given, Moved, Refusal, begin, fall_due, longest_extension, open_acts, perform
from wutong.workflow.ticking import Kind, events

START = date(2026, 3, 2)
STANDARD = FLOWS["standard"]


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_a_standard_case_from_start_to_end() -> None:
    walk = Walk(STANDARD)
    walk.acts([("submit", day(0)), ("accept", day(1)), ("grant", day(10)), ("deliver", day(12))])
    assert walk.position.state == "delivered"
    assert not any(run.is_running for run in walk.position.runs)


def test_silence_for_five_working_days_is_acceptance_from_receipt() -> None:
    walk = Walk(STANDARD)
    walk.act("submit", START)
    assert not [one for one in events(STANDARD, walk.position, CHINA, date(2026, 3, 9)) if one.kind is Kind.ACT]
    acts = [one for one in events(STANDARD, walk.position, CHINA, date(2026, 3, 10)) if one.kind is Kind.ACT]
    assert [one.clock for one in acts] == ["completeness"]
    position = walk.due("completeness", date(2026, 3, 10))
    review = position.running("review")
    assert position.state == "reviewing" and review is not None
    assert review.started_on == START  # 自收到申请材料之日起即为受理
    assert due(review, CHINA, day(8)).day == date(2026, 3, 30)


def test_excluded_time_stops_the_clock_and_needs_its_ground() -> None:
    walk = Walk(STANDARD)
    walk.acts([("submit", day(0)), ("accept", day(0))])
    bare = perform(STANDARD, walk.position, "suspend", roles=EVERYBODY, on=day(2), limits={}, given=Given(EVERYTHING))
    assert isinstance(bare, Refusal) and bare.rule == "act.needs_ground"
    walk.act("suspend", day(7), "inspection")
    assert walk.position.state == "paused"
    assert events(STANDARD, walk.position, CHINA, day(200)) == ()
    walk.act("resume", day(14))
    review = walk.position.running("review")
    assert review is not None
    assert due(review, CHINA, day(14)).day == date(2026, 4, 7)


def test_the_limit_is_extended_once_by_the_head_with_a_reason() -> None:
    walk = Walk(STANDARD)
    walk.acts([("submit", day(0)), ("accept", day(0))])
    by_reviewer = perform(
        STANDARD, walk.position, "extend", roles=frozenset({"R4"}), on=day(1), limits={}, given=Given(EVERYTHING)
    )
    assert isinstance(by_reviewer, Refusal) and by_reviewer.rule == "act.not_yours"
    walk.act("extend", day(1))
    again = perform(STANDARD, walk.position, "extend", roles=EVERYBODY, on=day(2), limits={}, given=Given(EVERYTHING))
    assert isinstance(again, Refusal) and again.rule == "act.spent"


@pytest.mark.parametrize("clock_stands", [False, True])
def test_an_extension_with_days_of_its_own_stays_within_its_share(clock_stands: bool) -> None:
    flow = FLOWS["filing"]
    walk = Walk(flow, {"review": Limit(unit=Unit.WORKING_DAY, amount=90)})
    walk.act("enter", START)
    if clock_stands:
        walk.act("question", day(3))

    def more(days: int | None) -> Moved | Refusal:
        brought = Given(EVERYTHING, days=days)
        return perform(flow, walk.position, "extend", roles=EVERYBODY, on=day(4), limits={}, given=brought)

    refused = [more(days) for days in (None, 0, 46)]
    assert [one.rule for one in refused if isinstance(one, Refusal)] == [
        "act.needs_days", "act.too_many_days", "act.too_many_days",
    ]  # fmt: skip
    for days in (30, 15):
        answer = more(days)
        assert isinstance(answer, Moved)
        walk.position = answer.position
    review = walk.position.running("review")
    assert review is not None and (review.added, review.whole) == ((30, 15), 135)
    spent = more(1)
    assert isinstance(spent, Refusal) and spent.rule == "act.spent"
    assert "extend" not in {act.code for act in open_acts(flow, walk.position, EVERYBODY)}
    assert FLOWS["filing_consent"].act("extend") is None  # silence is consent after sixty days, and not later


def test_correct_escalate_return_and_reject_are_four_things() -> None:
    states = {}
    for code in ("correct", "escalate", "return", "reject"):
        walk = Walk(STANDARD)
        walk.act("submit", day(0))
        if code == "reject":
            walk.act("accept", day(0))
        states[code] = walk.act(code, day(1)).state
    assert states == {"correct": "submitted", "escalate": "submitted", "return": "correcting", "reject": "refused"}


@pytest.mark.parametrize("code", ["submit", "deem_accepted", "fly"])
def test_what_is_not_in_the_table_is_refused(code: str) -> None:
    walk = Walk(STANDARD)
    walk.act("submit", day(0))
    answer = perform(STANDARD, walk.position, code, roles=EVERYBODY, on=day(1), limits={}, given=Given(EVERYTHING))
    assert isinstance(answer, Refusal)


flows = st.sampled_from(list(FLOWS.values()))


@given(flows, st.data())
def test_no_walk_leaves_the_table_or_gets_stuck(flow: Flow, data: st.DataObject) -> None:
    """Drawn walks: each state is declared, clocks run only where something stops them, and ended is ended."""
    position, today = begin(flow), START
    for _ in range(25):
        today += timedelta(days=data.draw(st.integers(0, 30), label="days"))
        acts = open_acts(flow, position, EVERYBODY)
        waiting = [one for one in events(flow, position, CHINA, today) if one.kind is Kind.ACT]
        if flow.state(position.state).phase == "ended":
            assert not acts and not waiting
            return
        assert acts or waiting or any(run.is_running for run in position.runs)
        if waiting:
            answer = fall_due(flow, position, waiting[0].clock, on=today, limits={})
        else:
            act = data.draw(st.sampled_from(acts), label="act")
            ground = act.grounds[0] if act.grounds else None
            most = longest_extension(flow, position, act)
            days = data.draw(st.integers(1, most), label="more") if "days" in act.needs else None
            brought = Given(EVERYTHING, ground, days)
            answer = perform(flow, position, act.code, roles=EVERYBODY, on=today, limits={}, given=brought)
        assert isinstance(answer, Moved), answer
        position = answer.position
        running = [run.clock for run in position.runs if run.is_running]
        assert len(running) == len(set(running))  # no two truths about one clock


@given(flows, st.integers(0, 400))
def test_asking_again_finds_the_same_events(flow: Flow, later: int) -> None:
    """Keys do not change from day to day, so nothing is done twice; days of downtime lose nothing that must follow."""
    walk = Walk(flow)
    first = flow.acts[0]
    walk.act(first.code, START)
    today = START + timedelta(days=later)
    seen = {one.key for number in range(later + 1) for one in events(flow, walk.position, CHINA, day(number))}
    now = {one.key for one in events(flow, walk.position, CHINA, today) if one.kind is Kind.ACT}
    assert now <= seen
    assert now == {key for key in seen if key.endswith(".act")}


def test_sixty_working_days_of_silence_are_consent() -> None:
    """Accepted on Thursday 24 September 2026, before the long holiday: consent stands when Christmas Eve has passed."""
    implied = FLOWS["filing_consent"]
    walk = Walk(implied)
    walk.act("enter", date(2026, 9, 24))
    assert not [one for one in events(implied, walk.position, CHINA, date(2026, 12, 24)) if one.kind is Kind.ACT]
    event = next(one for one in events(implied, walk.position, CHINA, date(2026, 12, 25)) if one.kind is Kind.ACT)
    assert (event.clock, event.day) == ("review", date(2026, 12, 24))
    moved = fall_due(implied, walk.position, "review", on=event.day, limits={})
    assert isinstance(moved, Moved)
    assert (moved.position.state, moved.letter) == ("consented", "implied_consent_record")


def test_departments_give_opinions_side_by_side_before_the_lead_concludes() -> None:
    walk = Walk(FLOWS["joint"])
    walk.acts([("submit", day(0)), ("accept", day(1))])
    assert {run.clock for run in walk.position.runs if run.is_running} == {"review", "opinion"}
    early = perform(walk.flow, walk.position, "conclude", roles=EVERYBODY, on=day(2), limits={}, given=Given())
    assert isinstance(early, Refusal) and early.rule == "act.needs_opinion"
    assert walk.acts([("conclude", day(9)), ("grant", day(10)), ("deliver", day(11))]).state == "delivered"


def test_time_is_excluded_while_departments_still_give_their_opinions() -> None:
    """An inspection of ten working days moves the end of the joint decision by ten; opinions come in meanwhile."""
    ends = []
    for is_held in (False, True):
        walk = Walk(FLOWS["joint"])
        walk.acts([("submit", day(0)), ("accept", day(0))])
        if is_held:
            assert walk.act("suspend_consulting", day(7), "inspection").state == "consulting_paused"
            opinion, review = walk.position.running("opinion"), walk.position.running("review")
            assert opinion is not None and not opinion.is_paused
            assert review is not None and review.is_paused and due(review, CHINA, day(14)).day is None
            early = perform(
                walk.flow, walk.position, "conclude", roles=EVERYBODY, on=day(9), limits={}, given=Given(EVERYTHING)
            )
            assert isinstance(early, Refusal) and early.rule == "act.wrong_state"
            walk.act("resume_consulting", day(21))
        walk.act("conclude", day(22))
        review = walk.position.running("review")
        assert review is not None
        ends.append(due(review, CHINA, day(22)).day)
    plain, held = ends
    assert plain is not None and held == CHINA.after(plain, 10)


def test_the_panel_evaluates_while_the_legal_clock_stands_still() -> None:
    walk = Walk(FLOWS["expert"])
    walk.acts([("submit", day(0)), ("accept", day(0))])
    walk.act("convene", day(7), "expert_review")
    walk.act("close_panel", day(21))
    review = walk.position.running("review")
    assert review is not None
    assert due(review, CHINA, day(21)).day == CHINA.after(date(2026, 3, 30), 10)
