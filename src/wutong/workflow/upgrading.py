"""A running case goes on by the next version of its service: one declared step, or several one after the other. Pure.

Nothing that was given is lost: what is no longer asked for is set aside under the version that asked for it
("v1.fax"). No clock gains or loses a day: a run keeps its start, its pauses and its extensions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from wutong.catalog.flows import Flow, Limit
from wutong.catalog.services import Service
from wutong.catalog.upgrades import UpgradeStep
from wutong.catalog.upgrades.checking import Version, needs_step
from wutong.kernel.bilingual import Text
from wutong.workflow.clocks import ClockRun
from wutong.workflow.endings import has_a_way_to_an_end
from wutong.workflow.moves import Position
from wutong.workflow.upgrade_errors import CaseHasEnded, CasesStay, NoPlace, NoWayBack, NoWayOut, StepMissing

Table = Mapping[str, str]
_NOTHING: Table = MappingProxyType({})


@dataclass(frozen=True)
class Running:
    """What a running case holds. `papers` are codes by the id of each paper; `promised` has one entry for each run."""

    answers: Mapping[str, Any]
    origins: Mapping[str, Mapping[str, Any]]
    papers: Mapping[int, str]
    position: Position
    promised: tuple[Limit | None, ...]


@dataclass(frozen=True)
class ClockChange:
    """What becomes of a clock: its code; limit and promise where a run takes new ones; whether it stops."""

    code: str
    limit: Limit | None = None
    promise: Limit | None = None
    ends: bool = False
    has_place: bool = True

    def then(self, later: "ClockChange | None") -> "ClockChange":
        """Both, one after the other."""
        if later is None:
            return self
        if self.ends:
            return replace(self, code=later.code)
        return ClockChange(
            later.code,
            later.limit or self.limit,
            later.promise or self.promise,
            later.ends,
            self.has_place and later.has_place,
        )


@dataclass(frozen=True)
class Start:
    """A clock that starts with the step in cases that were in one of `states` of the old version."""

    change: ClockChange
    states: frozenset[str]


@dataclass(frozen=True)
class Filled:
    """A default that is filled in where nothing is there."""

    value: Any
    origin: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """From one version to a later one, as tables from what was to what is; a state that has no place maps to None.

    `options` are by the old code of the field; `no_place` holds the declared reasons, by state.
    """

    start: int
    end: int
    fields: Table
    options: Mapping[str, Table]
    filled: Mapping[str, Filled]
    papers: Table
    states: Mapping[str, str | None]
    no_place: Mapping[str, Text]
    clocks: Mapping[str, ClockChange]
    starts: tuple[Start, ...]
    acts: Table


def change_of(old: Version, new: Version, step: UpgradeStep) -> Change:
    """What a declared step does, for everything that the old version knows."""
    version = old.service.version
    states = {
        one.code: None if one.code in step.no_place else _there(step.states.get(one.code, one.code), new.flow)
        for one in old.flow.states
    }
    came = {now: was for was, now in step.fields.renamed.items()}
    origin = {"from": "upgrade", "version": new.service.version}
    return Change(
        start=version,
        end=new.service.version,
        fields={code: _now(code, step.fields.renamed, step.fields.removed, version) for code in old.service.fields},
        options={came.get(code, code): table for code, table in step.fields.options.items()},
        filled={one.code: Filled(_plain(one.default), origin) for one in step.fields.added if one.default is not None},
        papers={
            one.code: _now(one.code, step.papers.renamed, step.papers.removed, version) for one in old.service.papers
        },
        states=states,
        no_place={code: why.text() for code, why in step.no_place.items()},
        clocks={one.code: _clock(one.code, new, step) for one in old.flow.clocks},
        starts=tuple(
            Start(
                ClockChange(one.clock, new.limit(one.clock), new.promise(one.clock)),
                frozenset(was for was, now in states.items() if now in one.in_states),
            )
            for one in step.starts
        ),
        acts={act.code: step.acts.get(act.code, act.code) for act in old.flow.acts},
    )


def compose(first: Change, second: Change) -> Change:
    """One change that does what `first` and then `second` do."""
    fields = {code: second.fields.get(now, now) for code, now in first.fields.items()}
    return Change(
        start=first.start,
        end=second.end,
        fields=fields,
        options={code: _options(first, second, code, now) for code, now in first.fields.items()},
        filled={**dict(_refilled(first, second)), **second.filled},
        papers={code: second.papers.get(now, now) for code, now in first.papers.items()},
        states={code: second.states.get(now) if now is not None else None for code, now in first.states.items()},
        no_place={
            **{code: second.no_place[now] for code, now in first.states.items() if now and now in second.no_place},
            **first.no_place,
        },
        clocks={code: one.then(second.clocks.get(one.code)) for code, one in first.clocks.items()},
        starts=(
            *(Start(one.change.then(second.clocks.get(one.change.code)), one.states) for one in first.starts),
            *(
                Start(one.change, frozenset(was for was, now in first.states.items() if now in one.states))
                for one in second.starts
            ),
        ),
        acts={code: second.acts.get(now, now) for code, now in first.acts.items()},
    )


def applied(change: Change, running: Running, on: date) -> Running:
    """The case after one change on the day `on`; raises NoPlace where its state, or a clock that runs, has none."""
    answers, origins = _answers(change, running.answers, running.origins)
    position = running.position
    state = change.states.get(position.state)
    if state is None:
        raise NoPlace(position.state, change.end, change.no_place.get(position.state))
    runs = [_run(change, run, on) for run in position.runs]
    promised = [
        _of(change, run).promise or given if run.is_running and not _of(change, run).ends else given
        for run, given in zip(position.runs, running.promised, strict=True)
    ]
    for start in change.starts:
        if position.state in start.states:
            runs.append(_started(start.change, change.end, on))
            promised.append(start.change.promise)
    done = MappingProxyType({change.acts.get(code, code): count for code, count in position.done.items()})
    papers = {ident: change.papers.get(code, code) for ident, code in running.papers.items()}
    return Running(answers, origins, papers, Position(state, tuple(runs), done), tuple(promised))


def carried(changes: Iterable[Change], answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers of an earlier version as a later one asks them; what it does not ask is set aside."""
    for change in changes:
        bare = replace(change, filled={})
        answers, _ = _answers(bare, answers, {})
    return answers


def changes_between(
    versions: Sequence[Service],
    steps: Mapping[int, UpgradeStep],
    flows: Mapping[str, Flow],
    start: int,
    end: int,
) -> tuple[Change, ...]:
    """The changes from version `start` to `end`; raises NoWayBack, StepMissing, or CasesStay with the reason."""
    if end <= start:
        raise NoWayBack(version=start, asked=end)
    way = [Version(one, flows[one.flow]) for one in versions if start <= one.version <= end]
    if not way or way[0].service.version != start or way[-1].service.version != end:
        raise StepMissing(start=start, end=end)
    return tuple(_step(old, new, steps.get(new.service.version)) for old, new in pairwise(way))


def upgraded(running: Running, changes: Iterable[Change], flow: Flow, on: date, before: Flow) -> Running:
    """The case after all of `changes`, going by `flow` from now on, by `before` until now.

    Raises CaseHasEnded, NoPlace, or NoWayOut where it could never end.
    """
    if before.state(running.position.state).phase == "ended":
        raise CaseHasEnded()
    for change in changes:
        running = applied(change, running, on)
    if not has_a_way_to_an_end(flow, running.position):
        raise NoWayOut(state=running.position.state)
    return running


def aside(version: int, code: str) -> str:
    """Under which name something is set aside that only `version` asked for; no declared code looks like it."""
    return f"v{version}.{code}"


def _step(old: Version, new: Version, step: UpgradeStep | None) -> Change:
    if step is None:
        if needs_step(old, new):
            raise StepMissing(start=old.service.version, end=new.service.version)
        step = UpgradeStep.model_construct(to=new.service.version)
    if step.stay is not None:
        raise CasesStay(zh=step.stay.zh, en=step.stay.en)
    return change_of(old, new, step)


def _there(state: str, flow: Flow) -> str | None:
    return state if any(one.code == state for one in flow.states) else None


def _now(code: str, renamed: Table, removed: Iterable[str], version: int) -> str:
    return aside(version, code) if code in removed else renamed.get(code, code)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _clock(code: str, new: Version, step: UpgradeStep) -> ClockChange:
    said = step.clock(code)
    now = said.becomes or code
    if said.ends or now not in new.clocks:
        return ClockChange(code, ends=said.ends, has_place=said.ends)
    limit = new.limit(now) if said.limit == "new" else None
    return ClockChange(now, limit, new.promise(now) if said.promise == "new" else None)


def _options(first: Change, second: Change, code: str, now: str) -> Table:
    earlier, later = first.options.get(code, _NOTHING), second.options.get(now, _NOTHING)
    return {**later, **{was: later.get(value, value) for was, value in earlier.items()}}


def _refilled(first: Change, second: Change) -> Iterable[tuple[str, Filled]]:
    for code, one in first.filled.items():
        value, origin = _answer(second.options.get(code, _NOTHING), one.value, one.origin)
        yield second.fields.get(code, code), Filled(value, origin)


def _answers(
    change: Change, given: Mapping[str, Any], whence: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], dict[str, Mapping[str, Any]]]:
    answers: dict[str, Any] = {}
    origins: dict[str, Mapping[str, Any]] = {}
    for code, said in given.items():
        now = change.fields.get(code, code)
        value, origin = _answer(change.options.get(code, _NOTHING), said, whence.get(code, {}))
        answers[now] = value
        if origin:
            origins[now] = origin
    for code, one in change.filled.items():
        if code not in answers:
            answers[code], origins[code] = one.value, one.origin
    return answers, origins


def _answer(options: Table, value: Any, origin: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    """An answer in today's options; where it is another than was given, its origin keeps what was given first."""
    many = value if isinstance(value, list) else [value]
    if not any(isinstance(one, str) and one in options for one in many):
        return value, origin
    now = list(dict.fromkeys(options.get(one, one) if isinstance(one, str) else one for one in many))
    kept = {"from": "upgrade", **origin, "was": origin.get("was", value)}
    return (now if isinstance(value, list) else now[0]), kept


def _of(change: Change, run: ClockRun) -> ClockChange:
    return change.clocks.get(run.clock, ClockChange(run.clock))


def _run(change: Change, run: ClockRun, on: date) -> ClockRun:
    said = _of(change, run)
    if not run.is_running:
        return replace(run, clock=said.code)
    if not said.has_place:
        raise NoPlace(run.clock, change.end, None)
    run = replace(run, clock=said.code, limit=said.limit or run.limit)
    return run.stopped(on) if said.ends else run


def _started(said: ClockChange, end: int, on: date) -> ClockRun:
    if not said.has_place or said.limit is None:
        raise NoPlace(said.code, end, None)
    run = ClockRun(said.code, said.limit, on)
    return run.stopped(on) if said.ends else run
