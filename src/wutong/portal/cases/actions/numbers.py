"""Numbers of cases and letters: one row a name, counted up under its lock; a number is never given twice."""

from datetime import date

from wutong.portal.cases.models import Counter
from wutong.portal.shared.writing.gathering import later, read_once
from wutong.portal.shared.writing.rows import change


def next_number(prefix: str, day: date) -> str:
    """The next number of a year, such as GS19-2026-00042. Inside a transaction only.

    Where writes are gathered, the row is locked and written once for all numbers that are drawn.
    """
    row = _counter(f"{prefix}-{day.year}")
    row.last += 1
    later(_keep, [row])
    return f"{row.name}-{row.last:05d}"


@read_once
def _counter(name: str) -> Counter:
    return Counter.objects.select_for_update().get_or_create(name=name)[0]


def _keep(rows: list[Counter]) -> None:
    change({row.pk: row for row in rows}.values(), ["last"])
