"""Clocks of a case, or of whatever else flows, as things stand on a day: what is used, when each ends, its colour.

The colours follow the reminders that each clock declares: no threshold of our own stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from wutong.catalog.flows import Basis, Clock, Unit
from wutong.portal.flowing import naming
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow
from wutong.portal.flowing.positions import promised_run, run_of, working_days
from wutong.workflow.clocks import ClockRun, Due, Pause, due, used


class Colour(StrEnum):
    """How near the end of a limit is: after it, from the last reminder, from the first, or before them all."""

    OVER = "over"
    URGENT = "urgent"
    SOON = "soon"
    CALM = "calm"
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Taken:
    """One pause and the days of the limit's unit that it took out so far."""

    pause: Pause
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One run of a clock on a day. `left` is negative once it is over; None where there is no limit.

    `began` is the step that started it, `longer` those that extended it, `basis` what its limit rests on.
    """

    run: ClockRun
    declared: Clock
    basis: Basis
    ends: Due
    promised: Due | None
    used: int
    left: int | None
    is_in_time: bool | None  # what was kept when it stopped
    taken: tuple[Taken, ...]
    colour: Colour
    began: StepRow | None
    longer: tuple[StepRow, ...]


def standings(case: Flowing, rows: Sequence[ClockRow], steps: Sequence[StepRow], today: date) -> list[Standing]:
    """Every run of every clock of the thing, in the order in which they began."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        number = seen[row.clock] = seen.get(row.clock, -1) + 1
        found.append(_standing(case, row, steps, number, today))
    return found


def colour_of(case: Flowing, today: date) -> Colour:
    """The colour of a case in a list: that of the clock which ends first."""
    if case.phase in {"ended", "draft"}:
        return Colour.NONE
    if case.due_on is None:
        return Colour.PAUSED if case.phase == "paused" else Colour.NONE
    if today > case.due_on:
        return Colour.OVER
    if case.urgent_on is not None and today >= case.urgent_on:
        return Colour.URGENT
    return Colour.SOON if case.soon_on is not None and today >= case.soon_on else Colour.CALM


def of_colour(colour: Colour, today: date) -> Q:
    """Open cases of a colour, as `colour_of` has it."""
    in_time = Q(due_on__gte=today)
    not_urgent = Q(urgent_on__isnull=True) | Q(urgent_on__gt=today)
    not_soon = Q(soon_on__isnull=True) | Q(soon_on__gt=today)
    wanted = {
        Colour.OVER: Q(due_on__lt=today),
        Colour.URGENT: in_time & Q(urgent_on__lte=today),
        Colour.SOON: in_time & Q(soon_on__lte=today) & not_urgent,
        Colour.CALM: in_time & not_soon & not_urgent,
        Colour.PAUSED: Q(phase="paused", due_on__isnull=True),
        Colour.NONE: Q(due_on__isnull=True) & ~Q(phase="paused"),
    }[colour]
    return wanted & ~Q(phase__in=["ended", "draft"])


def days_left(case: Flowing, today: date) -> int | None:
    """Working days until the first limit ends, negative once it is over; None where none runs.

    None too where no working day has passed since the end: it is over, and nobody could have worked on it.
    """
    if case.due_on is None or case.phase == "ended":
        return None
    calendar = working_days()
    if today <= case.due_on:
        return calendar.count(today, case.due_on)
    return -calendar.count(case.due_on, today) or None


def _standing(case: Flowing, row: ClockRow, steps: Sequence[StepRow], number: int, today: date) -> Standing:
    run, declared = run_of(row), naming.clock(case, row.clock)
    calendar = working_days()
    ends, spent = due(run, calendar, today), used(run, calendar, today)
    promised = promised_run(row)
    starting = [step for step in steps if _touches(case, step, row.clock, "start")]
    longer = [step for step in steps if _touches(case, step, row.clock, "extend")]
    left = None if run.whole is None else run.whole - spent
    return Standing(
        run=run,
        declared=declared,
        basis=case.own_bases.get(declared.code, declared.basis),
        ends=ends,
        promised=due(promised, calendar, today) if promised is not None else None,
        used=max(0, spent) if row.used is None else row.used,
        left=left,
        is_in_time=row.is_in_time,
        taken=tuple(Taken(pause, _out(run, pause, today)) for pause in run.pauses),
        colour=_colour(run, declared, ends, left, today),
        began=starting[number] if number < len(starting) else None,
        longer=tuple(longer[-len(run.added) :]) if run.added else (),
    )


def _touches(case: Flowing, step: StepRow, clock: str, effect: str) -> bool:
    act = naming.act(case, step.act) if step.kind in {"act", "clock"} else None
    return act is not None and clock in getattr(act.clocks, effect)


def _out(run: ClockRun, pause: Pause, today: date) -> int:
    end = min(pause.end or today, today)
    if run.limit.unit is Unit.WORKING_DAY:
        return working_days().count(pause.start, end)
    return max(0, (end - pause.start).days)


def _colour(run: ClockRun, declared: Clock, ends: Due, left: int | None, today: date) -> Colour:
    if not run.is_running or left is None:
        return Colour.NONE
    if run.is_paused:
        return Colour.PAUSED
    if ends.day is not None and today > ends.day:
        return Colour.OVER
    reached = [days for days in declared.remind if left <= days]
    if not reached:
        return Colour.CALM
    return Colour.URGENT if min(declared.remind) in reached else Colour.SOON
