"""Months on the calendar: counting them, and when the log of one is due."""

from calendar import monthrange
from datetime import date

from wutong.kernel.months import after_months

_LOG_DUE_DAY = 10  # of the month after, as catalog/flows/placement.yml says of the clock


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`; 0 where none has passed."""
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    while months and after_months(start, months) > end:
        months -= 1
    return months


def months_touched(start: date, end: date) -> list[date]:
    """The first days of every calendar month from `start` to `end`."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [after_months(first_of(start), number) for number in range(max(0, count))]


def days_of(month: date) -> int:
    """How many days a month has."""
    return monthrange(month.year, month.month)[1]


def log_due_on(month: date) -> date:
    """By when the log of a month is due."""
    return after_months(first_of(month), 1).replace(day=_LOG_DUE_DAY)
