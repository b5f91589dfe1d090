"""Working days: which days count, and the day on which so many of them have passed. Knows no law and no limit."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """A calendar of working days. What it does not name follows the week: Monday to Friday are worked.

    `off` are weekdays (and weekends) without work, `on` weekend days with work. A year is `settled` once its holidays
    are published; a day of any other year is provisional, since the arrangement to come may change it.
    """

    code: str
    off: frozenset[date]
    on: frozenset[date]
    settled: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        return day in self.on if day.weekday() >= _SATURDAY else day not in self.off

    def is_settled(self, first: date, last: date) -> bool:
        """Whether every day from `first` to `last` lies in a year whose holidays are published."""
        return all(year in self.settled for year in range(first.year, last.year + 1))

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; 0 where `end` is not after `start`."""
        if end <= start:
            return 0
        return self._passed(end) - self._passed(start)

    def after(self, start: date, days: int) -> date:
        """The day on which `days` working days have passed since `start`, which itself does not count.

        With no days to pass it is `start`. Raises ValueError for less than none.
        """
        if days < 0:
            raise ValueError(f"{days} working days cannot pass")
        day = start
        while days:
            day += _DAY
            days -= self.is_working(day)
        return day

    def on_or_after(self, day: date) -> date:
        """`day`, or the next working day where nobody works on it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def _passed(self, day: date) -> int:
        """Working days from the beginning of reckoning to `day`."""
        weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 is a Monday, so a rest of 6 and 0 is a weekend
        return weeks * 5 + min(rest, 5) - bisect_right(self._lost, day) + bisect_right(self._gained, day)

    @cached_property
    def _lost(self) -> list[date]:
        return sorted(day for day in self.off if day.weekday() < _SATURDAY)

    @cached_property
    def _gained(self) -> list[date]:
        return sorted(day for day in self.on if day.weekday() >= _SATURDAY)
