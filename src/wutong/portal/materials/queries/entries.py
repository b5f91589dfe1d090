"""Entries of a stock as its keepers read them, and the level over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.queries import PAGE_SIZE, Found, former_name
from wutong.portal.materials.kinds import COUNTED, KINDS, STORE, USE
from wutong.portal.materials.models import Proposal, Stock
from wutong.portal.shared.ledger.levels import Levels
from wutong.portal.shared.ledger.models import Entry

ORDERS = {"number": ("number",), "day": ("occurred_on", "number"), "kind": ("kind", "number")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: one kind or all, between two days, only those that hold or all; and in which order."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    is_holding: bool = False
    sort: str = "-number"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry. `quantity` is what it says, without a sign; levels are those after it was entered."""

    entry_id: int
    number: int
    kind: str
    name: Text
    quantity: Decimal
    occurred_on: date
    entered_at: datetime
    by_name: str
    asked_by: str
    permit: str
    purpose: str
    witness: str
    supplier: str
    note: str
    store: Decimal | None
    use: Decimal | None
    corrects: int | None
    corrected_by: int | None
    reason: str
    is_void: bool
    hash: str

    @property
    def holds(self) -> bool:
        """True for one that can be corrected."""
        return self.corrected_by is None and not self.is_void


def page_of(stock: Stock, wanted: Wanted, *, page: int) -> Found[EntryRow]:
    """One page of the entries that are wanted; a page beyond the last is the last."""
    found = _find(stock, wanted)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    chosen = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(tuple(row_of(one) for one in chosen), total, page)


def all_of(stock: Stock, wanted: Wanted) -> Iterator[EntryRow]:
    """Every entry that is wanted."""
    for one in _find(stock, wanted).iterator(chunk_size=500):
        yield row_of(one)


def entry_of(stock: Stock, number: int) -> Entry | None:
    """The entry of that number in the stock's book."""
    found = Entry.objects.filter(book=stock.book_id, number=number)
    found = with_former_names(found).select_related("corrects", "corrected_by")
    return found.prefetch_related("moves").first()


def waiting(proposals: QuerySet[Proposal]) -> list[Proposal]:
    """Those that wait to be confirmed, the oldest first."""
    found = proposals.filter(state=Proposal.State.WAITING).order_by("asked_at", "pk")
    return list(
        found.select_related(
            "stock__substance", "stock__place__organisation", "stock__organisation", "asked_by", "corrects"
        )
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in store and in use now, and the level in store at the end of each day on which it changed."""

    store: Decimal
    use: Decimal
    over_time: tuple[tuple[date, Decimal], ...]


def standing(stock: Stock) -> Standing:
    """How a stock stands, as it is known now."""
    levels = Levels.of(stock.book)
    return Standing(levels.now(STORE), levels.now(USE), tuple(levels.by_day(STORE)))


def _find(stock: Stock, wanted: Wanted) -> QuerySet[Entry]:
    found = Entry.objects.filter(book=stock.book_id).select_related("corrects", "corrected_by")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(occurred_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(occurred_on__lte=wanted.until)
    if wanted.is_holding:
        found = found.filter(corrected_by__isnull=True, is_void=False)
    mark = "-" if wanted.sort.startswith("-") else ""
    columns = ORDERS.get(wanted.sort.removeprefix("-"), ORDERS["number"])
    return with_former_names(found).order_by(*(mark + one for one in columns)).prefetch_related("moves")


def with_former_names(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """With the pseudonyms of whoever entered or asked for one and was erased since."""
    asker = KeyTextTransform("asked_by_id", "references")
    return entries.annotate(former=former_name(OuterRef("by_id")), numbered=asker).annotate(
        former_asker=former_name(OuterRef("numbered"))
    )


def row_of(entry: Entry) -> EntryRow:
    """One entry, with its corrections, moves and former names read along."""
    moves = {one.account: one for one in entry.moves.all()}
    told: dict[str, str] = entry.references
    after = getattr(entry, "corrected_by", None)
    said = max((abs(one.quantity) for one in moves.values()), default=Decimal(0))
    counted = told.get("counted") if entry.kind == COUNTED.code and not entry.is_void else None
    return EntryRow(
        entry_id=entry.pk,
        number=entry.number,
        kind=entry.kind,
        name=KINDS[entry.kind].name,
        quantity=Decimal(counted) if counted else said,
        occurred_on=entry.occurred_on,
        entered_at=entry.entered_at,
        by_name=getattr(entry, "former", None) or entry.by_name,
        asked_by=getattr(entry, "former_asker", None) or told.get("asked_by", ""),
        permit=told.get("permit", ""),
        purpose=told.get("purpose", ""),
        witness=told.get("witness", ""),
        supplier=told.get("supplier", ""),
        note=entry.note,
        store=moves[STORE].level_after if STORE in moves else None,
        use=moves[USE].level_after if USE in moves else None,
        corrects=entry.corrects.number if entry.corrects else None,
        corrected_by=after.number if after else None,
        reason=entry.reason,
        is_void=entry.is_void,
        hash=entry.hash,
    )
