"""Approvals and shipments: lists, and one approval with what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from wutong.kernel.clock import today
from wutong.portal.imports.models import Approval, Shipment
from wutong.portal.imports.queries.lists import Found, Wanted, in_order, page_of, with_words
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import Allowance, Notice, Refusal, State, blocked, warnings

STANDS = ("usable", "ending", "used_up", "expired", "withdrawn")
APPROVAL_ORDERS = {
    "number": "number",
    "item": "item",
    "organisation": "organisation__name_zh",
    "from": "valid_from",
    "to": "valid_to",
}
SHIPMENT_ORDERS = {
    "declared": "declared_on",
    "approval": "approval__number",
    "item": "approval__item",
    "state": "state",
    "organisation": "approval__organisation__name_zh",
}
_COUNTED_STATES = [state.value for state in State if state.counts]
_COUNTED = Q(shipments__state__in=_COUNTED_STATES)


@dataclass(frozen=True, slots=True)
class Held:
    """An approval as it stands today: why nothing can be declared, or what to warn of."""

    approval: Approval
    allowance: Allowance
    blocked: Refusal | None
    notices: tuple[Notice, ...]

    @property
    def left(self) -> int | None:
        return self.allowance.left

    @property
    def is_usable(self) -> bool:
        return self.blocked is None


def held(approval: Approval, shipments: int, on: date) -> Held:
    """`approval` on a day; `shipments` is how many of it count."""
    declared = catalogue().imports.approvals
    allowance = approval.allowance(shipments)
    told = warnings(allowance, on, days=declared.warn_days, share=declared.warn_share)
    return Held(approval, allowance, blocked(allowance, on), told)


def held_now(approval: Approval) -> Held:
    """`approval` as it stands today."""
    counted = approval.shipments.filter(state__in=_COUNTED_STATES).count()
    return held(approval, counted, today())


def approvals(visible: QuerySet[Approval], asked: Wanted) -> Found[Held]:
    """One page of the approvals that the reader may see."""
    found = page_of(sought_approvals(visible, asked), asked.page)
    on = today()
    return Found(tuple(held(one, getattr(one, "counted", 0), on) for one in found.rows), found.total, found.page)


def sought_approvals(visible: QuerySet[Approval], asked: Wanted) -> QuerySet[Approval]:
    """All that fit, in their order, each with how many shipments count (`counted`)."""
    found = with_words(visible, asked.words, ("number", "item", "organisation__name_zh", "organisation__name_en"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.stand:
        found = found.filter(_standing(today())[asked.stand])
    return in_order(found.annotate(counted=Count("shipments", filter=_COUNTED)), asked.sort, APPROVAL_ORDERS)


def standing_counts(visible: QuerySet[Approval]) -> Mapping[str, int]:
    """How many stand how."""
    counts = {name: Count("pk", filter=condition) for name, condition in _standing(today()).items()}
    found: Mapping[str, int] = visible.aggregate(**counts)
    return found


def _standing(on: date) -> dict[str, Q]:
    """Each way to stand as a condition. Those that end soon are usable too; one that is not to be split is used up by
    its first shipment."""
    over = Q(valid_to__lt=on)
    begun = Shipment.objects.filter(state__in=_COUNTED_STATES).values("approval_id")
    used_up = Q(granted__isnull=False, deducted__gte=F("granted")) | Q(may_split=False, pk__in=begun)
    is_open = Q(withdrawn_on__isnull=True) & ~over & ~used_up
    soon = on + timedelta(days=catalogue().imports.approvals.warn_days)
    return {
        "usable": is_open & Q(valid_from__lte=on),
        "ending": is_open & Q(valid_to__lte=soon, valid_from__lte=on),
        "used_up": Q(withdrawn_on__isnull=True) & ~over & used_up,
        "expired": Q(withdrawn_on__isnull=True) & over,
        "withdrawn": Q(withdrawn_on__isnull=False),
    }


def shipments(visible: QuerySet[Shipment], asked: Wanted) -> Found[Shipment]:
    """One page of the shipments that the reader may see."""
    return page_of(sought_shipments(visible, asked), asked.page)


def sought_shipments(visible: QuerySet[Shipment], asked: Wanted) -> QuerySet[Shipment]:
    """All that fit, in their order."""
    fields = ("approval__number", "approval__item", "customs_number", "approval__organisation__name_zh")
    found = with_words(visible, asked.words, fields)
    if asked.stand:
        found = found.filter(state=asked.stand)
    return in_order(found, asked.sort, SHIPMENT_ORDERS)
