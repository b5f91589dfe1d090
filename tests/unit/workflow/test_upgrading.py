"""A running case goes on by a later version: by steps as by the whole, with nothing lost and no day gained or lost."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.workflow.versions import ALL, BASIS, SECOND, START, THIRD, TITLE, Drawn, cases, declarations, service, step
from unit.workflow.walking import CHINA, EVERYBODY, EVERYTHING, FLOWS, Walk
from wutong.catalog.flows import Flow, Limit, Unit
from wutong.catalog.upgrades import UpgradeStep
from wutong.catalog.upgrades.checking import Version, wrong
from wutong.workflow.clocks import ClockRun, due, used
from wutong.workflow.moves import Given, Moved, Position, fall_due, open_acts, perform
from wutong.workflow.upgrade_errors import CaseHasEnded, CasesStay, NoPlace, NoWayBack, NoWayOut, StepMissing
from wutong.workflow.upgrading import Change, Running, applied, change_of, changes_between, compose, upgraded

TODAY = date(2026, 3, 30)
EMPTY: dict[int, UpgradeStep] = {}


def changes(drawn: Drawn) -> tuple[Change, Change]:
    first, second = (
        change_of(old, new, one) for (old, new), one in zip(pairwise(drawn.versions), drawn.steps, strict=True)
    )
    return first, second


def steps_or_no_place(*of: Change, running: Running, on: date) -> Running | str:
    try:
        for one in of:
            running = applied(one, running, on)
    except NoPlace:
        return "no place"
    return running


@given(declarations(), st.data())
def test_by_steps_as_by_the_composed_declaration(drawn: Drawn, data: st.DataObject) -> None:
    for (old, new), one in zip(pairwise(drawn.versions), drawn.steps, strict=True):
        assert not list(wrong(old, new, one))
    running, today = data.draw(cases(drawn.versions[0]))
    first, second = changes(drawn)
    by_steps = steps_or_no_place(first, second, running=running, on=today)
    assert by_steps == steps_or_no_place(compose(first, second), running=running, on=today)


@given(declarations(), st.data())
def test_nothing_that_was_given_is_lost(drawn: Drawn, data: st.DataObject) -> None:
    running, today = data.draw(cases(drawn.versions[0]))
    after = steps_or_no_place(*changes(drawn), running=running, on=today)
    if isinstance(after, str):
        return
    held = [after.origins.get(code, {}).get("was", value) for code, value in after.answers.items()]
    for value in running.answers.values():
        held.remove(value)  # each by itself: two that became one would fail here
    assert set(held) <= {"given"}
    assert after.papers.keys() == running.papers.keys()
    pairs = {(running.papers[ident], code) for ident, code in after.papers.items()}
    assert len(pairs) == len({was for was, _ in pairs}) == len({now for _, now in pairs})


@given(declarations(), st.data(), st.integers(0, 90))
def test_no_clock_gains_or_loses_a_day(drawn: Drawn, data: st.DataObject, later: int) -> None:
    running, today = data.draw(cases(drawn.versions[0]))
    first, second = changes(drawn)
    day = today + timedelta(days=later)
    after = steps_or_no_place(first, running=running, on=today)
    assert isinstance(after, Running)
    for old, new in zip(running.position.runs, after.position.runs, strict=True):
        assert (used(old, CHINA, day), due(old, CHINA, day)) == (used(new, CHINA, day), due(new, CHINA, day))
    last = steps_or_no_place(second, running=after, on=today)
    if isinstance(last, str):
        assert after.position.state == "paused"
        return
    for old, new in zip(after.position.runs, last.position.runs, strict=False):
        assert used(old, CHINA, day) == used(new, CHINA, day)
        assert (new.whole or 0) <= (old.whole or 0)  # fifteen days in the place of twenty is for the better
    fresh = last.position.runs[len(after.position.runs) :]
    assert [run.clock for run in fresh] == (["publicity"] if last.position.state == "examining" else [])
    assert all(run.started_on == today and run.is_running for run in fresh)


@given(declarations(), st.data())
def test_each_upgraded_case_still_reaches_an_end(drawn: Drawn, data: st.DataObject) -> None:
    running, today = data.draw(cases(drawn.versions[0]))
    for of, flow in ((changes(drawn)[:1], SECOND), (changes(drawn), THIRD)):
        try:
            after = upgraded(running, of, flow, today, FLOWS["standard"])
        except NoPlace:
            assert running.position.state == "paused"
            continue
        assert flow.state(ended(flow, after.position, today)).phase == "ended"


def ended(flow: Flow, position: Position, today: date) -> str:
    """The state in which a case ends that always takes the shortest way."""
    left = distances(flow)
    for _ in flow.states:
        if flow.state(position.state).phase == "ended":
            break
        acts = [act for act in open_acts(flow, position, EVERYBODY) if act.to]
        acts += [
            act
            for act in flow.acts
            if act.by_clock and position.running(act.by_clock) and position.state in act.from_states
        ]
        act = min(acts, key=lambda one: left[one.to or ""])
        given = Given(EVERYTHING, act.grounds[0] if act.grounds else None)
        if act.by_clock:
            moved = fall_due(flow, position, act.by_clock, on=today, limits={})
        else:
            moved = perform(flow, position, act.code, roles=EVERYBODY, on=today, limits={}, given=given)
        assert isinstance(moved, Moved), moved
        position = moved.position
    return position.state


def distances(flow: Flow) -> dict[str, int]:
    left = {one.code: 0 if one.phase == "ended" else 99 for one in flow.states}
    for _ in flow.states:
        for act in flow.acts:
            for begin in act.from_states if act.to else ():
                left[begin] = min(left[begin], left[act.to or ""] + 1)
    return left


def reviewing(*acts: tuple[str, date]) -> Running:
    walk = Walk(FLOWS["standard"])
    walk.acts([("submit", START), ("accept", START), *acts])
    promised = Limit(unit=Unit.WORKING_DAY, amount=15)
    return Running({"kept": "said"}, {}, {}, walk.position, (None, promised))


def way(*said: dict[str, Any]) -> tuple[Change, ...]:
    versions = [service(number) for number in (1, 2, 3)]
    steps = {number: step(number) for number in (2, 3)}
    return changes_between(
        versions, {**steps, **{one.to: one for one in map(UpgradeStep.model_validate, said)}}, ALL, 1, 3
    )


def test_a_case_goes_on_under_its_new_names() -> None:
    after = upgraded(reviewing(), way(), THIRD, TODAY, FLOWS["standard"])
    assert after.position.state == "examining"
    decision = after.position.running("decision")
    assert decision is not None
    assert (decision.started_on, decision.whole) == (START, 15)
    assert after.promised[1] == Limit(unit=Unit.WORKING_DAY, amount=10)
    assert after.position.running("publicity")


def test_what_may_be_done_once_stays_done() -> None:
    walk = Walk(FLOWS["standard"])
    walk.acts([(code, START) for code in ("submit", "accept", "reject", "object", "reopen", "reject", "object")])
    running = Running({}, {}, {}, walk.position, tuple(None for _ in walk.position.runs))
    after = upgraded(running, way(), THIRD, START, FLOWS["standard"])
    again = perform(THIRD, after.position, "set_aside", roles=EVERYBODY, on=START, limits={}, given=Given(EVERYTHING))
    assert getattr(again, "rule", "") == "act.spent"


def test_a_state_without_a_place_says_why_and_how_to_go_on() -> None:
    walk = Walk(FLOWS["standard"])
    walk.acts([("submit", START), ("accept", START)])
    walk.act("suspend", START, "inspection")
    running = Running({}, {}, {}, walk.position, (None, None))
    with pytest.raises(NoPlace) as refused:
        upgraded(running, way(), THIRD, TODAY, FLOWS["standard"])
    assert "paused" in refused.value.in_language("en")
    assert TITLE["zh"] in refused.value.in_language("zh")


def test_ways_that_there_are_not() -> None:
    versions = [service(number) for number in (1, 2, 3)]
    with pytest.raises(StepMissing):
        changes_between(versions, {3: step(3)}, ALL, 1, 3)
    with pytest.raises(StepMissing):
        changes_between(versions[1:], {3: step(3)}, ALL, 1, 3)
    with pytest.raises(CasesStay):
        way({"to": 3, "stay": TITLE})
    for end in (1, 2):
        with pytest.raises(NoWayBack):
            changes_between(versions, {}, ALL, 2, end)
    walk = Walk(FLOWS["standard"])
    walk.acts([("submit", START), ("withdraw", START)])
    with pytest.raises(CaseHasEnded):
        upgraded(Running({}, {}, {}, walk.position, (None,)), way(), THIRD, TODAY, FLOWS["standard"])


def tiny(code: str, **decide: Any) -> Flow:
    """A flow in which a case waits for its end; what ends it is given."""
    clock = {
        "code": "wait",
        "title": TITLE,
        "owner": "R4",
        "basis": BASIS,
        "on_due": "decide" if decide.get("by_clock") else None,
    }
    acts = [
        {"code": "submit", "from": ["draft"], "to": "held", "roles": ["R1"], "clocks": {"start": ["wait"]}},
        {"code": "decide", "from": ["held"], "to": "done", "clocks": {"stop": ["wait"]}, **decide},
    ]
    return Flow.model_validate(
        {
            "code": code,
            **dict.fromkeys(("title", "summary", "source"), TITLE),
            "confidence": "proposed",
            "effective_from": "2026-01-01",
            "usual": ["draft", "held", "done"],
            "states": [
                {"code": state, "title": TITLE, "phase": phase}
                for state, phase in (("draft", "draft"), ("held", "running"), ("done", "ended"))
            ],
            "acts": [{"title": TITLE, **act} for act in acts],
            "clocks": [{**clock, "limit": {"unit": "working_day", "amount": 5}}],
        }
    )


def test_a_case_that_could_never_end_is_refused() -> None:
    """A state that only a clock leaves, in a case in which that clock does not run."""
    by_hand, by_time = tiny("by_hand", roles=["R4"]), tiny("by_time", by_clock="wait")
    old, new = (
        Version(service(number, flow=flow.code, limits=[], promise=None), flow)
        for number, flow in ((1, by_hand), (2, by_time))
    )
    said = UpgradeStep.model_validate(
        {"to": 2, "why": TITLE, "clocks": [{"clock": "wait", "ends": True, "basis": BASIS}]}
    )
    running = Running({}, {}, {}, Position("held", (ClockRun("wait", by_hand.clock("wait").limit, START),)), (None,))
    with pytest.raises(NoWayOut):
        upgraded(running, [change_of(old, new, said)], by_time, TODAY, by_hand)
    kept = UpgradeStep.model_validate({"to": 2, "why": TITLE})
    assert upgraded(running, [change_of(old, new, kept)], by_time, TODAY, by_hand).position.state == "held"


@pytest.mark.parametrize(
    ("to", "said", "problem"),
    [
        (2, {"states": {}}, "reviewing went"),
        (2, {"clocks": []}, "review went"),
        (2, {"acts": {}}, "reopen may be done 1 times and went"),
        (2, {"clocks": [{"clock": "review", "becomes": "delivery"}]}, "both become delivery"),
        (2, {"states": {"reviewing": "granted", "paused": "examining"}}, "paused is paused and examining is running"),
        (3, {"no_place": {}}, "paused went"),
        (3, {"fields": {"removed": ["kept"]}}, "did not go"),
        (3, {"papers": {"added": ["nothing"]}}, "not in the new version"),
        (3, {"starts": [{"clock": "decision", "in_states": ["examining"], "basis": BASIS}]}, "no clock that came"),
    ],
)
def test_a_step_that_does_not_fit_is_told(to: int, said: dict[str, Any], problem: str) -> None:
    old, new = (service(number) for number in (to - 1, to))
    told = list(wrong(Version(old, ALL[old.flow]), Version(new, ALL[new.flow]), step(to, **said)))
    assert any(problem in one for _, one in told), told


@pytest.mark.parametrize(
    ("clock", "amount", "is_told"),
    [("review", 25, True), ("review", 15, False), ("supply", 20, True), ("supply", 40, False)],
)
def test_a_worse_limit_needs_its_basis(clock: str, amount: int, is_told: bool) -> None:
    limit = {"clock": clock, "limit": {"unit": "working_day", "amount": amount}, "basis": BASIS}
    old, new = service(1), service(1, limits=[limit]).model_copy(update={"version": 2})
    for basis in (None, BASIS):
        said = UpgradeStep.model_validate(
            {"to": 2, "why": TITLE, "clocks": [{"clock": clock, "limit": "new", "basis": basis}]}
        )
        told = list(wrong(Version(old, FLOWS["standard"]), Version(new, FLOWS["standard"]), said))
        assert bool(told) == (is_told and basis is None), told


def test_versions_that_do_not_differ_need_no_step() -> None:
    same = service(1).model_copy(update={"version": 2})
    assert len(changes_between([service(1), same], EMPTY, ALL, 1, 2)) == 1
