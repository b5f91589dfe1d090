"""Months on the calendar. A month is no number of days: what is counted in months ends on the same day of another."""

from calendar import monthrange
from datetime import date


def after_months(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
