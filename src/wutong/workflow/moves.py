"""One step of a case: state, act, actor and day give the next position, or a refusal that names the rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from wutong.catalog.flows import Act, Flow, Limit
from wutong.kernel.bilingual import Text
from wutong.workflow.clocks import ClockRun


@dataclass(frozen=True)
class Position:
    """Where a case stands: its state, the runs of its clocks in the order in which they began, and acts done so far."""

    state: str
    runs: tuple[ClockRun, ...] = ()
    done: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def running(self, clock: str) -> ClockRun | None:
        """The run of `clock` that has not stopped."""
        return next((run for run in self.runs if run.clock == clock and run.is_running), None)


@dataclass(frozen=True)
class Given:
    """What comes with an act: what was given (reason, papers, …); its ground and its days, where it asks for them."""

    things: frozenset[str] = frozenset()
    ground: str | None = None
    days: int | None = None


@dataclass(frozen=True)
class Refusal:
    """Why an act is not possible. `rule` is a code to test and count by, `text` the sentence for people."""

    rule: str
    text: Text


@dataclass(frozen=True)
class Moved:
    """What an act led to; `letter` is the code of the letter that goes out with it, `on` the day that counts in law."""

    position: Position
    act: Act
    letter: str | None
    on: date


def begin(flow: Flow) -> Position:
    """The position of a new case."""
    return Position(flow.begins)


def open_acts(flow: Flow, position: Position, roles: frozenset[str]) -> tuple[Act, ...]:
    """Acts that one of `roles` may do now, as the flow orders them; what must come with them is not asked yet."""
    return tuple(act for act in flow.acts if act.by_clock is None and _not_now(flow, position, act, roles) is None)


def perform(
    flow: Flow,
    position: Position,
    code: str,
    *,
    roles: frozenset[str],
    on: date,
    limits: Mapping[str, Limit],
    given: Given = Given(),
) -> Moved | Refusal:
    """Do the act `code` on the day `on`. `limits` are the service's own, by clock; other clocks have the flow's."""
    act = flow.act(code)
    if act is None or act.by_clock is not None:
        return _refuse("act.unknown", "没有这个操作", "there is no such act")
    refusal = _not_now(flow, position, act, roles) or _lacking(act, given) or _too_long(flow, position, act, given)
    return refusal or _move(flow, position, act, on=on, limits=limits, given=given)


def fall_due(flow: Flow, position: Position, clock: str, *, on: date, limits: Mapping[str, Limit]) -> Moved | Refusal:
    """Do what follows from `clock` having fallen due, dated `on` (or on the day it started, as the flow declares)."""
    declared, run = flow.clock(clock), position.running(clock)
    act = flow.act(declared.on_due) if declared.on_due else None
    if act is None or run is None:
        return _refuse("clock.nothing_follows", "这一时限到期没有后果", "nothing follows from this clock")
    if position.state not in act.from_states:
        return _wrong_state(flow, position, act)
    dated = run.started_on if declared.counts_from == "start" else on
    return _move(flow, position, act, on=dated, limits=limits, given=Given())


def _not_now(flow: Flow, position: Position, act: Act, roles: frozenset[str]) -> Refusal | None:
    """Why the act is impossible whatever comes with it: who asks, where the case stands, how often it was done."""
    if not roles & set(act.roles):
        return _refuse("act.not_yours", "这一操作不由您的角色办理", "this act is not for your role")
    if position.state not in act.from_states:
        return _wrong_state(flow, position, act)
    if act.at_most is not None and position.done.get(act.code, 0) >= act.at_most:
        return _refuse(
            "act.spent", f"这一操作最多 {act.at_most} 次", f"this act is possible at most {act.at_most} times"
        )
    if "days" in act.needs and longest_extension(flow, position, act) < 1:
        return _refuse("act.spent", "该时限已延长到最长", "this limit has been extended as far as may be")
    return None


def _lacking(act: Act, given: Given) -> Refusal | None:
    """Why the act is impossible with what came with it."""
    things = given.things | ({"days"} if given.days is not None else set())
    if lacking := [need for need in act.needs if need not in things]:
        return _refuse(f"act.needs_{lacking[0]}", f"缺少：{'、'.join(lacking)}", f"missing: {', '.join(lacking)}")
    if act.grounds and given.ground not in act.grounds:
        return _refuse("act.needs_ground", "请选择法定事由", "name one of the declared grounds")
    return None


def longest_extension(flow: Flow, position: Position, act: Act) -> int:
    """By how many days, told with it, `act` may still extend the clocks that it extends; 0 where none of them runs."""
    left = []
    for clock in act.clocks.extend:
        run, percent = position.running(clock), flow.clock(clock).extension_percent or 0
        left.append((run.limit.amount or 0) * percent // 100 - sum(run.added) if run else 0)
    return min(left, default=0)


def _too_long(flow: Flow, position: Position, act: Act, given: Given) -> Refusal | None:
    """Why the days that come with an extension are impossible."""
    most = longest_extension(flow, position, act)
    if "days" not in act.needs or given.days is None or 1 <= given.days <= most:
        return None
    zh = f"延长的时限合计不得超过原时限的规定比例，现可延长 1 至 {most} 日"
    en = f"all extensions together stay within a share of the limit: from 1 to {most} days more are possible"
    return _refuse("act.too_many_days", zh, en)


def _wrong_state(flow: Flow, position: Position, act: Act) -> Refusal:
    state = flow.state(position.state).title
    zh, en = act.title.zh, act.title.en
    return _refuse("act.wrong_state", f"“{state.zh}”状态下不能“{zh}”", f"“{en}” is not possible while “{state.en}”")


def _refuse(rule: str, zh: str, en: str) -> Refusal:
    return Refusal(rule, Text(zh=zh, en=en))


def _move(flow: Flow, position: Position, act: Act, *, on: date, limits: Mapping[str, Limit], given: Given) -> Moved:
    runs = tuple(_touched(flow, act, run, on, given) for run in position.runs)
    started = tuple(ClockRun(code, limits.get(code, flow.clock(code).limit), on) for code in act.clocks.start)
    done = MappingProxyType({**position.done, act.code: position.done.get(act.code, 0) + 1})
    state = act.to or position.state
    if flow.state(state).phase == "ended":
        runs = tuple(run.stopped(on) if run.is_running and run.clock not in _kept(flow, act) else run for run in runs)
    return Moved(Position(state, (*runs, *started), done), act, act.letter, on)


def _kept(flow: Flow, act: Act) -> frozenset[str]:
    """Clocks that an act starts run on even though the case has ended (delivery, objection)."""
    return frozenset(act.clocks.start)


def _touched(flow: Flow, act: Act, run: ClockRun, on: date, given: Given) -> ClockRun:
    if not run.is_running:
        return run
    effects = act.clocks
    if run.clock in effects.resume and run.is_paused:
        run = run.resumed(on)
    if run.clock in effects.extend:
        run = run.extended(_extension(flow, run, given))
    if run.clock in effects.pause and not run.is_paused:
        run = run.paused(given.ground or act.code, on)
    return run.stopped(on) if run.clock in effects.stop else run


def _extension(flow: Flow, run: ClockRun, given: Given) -> int:
    declared = flow.clock(run.clock)
    if declared.extension_percent is not None:
        return given.days or 0
    return declared.extension.amount or 0 if declared.extension else 0
