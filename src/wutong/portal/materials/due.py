"""What falls due about controlled materials, as data: whoever keeps the clock sends each event once, by its key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from wutong.kernel.bilingual import Text
from wutong.portal.materials.models import Permit, Report
from wutong.portal.materials.queries.duties import Duty, open_duties

# A permit's end is told so many days ahead; no law asks for it.
_BEFORE_THE_END = (30, 7)
KINDS = {
    "materials.report_due": Text(zh="管控物料购入报告即将到期", en="A report of a purchase is due"),
    "materials.report_overdue": Text(zh="管控物料购入报告已逾期", en="A report of a purchase is overdue"),
    "materials.permit_ends": Text(zh="管控物料许可即将到期", en="A permit for a controlled substance ends"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell the holder's people, and the officers too where `is_overdue`.

    The same event has the same `key` on whatever day it is asked for; `day` is the day from which it is to be told.
    """

    key: str
    kind: str
    day: date
    organisation_id: int
    text: Text
    address: str
    is_overdue: bool = False


def events(today: date) -> list[Event]:
    """Everything whose day has come by `today`, also days that nobody asked about, in order."""
    found = [*_reports(today), *_permits(today)]
    return sorted(found, key=lambda one: (one.day, one.key))


def _reports(today: date) -> Iterator[Event]:
    for duty in open_duties(Report.objects.all(), today):
        for before in duty.rule.remind:
            day = duty.due_on - timedelta(days=before)
            if day <= today <= duty.due_on:
                yield _event(duty, "materials.report_due", day, f"{before}")
        if duty.days_left < 0:
            yield _event(duty, "materials.report_overdue", duty.due_on + timedelta(days=1), "late", is_overdue=True)


def _event(duty: Duty, kind: str, day: date, mark: str, *, is_overdue: bool = False) -> Event:
    stock, bought = duty.report.stock, duty.report.entry.occurred_on
    ends = Text(zh=f"应于 {duty.due_on} 前", en=f"is due by {duty.due_on}")
    late = Text(zh=f"已超过期限 {duty.due_on}", en=f"was due by {duty.due_on}")
    when, name = late if is_overdue else ends, stock.substance.name
    return Event(
        key=f"{kind}:{duty.report.pk}:{duty.report.entry_id}:{mark}",
        kind=kind,
        day=day,
        organisation_id=stock.organisation_id,
        text=Text(
            zh=f"{bought} 购入{name}：{duty.rule.title.zh}{when.zh}，报{duty.rule.to.zh}。",
            en=f"{name} received on {bought}: {duty.rule.title.en} {when.en}, to {duty.rule.to.en}.",
        ),
        address=reverse("materials:reports"),
        is_overdue=is_overdue,
    )


def _permits(today: date) -> Iterator[Event]:
    ending = Permit.objects.filter(
        withdrawn_on__isnull=True, valid_to__gte=today, valid_to__lte=today + timedelta(days=max(_BEFORE_THE_END))
    )
    for permit in ending.select_related("substance").order_by("pk"):
        for before in _BEFORE_THE_END:
            day = permit.valid_to - timedelta(days=before)
            if day <= today and permit.remaining > 0:
                yield Event(
                    key=f"materials.permit_ends:{permit.pk}:{before}",
                    kind="materials.permit_ends",
                    day=day,
                    organisation_id=permit.organisation_id,
                    text=Text(
                        zh=f"许可 {permit.number}（{permit.substance.name}）将于 {permit.valid_to} 到期。",
                        en=f"Permit {permit.number} ({permit.substance.name}) ends on {permit.valid_to}.",
                    ),
                    address=reverse("materials:permit", args=[permit.pk]),
                )
