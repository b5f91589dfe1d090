"""Flows as declared in catalog/flows/: the states of a case, who may do what, which clocks run and what they do.

A service takes a flow and gives its own limits. A flow that could get stuck, or that nobody answers for, is refused.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wutong.catalog.applications import Role
from wutong.catalog.yaml_file import Declaration, Label, parse_declaration, read_raw

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Confidence = Literal["sourced", "partly", "proposed"]


class Unit(StrEnum):
    """What a limit is counted in. `instant` is at once, `same_day` before the day ends, `none` is no limit at all."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"
    INSTANT = "instant"
    NONE = "none"


class Limit(Declaration):
    """A limit with its unit. No limit (`none`) is not a limit of nothing: its amount is absent."""

    unit: Unit
    amount: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _amount_where_counted(self) -> Self:
        counted = self.unit in {Unit.WORKING_DAY, Unit.CALENDAR_DAY}
        if self.unit is not Unit.NONE and not counted and self.amount is None:
            object.__setattr__(self, "amount", 0)
        if counted and not self.amount:
            raise ValueError(f"a limit in {self.unit} needs an amount; a limit that does not exist is `none`")
        if self.unit is Unit.NONE and self.amount is not None:
            raise ValueError("no limit has no amount")
        return self


class Basis(Declaration):
    """What a rule rests on, and how sure that is."""

    text: Label
    confidence: Confidence


class State(Declaration):
    """A state of a case. A `draft` is the applicant's own; `waiting` is for the applicant; `ended` is for good."""

    code: Code
    title: Label
    phase: Literal["draft", "running", "waiting", "paused", "ended"]


class Effects(Declaration):
    """What an act does to clocks."""

    start: tuple[Code, ...] = ()
    stop: tuple[Code, ...] = ()
    pause: tuple[Code, ...] = ()
    resume: tuple[Code, ...] = ()
    extend: tuple[Code, ...] = ()


class Act(Declaration):
    """Something that is done to a case: from which states, to which, by whom. `to` absent: the state stays.

    An act without roles is done by a clock that falls due (`by_clock`), never by a person. `needs` are what must be
    given with it (`days` are an extension's own); `grounds` the grounds of which one must be named; `at_most` how
    often one case may see it.
    """

    code: Code
    title: Label
    from_states: tuple[Code, ...] = Field(alias="from")
    to: Code | None = None
    roles: tuple[Role, ...] = ()
    by_clock: Code | None = None
    clocks: Effects = Effects()
    needs: tuple[Literal["reason", "papers", "opinion", "decision", "days"], ...] = ()
    grounds: tuple[Code, ...] = ()
    at_most: int | None = Field(default=None, ge=1)
    letter: Code | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _somebody_does_it(self) -> Self:
        if bool(self.roles) == (self.by_clock is not None):
            raise ValueError(f"act {self.code} needs roles, or the clock that does it, and not both")
        return self


class Clock(Declaration):
    """A clock of a flow: who answers for it, its limit (a service may give its own), what follows when it falls due.

    `counts_from: start` dates the act on the day when the clock started, as the law has it for deemed acceptance;
    `due` on the day when it fell due. `remind` are days of the unit left when the owner is reminded. It is extended by
    `extension`, or by days told with the act, all of them together at most `extension_percent` of the limit.
    """

    code: Code
    title: Label
    owner: Role
    limit: Limit
    extension: Limit | None = None
    extension_percent: int | None = Field(default=None, ge=1, le=100)
    on_due: Code | None = None
    counts_from: Literal["start", "due"] = "due"
    remind: tuple[int, ...] = ()
    escalates_to: Role | None = None
    is_legal: bool = True
    basis: Basis


class Panel(Declaration):
    """How many experts are drawn for one evaluation."""

    size: int = Field(ge=1)
    basis: Basis


class Flow(Declaration):
    """A kind of case. The first state is where it begins; `usual` are the states of a case that goes well."""

    code: Code
    title: Label
    summary: Label
    source: Label
    confidence: Confidence
    effective_from: date
    usual: tuple[Code, ...]
    states: tuple[State, ...]
    acts: tuple[Act, ...]
    clocks: tuple[Clock, ...]
    grounds: dict[Code, Basis] = Field(default_factory=dict)
    panel: Panel | None = None

    @property
    def begins(self) -> str:
        """The code of the first state."""
        return self.states[0].code

    def state(self, code: str) -> State:
        """The state of that code; raises StopIteration's kin KeyError where there is none."""
        return {one.code: one for one in self.states}[code]

    def act(self, code: str) -> Act | None:
        """The act of that code, if the flow has it."""
        return next((one for one in self.acts if one.code == code), None)

    def clock(self, code: str) -> Clock:
        """The clock of that code; raises KeyError where there is none."""
        return {one.code: one for one in self.clocks}[code]

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Self:
        _unique("state", [one.code for one in self.states])
        _unique("act", [one.code for one in self.acts])
        _unique("clock", [one.code for one in self.clocks])
        states, clocks = {one.code for one in self.states}, {one.code for one in self.clocks}
        for act in self.acts:
            _known(f"act {act.code}: state", {*act.from_states, *([act.to] if act.to else [])}, states)
            effects = act.clocks
            touched = {*effects.start, *effects.stop, *effects.pause, *effects.resume, *effects.extend}
            _known(f"act {act.code}: clock", touched | ({act.by_clock} if act.by_clock else set()), clocks)
            _known(f"act {act.code}: ground", set(act.grounds), set(self.grounds))
        for clock in self.clocks:
            _known(
                f"clock {clock.code}: act", {clock.on_due} if clock.on_due else set(), {one.code for one in self.acts}
            )
        return self

    @model_validator(mode="after")
    def _gets_everywhere_and_to_an_end(self) -> Self:
        ways = {(begin, act.to) for act in self.acts if act.to for begin in act.from_states}
        reached = _closure({self.begins}, ways)
        if lost := {one.code for one in self.states} - reached:
            raise ValueError(f"no act leads to {', '.join(sorted(lost))}")
        ended = {one.code for one in self.states if one.phase == "ended"}
        ending = _closure(ended, {(end, begin) for begin, end in ways})
        if stuck := {one.code for one in self.states} - ending:
            raise ValueError(f"a case in {', '.join(sorted(stuck))} never ends")
        if left := {begin for begin, _ in ways} & ended:
            raise ValueError(f"{', '.join(sorted(left))} has ended and is left again")
        if self.usual[0] != self.begins or self.usual[-1] not in ended or not set(pairwise(self.usual)) <= ways:
            raise ValueError("the usual way goes from the first state to an end, by acts that there are")
        return self

    @model_validator(mode="after")
    def _clocks_that_start_are_stopped(self) -> Self:
        for clock in self.clocks:
            if not any(clock.code in act.clocks.start for act in self.acts):
                raise ValueError(f"no act starts clock {clock.code}")
            if not any(clock.code in act.clocks.stop for act in self.acts):
                raise ValueError(f"no act stops clock {clock.code}")
            longer = [act for act in self.acts if clock.code in act.clocks.extend]
            if (clock.extension is None and clock.extension_percent is None) == bool(longer):
                raise ValueError(f"clock {clock.code} has an extension exactly where an act extends it")
            if any(("days" in act.needs) == (clock.extension_percent is None) for act in longer):
                raise ValueError(f"clock {clock.code} has a share of its limit exactly where an act tells the days")
            act = self.act(clock.on_due) if clock.on_due else None
            if act is not None and act.by_clock != clock.code:
                raise ValueError(f"act {act.code} follows clock {clock.code} and must say so")
        return self


def _unique(kind: str, codes: list[str]) -> None:
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"{kind} {', '.join(sorted(twice))} is declared twice")


def _known(what: str, named: Iterable[str], declared: set[str]) -> None:
    if unknown := set(named) - declared:
        raise ValueError(f"{what} {', '.join(sorted(unknown))} is not declared")


def _closure(start: set[str], ways: set[tuple[str, str]]) -> set[str]:
    """All that can be reached from `start` along `ways`."""
    reached = set(start)
    while fresh := {end for begin, end in ways if begin in reached} - reached:
        reached |= fresh
    return reached


def load_flows(folder: Path) -> dict[str, Flow]:
    """Every flow by its code. One that is `based_on` another has what that has, but for what it says itself."""
    raws = {path: read_raw(path) for path in sorted(folder.glob("*.yml"))}
    by_code = {raw["code"]: raw for raw in raws.values()}
    flows = (parse_declaration(_whole(raw, by_code), Flow, path) for path, raw in raws.items())
    return {flow.code: flow for flow in flows}


def _whole(raw: dict[str, Any], by_code: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A flow with what it takes from the one that it is based on, which may itself be based on another."""
    base = _whole(by_code[raw["based_on"]], by_code) if raw.get("based_on") in by_code else {}
    without = set(raw.get("without", ()))
    lists = {name: _merged(base.get(name, []), raw.get(name, []), without) for name in ("states", "acts", "clocks")}
    grounds = {**base.get("grounds", {}), **raw.get("grounds", {})}
    said = {key: value for key, value in raw.items() if key not in {"based_on", "without"}}
    return {**said, **lists, "grounds": {code: one for code, one in grounds.items() if code not in without}}


def _merged(base: list[dict[str, Any]], own: list[dict[str, Any]], without: set[str]) -> list[dict[str, Any]]:
    """The base's entries in their order, an own one in the place of the base's; what is said twice stays twice."""
    codes = [one["code"] for one in base]
    first = {one["code"]: one for one in reversed(own) if one["code"] in codes}
    kept = [first.get(code, one) for code, one in zip(codes, base, strict=True) if code not in without]
    return [*kept, *(one for one in own if one is not first.get(one["code"]))]
