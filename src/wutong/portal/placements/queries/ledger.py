"""What was promised beside what was delivered: of one placement in full, of many in days on site."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.portal.flowing.positions import clock_rows
from wutong.portal.placements.models import MonthLog, Placement
from wutong.portal.placements.months import log_due_on, months_between, months_touched

_CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: how much is promised by today, how much was delivered, and what is yet to be looked at."""

    title: str
    promised: int
    delivered: int
    note: str = ""
    is_due: bool = True

    @property
    def is_short(self) -> bool:
        """Whether less was delivered than is promised by today."""
        return self.is_due and self.delivered < self.promised

    @property
    def whole(self) -> int:
        """What a bar of it is drawn against; never nothing."""
        return max(self.promised, self.delivered, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the log calendar. `state` is confirmed, filed, due, missing or ahead."""

    month: date
    state: str
    promised: int
    log: MonthLog | None


def promised_days(placement: Placement, today: date) -> int:
    """The days on site that are promised by `today`: whole months of the agreement, and all of earlier ones."""
    if placement.year_began_on is None or placement.year_ends_on is None:
        return placement.promised_before
    last = min(today, placement.year_ends_on + timedelta(days=1), placement.ended_on or today)
    return placement.promised_before + placement.days_a_month * months_between(placement.year_began_on, last)


def delivered_days(rows: QuerySet[Placement]) -> dict[int, int]:
    """The confirmed days on site of each of `rows`, by its key, in one query."""
    sums = MonthLog.objects.filter(placement__in=rows).values_list("placement").annotate(Sum("confirmed_days"))
    return {key: days or 0 for key, days in sums}


def lines(placement: Placement) -> list[Line]:
    """Every promise of a placement as it stands today."""
    today = clock.today()
    logs = list(placement.logs.all())
    confirmed = sum(one.confirmed_days or 0 for one in logs)
    waiting = sum(1 for one in logs if one.confirmed_days is None)
    told = _("%(count)s logs await the enterprise") % {"count": waiting} if waiting else ""
    due = sum(1 for month in _months(placement) if log_due_on(month) < today)
    miles = list(placement.milestones.all())
    reached = sum(1 for one in miles if one.reached_on is not None)
    all_of_them = _("%(count)s in the plan") % {"count": len(miles)}
    outputs = _("promised for the whole agreement")
    return [
        Line(_("Days on site"), promised_days(placement, today), confirmed, told),
        Line(_("Monthly logs"), due, len(logs)),
        Line(_("Milestones"), sum(1 for one in miles if one.due_on <= today), reached, all_of_them),
        Line(_("Outputs"), placement.outputs_promised, placement.outputs.count(), outputs, _is_over(placement, today)),
    ]


def contact(placement: Placement) -> tuple[int | None, int | None, bool | None]:
    """The working days promised for a first contact, those it took, and whether that was kept (None while it runs)."""
    row = next((one for one in clock_rows(placement) if one.clock == _CONTACT), None)
    return (row.amount, row.used, row.is_in_time) if row is not None else (None, None, None)


def calendar(placement: Placement) -> list[Month]:
    """Every month of the placement with its log."""
    today = clock.today()
    held = {one.month: one for one in placement.logs.select_related("confirmed_by")}
    return [
        Month(one, _state(one, held.get(one), today), placement.days_a_month, held.get(one))
        for one in _months(placement)
    ]


def _is_over(placement: Placement, today: date) -> bool:
    """Whether what is promised for the whole agreement is due."""
    end = placement.ended_on or placement.year_ends_on
    return end is not None and today >= end


def _months(placement: Placement) -> list[date]:
    if placement.began_on is None:
        return []
    end = placement.ended_on or placement.year_ends_on or clock.today()
    return months_touched(placement.began_on, end)


def _state(month: date, log: MonthLog | None, today: date) -> str:
    if log is not None:
        return "filed" if log.confirmed_days is None else "confirmed"
    if log_due_on(month) < today:
        return "missing"
    return "due" if month <= today else "ahead"
