"""Reports that purchases owe, with the day on which each falls due by the category's clock."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wutong.catalog.controlled import PurchaseReport
from wutong.portal.materials.measuring import category_of
from wutong.portal.materials.models import Report
from wutong.portal.shared.catalogue import working_days
from wutong.workflow.clocks import ClockRun, due


@dataclass(frozen=True, slots=True)
class Duty:
    """One report: its rule, when it falls due, and how many days are left (negative where it is late)."""

    report: Report
    rule: PurchaseReport
    due_on: date
    days_left: int
    is_provisional: bool

    @property
    def is_filed(self) -> bool:
        return self.report.filed_on is not None

    @property
    def is_late(self) -> bool:
        """True for one that is open after its day, or was filed after it."""
        if self.report.filed_on is not None:
            return self.report.filed_on > self.due_on
        return self.days_left < 0


def open_duties(reports: QuerySet[Report], today: date) -> list[Duty]:
    """Reports that have not been filed, the one that is due first first."""
    found = _read(reports.filter(filed_on__isnull=True, is_void=False))
    return sorted((duty for one in found if (duty := duty_of(one, today))), key=lambda one: (one.due_on, one.report.pk))


def filed_duties(reports: QuerySet[Report], today: date, *, most: int = 100) -> list[Duty]:
    """Reports that were filed, the latest first."""
    found = _read(reports.filter(filed_on__isnull=False, is_void=False)).order_by("-filed_on", "-pk")[:most]
    return [duty for one in found if (duty := duty_of(one, today))]


def duty_of(report: Report, today: date) -> Duty | None:
    """What the category's clock says of a report; nothing where the category no longer asks for one."""
    rule = category_of(report.stock.substance.category).report
    if rule is None:
        return None
    found = due(ClockRun("report", rule.limit, report.entry.occurred_on), working_days(), today)
    assert found.day is not None
    return Duty(report, rule, found.day, (found.day - today).days, found.is_provisional)


def _read(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related("entry", "stock__substance", "stock__place", "stock__organisation")
