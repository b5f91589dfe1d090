"""What time alone brings about: acts that follow when a clock falls due, reminders before, overruns after. Pure.

Each event has a key that never changes, so that whoever carries it out can do so exactly once, however often it asks
and however many days nobody asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wutong.catalog.applications import Role
from wutong.catalog.flows import Clock, Flow
from wutong.kernel.working_days import WorkingCalendar
from wutong.workflow.clocks import ClockRun, day_when_used, due, used
from wutong.workflow.moves import Position


class Kind(StrEnum):
    """What happens: an act that the law sees done, a reminder, an overrun told to a superior."""

    ACT = "act"
    REMIND = "remind"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Event:
    """Something due. `day` is when the limit ends; `left` the days of the unit still left (negative: over)."""

    key: str
    kind: Kind
    clock: str
    day: date
    left: int
    told: Role


def events(flow: Flow, position: Position, calendar: WorkingCalendar, today: date) -> tuple[Event, ...]:
    """All that is due by `today`, acts last. The last day of a limit is in time: what follows is due the day after."""
    found: list[Event] = []
    for number, run in enumerate(position.runs):
        if run.is_running and not run.is_paused:
            found.extend(_of_run(number, run, flow.clock(run.clock), position, calendar, today))
    return tuple(sorted(found, key=lambda event: event.kind is Kind.ACT))


def next_look(flow: Flow, position: Position, calendar: WorkingCalendar, today: date, *, done: bool) -> date | None:
    """The day on which time next does something: `today` where it has already, unless that is `done`; else None."""
    days: list[date] = []
    for run in position.runs:
        end = due(run, calendar, today).day if run.is_running and not run.is_paused else None
        if end is None or run.whole is None:
            continue
        clock = flow.clock(run.clock)
        days.extend(day_when_used(run, calendar, run.whole - left) for left in clock.remind if left <= run.whole)
        if clock.escalates_to or clock.on_due:
            days.append(end + timedelta(days=1))
    if not done and any(day <= today for day in days):
        return today
    return min((day for day in days if day > today), default=None)


def _of_run(
    number: int, run: ClockRun, clock: Clock, position: Position, calendar: WorkingCalendar, today: date
) -> Iterator[Event]:
    end = due(run, calendar, today).day
    if end is None or run.whole is None:
        return
    left = run.whole - used(run, calendar, today)
    name = f"{clock.code}.{number}.{len(run.added)}"  # an extension begins a new round of reminders
    reached = [days for days in clock.remind if left <= days]
    if reached and today <= end:
        yield Event(f"{name}.remind.{min(reached)}", Kind.REMIND, clock.code, end, left, clock.owner)
    if today > end and clock.escalates_to:
        yield Event(f"{name}.overdue", Kind.OVERDUE, clock.code, end, left, clock.escalates_to)
    if today > end and clock.on_due:
        yield Event(f"{name}.act", Kind.ACT, clock.code, end, left, clock.owner)
