"""From rows to the position that `workflow` reasons about, and back. Decides nothing."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from django.db.models import Manager

from wutong.catalog.flows import Limit, Unit
from wutong.kernel.working_days import WorkingCalendar
from wutong.portal.flowing.models import ClockRow, Flowing, StepRow, day_of
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.writing.rows import change
from wutong.workflow.clocks import ClockRun, Pause, day_when_used, due, used
from wutong.workflow.moves import Position
from wutong.workflow.ticking import next_look

CALENDAR = "china"
_OF_A_THING = tuple(field.name for field in Flowing._meta.local_concrete_fields)
_OF_A_CLOCK = tuple(field.name for field in ClockRow._meta.local_concrete_fields)


class Thing(Protocol):
    """A Flowing with its clocks and steps, as each app's table of things has them."""

    @property
    def clock_rows(self) -> "Manager[ClockRow]": ...

    @property
    def step_rows(self) -> "Manager[StepRow]": ...


@lru_cache(maxsize=4)
def _working_days(code: str) -> tuple[WorkingCalendar, str]:
    calendar = catalogue().calendars[code].working_days()
    named = repr((sorted(calendar.off), sorted(calendar.on), sorted(calendar.settled)))
    return calendar, hashlib.sha256(named.encode()).hexdigest()[:16]


def working_days() -> WorkingCalendar:
    """The calendar that legal time runs by."""
    return _working_days(CALENDAR)[0]


def calendar_digest() -> str:
    """Names the calendar's contents: what was reckoned with another is reckoned anew."""
    return _working_days(CALENDAR)[1]


@lru_cache(maxsize=256)
def _limit(unit: str, amount: int | None) -> Limit:
    return Limit(unit=Unit(unit), amount=amount)


def run_of(row: ClockRow) -> ClockRun:
    """The run that a row keeps."""
    pauses = tuple(Pause(kind, date.fromisoformat(start), day_of(end)) for kind, start, end in row.pauses)
    return ClockRun(row.clock, _limit(row.unit, row.amount), row.started_on, pauses, tuple(row.added), row.stopped_on)


def promised_run(row: ClockRow) -> ClockRun | None:
    """The same run against what was promised, where something was."""
    if not row.promised_unit:
        return None
    run = run_of(row)
    limit = _limit(row.promised_unit, row.promised_amount)
    return ClockRun(run.clock, limit, run.started_on, run.pauses, run.added, run.stopped_on)


def position_of(thing: Flowing) -> Position:
    """Where a thing stands."""
    rows = clock_rows(thing)
    return Position(thing.state, tuple(run_of(row) for row in rows), MappingProxyType(dict(thing.done)))


def clock_rows(thing: Flowing) -> list[ClockRow]:
    """Its clocks in the order in which they began; read once for each thing that was read."""
    if thing.clocks_read is None:
        thing.clocks_read = sorted(thing.clock_rows.all(), key=lambda row: row.number)  # type: ignore[attr-defined]
    return thing.clocks_read


def write(thing: Flowing, position: Position, today: date) -> None:
    """Keep `position`, what follows from it for lists and for the tick, and all else that was set on `thing`."""
    place(thing, position, today)
    thing.save()
    store([thing], clocks=True)


def place(thing: Flowing, position: Position, today: date) -> None:
    """Set `thing` and its clocks to `position`, with what follows from it; `store` writes that."""
    rows = clock_rows(thing)
    for number, run in enumerate(position.runs):
        if number == len(rows):
            rows.append(_new_row(thing, number, run))
        _keep(rows[number], run, today)
    thing.state, thing.done = position.state, dict(position.done)
    thing.phase = thing.flow.state(position.state).phase
    reckon(thing, position, today)


def store(things: Sequence[Flowing], *, clocks: bool) -> None:
    """Write what flows of these things, all of one kind, with their clocks where these may have changed."""
    change(things, _OF_A_THING)
    if not clocks:
        return
    rows = [row for thing in things for row in clock_rows(thing)]
    change([row for row in rows if row.pk is not None], _OF_A_CLOCK)
    if new := [row for row in rows if row.pk is None]:
        type(new[0])._default_manager.bulk_create(new)


def reckon(thing: Flowing, position: Position, today: date, *, done: bool = False) -> None:
    """Work out anew what follows from the clocks: when the next one ends, and when to look again. Writes nothing.

    `done` where everything that was due by `today` has been seen to.
    """
    calendar = working_days()
    running = [(run, due(run, calendar, today)) for run in position.runs if run.is_running]
    ends = sorted((end.day, run.clock) for run, end in running if end.day is not None)
    thing.due_on, thing.due_clock = ends[0] if ends else (None, "")
    first = next((run for run, end in running if (end.day, run.clock) == ends[0]), None) if ends else None
    thing.soon_on, thing.urgent_on = _reminders(thing, first) if first is not None else (None, None)
    thing.is_provisional = any(end.is_provisional for _, end in running)
    promised = [promised_run(row) for row in clock_rows(thing) if row.stopped_on is None]
    days = [due(run, calendar, today).day for run in promised if run is not None and run.limit.unit is not Unit.NONE]
    thing.promised_on = min((day for day in days if day is not None), default=None)
    thing.look_on = next_look(thing.flow, position, calendar, today, done=done)
    thing.reckoned_with = calendar_digest()


def _reminders(thing: Flowing, run: ClockRun) -> tuple[date | None, date | None]:
    """The days of the first and the last reminder that a running clock declares."""
    whole = run.whole or 0
    left = [days for days in thing.flow.clock(run.clock).remind if days <= whole]
    if not left:
        return None, None
    first, last = (day_when_used(run, working_days(), whole - days) for days in (max(left), min(left)))
    return first, last


def _new_row(thing: Flowing, number: int, run: ClockRun) -> ClockRow:
    model = thing.clock_rows.model  # type: ignore[attr-defined]
    promise = thing.promises.get(run.clock)
    row: ClockRow = model(thing=thing, number=number, clock=run.clock)
    if promise is not None:
        row.promised_unit, row.promised_amount = promise.unit.value, promise.amount
    return row


def _keep(row: ClockRow, run: ClockRun, today: date) -> None:
    row.unit, row.amount = run.limit.unit.value, run.limit.amount
    row.started_on, row.stopped_on = run.started_on, run.stopped_on
    row.pauses = [
        [pause.kind, pause.start.isoformat(), pause.end.isoformat() if pause.end else None] for pause in run.pauses
    ]
    row.added = list(run.added)
    row.due_on = due(run, working_days(), today).day
    if run.stopped_on is not None and row.used is None:
        _close(row, run, run.stopped_on, today)


def _close(row: ClockRow, run: ClockRun, stopped_on: date, today: date) -> None:
    """What a run came to: kept when it stops, so that figures need not reckon every run anew.

    What time alone brought about may be dated back to the day of receipt; its limit was not kept all the same.
    """
    ran_out = row.due_on is not None and today > row.due_on
    dated_back = ran_out and row.due_on is not None and stopped_on < row.due_on
    row.used = run.whole if dated_back else max(0, used(run, working_days(), stopped_on))
    row.is_in_time = None if row.due_on is None else not ran_out
    promised = promised_run(row)
    end = due(promised, working_days(), stopped_on).day if promised is not None else None
    row.is_promise_kept = None if end is None else max(stopped_on, today if dated_back else stopped_on) <= end
