"""Permits, with what may still be bought under them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, OrderBy, Q, QuerySet, When

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.queries import PAGE_SIZE, Found
from wutong.portal.materials.actions.permits import key_of
from wutong.portal.materials.models import Permit, Stock
from wutong.portal.shared.ledger.levels import holding

STATES = {
    "valid": Text(zh="有效", en="valid"),
    "early": Text(zh="未生效", en="not yet valid"),
    "over": Text(zh="已过期", en="over"),
    "withdrawn": Text(zh="已撤销", en="withdrawn"),
}
ORDERS = {
    "number": "number",
    "substance": "substance__name",
    "holder": "organisation__name_zh",
    "to": "valid_to",
    "left": "left",
}


@dataclass(frozen=True, slots=True)
class PermitRow:
    """One permit as it stands on a day: `valid`, `early`, `over` or `withdrawn`."""

    permit: Permit
    state: str
    days_left: int

    @property
    def title(self) -> Text:
        """What its state is called."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One purchase under a permit that holds."""

    stock: Stock
    number: int
    occurred_on: date
    quantity: Decimal
    supplier: str


def find(permits: QuerySet[Permit], *, words: str, state: str, sort: str, today: date) -> QuerySet[Permit]:
    """Those with these words, in one state or any, in an order of ORDERS."""
    found = permits.select_related("substance", "organisation").annotate(left=F("quantity") - F("received"))
    if words:
        found = found.filter(
            Q(number__icontains=words)
            | Q(substance__name_key__contains=key_of(words))
            | Q(organisation__name_zh__icontains=words)
        )
    if state == "valid":
        found = found.filter(withdrawn_on__isnull=True, valid_from__lte=today, valid_to__gte=today)
    elif state == "over":
        found = found.filter(Q(withdrawn_on__isnull=False) | Q(valid_to__lt=today))
    order = OrderBy(F(ORDERS.get(sort.removeprefix("-"), "valid_to")), descending=sort.startswith("-"))
    return found.order_by(order, "pk")


def page_of(
    permits: QuerySet[Permit], *, words: str, state: str, sort: str, page: int, today: date
) -> Found[PermitRow]:
    """One page of `find`; a page beyond the last is the last."""
    found = find(permits, words=words, state=state, sort=sort, today=today)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    chosen = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(tuple(row_of(one, today) for one in chosen), total, page)


def row_of(permit: Permit, today: date) -> PermitRow:
    """A permit as it stands on `today`."""
    if permit.withdrawn_on is not None:
        state = "withdrawn"
    elif permit.is_valid_on(today):
        state = "valid"
    else:
        state = "early" if today < permit.valid_from else "over"
    return PermitRow(permit, state, (permit.valid_to - today).days)


def usable(holder: Organisation, stock: Stock, today: date) -> QuerySet[Permit]:
    """Permits under which something could still be received into `stock`; those that are over come last.

    What was received while one held may be told after its end.
    """
    found = Permit.objects.filter(organisation=holder, substance=stock.substance_id)
    is_over = Case(When(valid_to__lt=today, then=1), default=0)
    return found.filter(received__lt=F("quantity")).order_by(is_over, "valid_to", "pk")


def receipts(permit: Permit) -> list[Receipt]:
    """What has been bought under a permit, the latest first."""
    stocks = {one.book_id: one for one in Stock.objects.filter(substance=permit.substance_id).select_related("place")}
    found = holding().filter(book__in=stocks, kind="received").prefetch_related("moves").order_by("-occurred_on", "-pk")
    return [
        Receipt(
            stocks[one.book_id],
            one.number,
            one.occurred_on,
            sum((move.quantity for move in one.moves.all()), Decimal(0)),
            one.references.get("supplier", ""),
        )
        for one in found
        if one.references.get("permit_id") == str(permit.pk)
    ]
