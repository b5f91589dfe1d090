"""Stocks with their levels now, places with their keepers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OrderBy, OuterRef, Prefetch, Q, QuerySet, Subquery

from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.queries import PAGE_SIZE, Found
from wutong.portal.materials.actions.permits import key_of
from wutong.portal.materials.kinds import STORE, USE
from wutong.portal.materials.models import Keeper, Place, Stock, Substance
from wutong.portal.shared.ledger.models import Entry, Move

ORDERS = {
    "substance": "substance__name",
    "category": "substance__category",
    "place": "place__name",
    "holder": "organisation__name_zh",
    "store": "store",
    "use": "use",
    "last": "last_on",
}


@dataclass(frozen=True, slots=True)
class StockRow:
    """One stock: what is in store and in use now, and the day of its latest entry."""

    stock: Stock
    store: Decimal
    use: Decimal
    last_on: object


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with those who keep it now."""

    place: Place
    keepers: tuple[Person, ...]
    stocks: int

    @property
    def is_short(self) -> bool:
        """True where fewer than two keep it, so that nothing can be entered."""
        return len(self.keepers) < 2


def with_levels(stocks: QuerySet[Stock]) -> QuerySet[Stock]:
    """The same stocks, each with `store`, `use` and `last_on`."""
    entries = Entry.objects.filter(book=OuterRef("book")).order_by("-number")
    return stocks.select_related("substance", "place", "organisation", "book").annotate(
        store=_level(STORE), use=_level(USE), last_on=Subquery(entries.values("occurred_on")[:1])
    )


def _level(account: str) -> Subquery:
    moves = Move.objects.filter(entry__book=OuterRef("book"), account=account).order_by("-entry__number")
    return Subquery(moves.values("level_after")[:1])


def find(stocks: QuerySet[Stock], *, words: str, category: str, sort: str) -> QuerySet[Stock]:
    """Those whose substance, place or holder has these words, of one category or all, in an order of ORDERS."""
    found = with_levels(stocks)
    if words:
        found = found.filter(
            Q(substance__name_key__contains=key_of(words))
            | Q(place__name__icontains=words)
            | Q(organisation__name_zh__icontains=words)
        )
    if category:
        found = found.filter(substance__category=category)
    column = ORDERS.get(sort.removeprefix("-"), "substance__name")
    return found.order_by(OrderBy(F(column), descending=sort.startswith("-"), nulls_last=True), "pk")


def page_of(stocks: QuerySet[Stock], *, words: str, category: str, sort: str, page: int) -> Found[StockRow]:
    """One page of `find`; a page beyond the last is the last."""
    found = find(stocks, words=words, category=category, sort=sort)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    return Found(tuple(rows(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])), total, page)


def rows(found: QuerySet[Stock]) -> list[StockRow]:
    """Stocks `with_levels` as rows; one in which nothing was ever entered holds nothing."""
    return [
        StockRow(one, getattr(one, STORE) or Decimal(0), getattr(one, USE) or Decimal(0), one.last_on)  # type: ignore[attr-defined]
        for one in found
    ]


def places(holder: Organisation) -> list[PlaceRow]:
    """Every place of the holder."""
    keepers = Keeper.objects.filter(until__isnull=True).select_related("person").order_by("person__name", "pk")
    found = Place.objects.filter(organisation=holder).order_by("name", "pk")
    found = found.prefetch_related(Prefetch("keepers", keepers, to_attr="now"), "stocks")
    return [PlaceRow(one, tuple(held.person for held in _now(one)), len(one.stocks.all())) for one in found]


def _now(place: Place) -> Sequence[Keeper]:
    held: Sequence[Keeper] = getattr(place, "now", ())
    return held


def substances(holder: Organisation) -> QuerySet[Substance]:
    """The substances for which the holder has, or had, a permit."""
    return Substance.objects.filter(organisation=holder).order_by("name", "pk")
