"""Numbers of cases and letters: one row a name, counted up under its lock; a number is never given twice."""

from datetime import date

from wutong.portal.cases.models import Counter


def next_number(prefix: str, day: date) -> str:
    """The next number of a year, such as GS19-2026-00042. Inside a transaction only."""
    name = f"{prefix}-{day.year}"
    Counter.objects.get_or_create(name=name)
    row = Counter.objects.select_for_update().get(name=name)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{name}-{row.last:05d}"
