"""Legal clocks: how much of a limit is used on a day, and when it ends. Pauses stop it, extensions lengthen it.

The day on which a clock starts, stops or goes on does not count by itself: time runs from the day after. So a pause
from the 3rd to the 5th takes out the 4th and the 5th, and one that is taken back on the same day takes out nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from wutong.catalog.flows import Limit, Unit
from wutong.kernel.working_days import WorkingCalendar

_DAY = timedelta(days=1)
_MOST_DAYS = 366 * 40  # no limit is longer; a clock that would run on has a broken declaration


@dataclass(frozen=True)
class Pause:
    """Time taken out of a clock; `end` is None while it lasts. `kind` names the ground that the flow declares."""

    kind: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class ClockRun:
    """One run of one clock of a case. `added` are the extensions, each in the limit's own unit."""

    clock: str
    limit: Limit
    started_on: date
    pauses: tuple[Pause, ...] = ()
    added: tuple[int, ...] = ()
    stopped_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Whether the clock has started and not stopped; it may be paused."""
        return self.stopped_on is None

    @property
    def is_paused(self) -> bool:
        """Whether a pause lasts."""
        return self.is_running and any(pause.end is None for pause in self.pauses)

    @property
    def whole(self) -> int | None:
        """The limit with its extensions, in its unit; None where there is no limit."""
        return None if self.limit.amount is None else self.limit.amount + sum(self.added)

    def paused(self, kind: str, on: date) -> "ClockRun":
        """The run with a pause from `on`; raises ValueError where one lasts already."""
        if self.is_paused:
            raise ValueError(f"clock {self.clock} is paused")
        return replace(self, pauses=(*self.pauses, Pause(kind, on)))

    def resumed(self, on: date) -> "ClockRun":
        """The run with its pause ended on `on`; raises ValueError where none lasts or it would end before it began."""
        if not self.is_paused or on < self.pauses[-1].start:
            raise ValueError(f"clock {self.clock} is not paused before {on}")
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], end=on)))

    def extended(self, days: int) -> "ClockRun":
        """The run with `days` of its unit more."""
        return replace(self, added=(*self.added, days))

    def stopped(self, on: date) -> "ClockRun":
        """The run, stopped; a pause that lasts ends with it."""
        ended = self.resumed(on) if self.is_paused else self
        return replace(ended, stopped_on=on)


@dataclass(frozen=True)
class Due:
    """When a run's limit ends. `day` is None where there is no limit, and while a pause lasts.

    `if_resumed` is the end if the pause ended today. `is_provisional` where a year without published holidays counts.
    """

    day: date | None
    if_resumed: date | None
    is_provisional: bool


def used(run: ClockRun, calendar: WorkingCalendar, today: date) -> int:
    """Days of the limit's unit that have passed by the end of `today`, pauses out."""
    end = min(today, run.stopped_on) if run.stopped_on else today
    return _elapsed(run, calendar, run.started_on, end) - paused_days(run, calendar, end)


def paused_days(run: ClockRun, calendar: WorkingCalendar, today: date) -> int:
    """Days of the limit's unit that pauses have taken out by the end of `today`."""
    return sum(_elapsed(run, calendar, start, end) for start, end in _taken_out(run, today))


def due(run: ClockRun, calendar: WorkingCalendar, today: date) -> Due:
    """When the limit ends, as things stand on `today`."""
    if run.whole is None:
        return Due(None, None, is_provisional=False)
    resumed = run.resumed(max(today, run.pauses[-1].start)) if run.is_paused else run
    end = _end_of(resumed, calendar)
    is_provisional = not calendar.is_settled(run.started_on, end)
    return Due(None if run.is_paused else end, end if run.is_paused else None, is_provisional)


@lru_cache(maxsize=4096)  # many things began on one day, and each is reckoned several times
def day_when_used(run: ClockRun, calendar: WorkingCalendar, amount: int) -> date:
    """The first day on which `amount` days of the limit's unit are used, as pauses stand; none of them may last."""
    running = replace(run, stopped_on=None)

    def used_after(days: int) -> int:
        return used(running, calendar, run.started_on + days * _DAY)

    # No sooner than so many days, and seldom much later.
    least, most = max(0, amount), max(0, amount) * 2
    while used_after(most) < amount:
        if most > _MOST_DAYS:
            raise ValueError(f"clock {run.clock} never ends")
        least, most = most, most * 2
    passed = bisect_left(range(most), amount, lo=least, key=used_after)
    return run.started_on + passed * _DAY


def _end_of(run: ClockRun, calendar: WorkingCalendar) -> date:
    """The first day on which the whole limit is used. Limits in plain days end on a working day."""
    day = day_when_used(run, calendar, run.whole or 0)
    return day if run.limit.unit is Unit.WORKING_DAY else calendar.on_or_after(day)


def _elapsed(run: ClockRun, calendar: WorkingCalendar, start: date, end: date) -> int:
    """Days of the limit's unit after `start` up to and with `end`."""
    if run.limit.unit is Unit.WORKING_DAY:
        return calendar.count(start, end)
    return max(0, (end - start).days)


def _taken_out(run: ClockRun, today: date) -> Iterator[tuple[date, date]]:
    """The pauses up to `today` as stretches that do not overlap, in order."""
    reached = run.started_on
    for pause in sorted(run.pauses, key=lambda one: one.start):
        start, end = max(pause.start, reached), min(pause.end or today, today)
        if end > start:
            yield start, end
            reached = end
