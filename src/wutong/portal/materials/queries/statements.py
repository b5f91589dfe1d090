"""The monthly statement: each substance's opening, ins, outs and closing, and how physical counts differ.

It is made of what holds now, by the day on which it happened: a later correction of a month changes that month.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wutong.portal.accounts.models import Organisation
from wutong.portal.materials.kinds import COUNTED, KINDS, STORE, USE
from wutong.portal.materials.models import Stock, Substance
from wutong.portal.shared.ledger.levels import holding
from wutong.portal.shared.ledger.models import Entry

_NONE = Decimal(0)
_COLUMNS = tuple(code for code in KINDS if code != COUNTED.code)


@dataclass(frozen=True, slots=True)
class Count:
    """One physical count against the book at the end of its day."""

    place: str
    day: date
    counted: Decimal
    booked: Decimal

    @property
    def difference(self) -> Decimal:
        return self.counted - self.booked


@dataclass(frozen=True, slots=True)
class Line:
    """One substance in one month, over all its places. `by_kind` are quantities without signs."""

    substance: Substance
    opening: Decimal
    by_kind: dict[str, Decimal]
    closing: Decimal
    opening_in_use: Decimal
    closing_in_use: Decimal
    counts: tuple[Count, ...]

    @property
    def came_in(self) -> Decimal:
        return sum((self.by_kind[code] for code in _COLUMNS if KINDS[code].moves.get(STORE, 0) > 0), _NONE)

    @property
    def went_out(self) -> Decimal:
        return sum((self.by_kind[code] for code in _COLUMNS if KINDS[code].moves.get(STORE, 0) < 0), _NONE)

    @property
    def difference(self) -> Decimal | None:
        """The sum of the differences of each place's last count; nothing where nothing was counted."""
        last = {one.place: one.difference for one in self.counts}
        return sum(last.values(), _NONE) if last else None


@dataclass(frozen=True, slots=True)
class Statement:
    """One holder's month, from its first to its last day."""

    holder: Organisation
    first: date
    last: date
    lines: tuple[Line, ...]


def month_of(asked: str, today: date) -> date:
    """The first day of the month that `2026-11` names; of the month of `today` for anything odd or to come."""
    year, _, month = asked.partition("-")
    if len(asked) == 7 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 and int(year) >= 2000:
        found = date(int(year), int(month), 1)
        if found <= today:
            return found
    return today.replace(day=1)


def statement(holder: Organisation, first: date) -> Statement:
    """The statement of the month that begins on `first`; three queries, whatever the number of substances."""
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    stocks = Stock.objects.filter(organisation=holder).select_related("substance", "place").order_by("substance__name")
    by_substance: defaultdict[int, list[Stock]] = defaultdict(list)
    for stock in stocks:
        by_substance[stock.substance_id].append(stock)
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    found = holding().filter(book__material_stock__organisation=holder, occurred_on__lte=last)
    for entry in found.prefetch_related("moves").order_by("occurred_on", "number"):
        entries[entry.book_id].append(entry)
    lines = tuple(_line(held, entries, first) for held in by_substance.values())
    return Statement(holder, first, last, lines)


def _line(stocks: list[Stock], entries: dict[int, list[Entry]], first: date) -> Line:
    opening, now = {STORE: _NONE, USE: _NONE}, {STORE: _NONE, USE: _NONE}
    by_kind = dict.fromkeys(_COLUMNS, _NONE)
    counts: list[Count] = []
    for stock in stocks:
        own = entries.get(stock.book_id, [])
        for entry in own:
            is_before = entry.occurred_on < first
            for move in entry.moves.all():
                now[move.account] += move.quantity
                if is_before:
                    opening[move.account] += move.quantity
            if not is_before and entry.kind in by_kind:
                by_kind[entry.kind] += max((abs(move.quantity) for move in entry.moves.all()), default=_NONE)
        counts += _counts(stock, own, first)
    return Line(stocks[0].substance, opening[STORE], by_kind, now[STORE], opening[USE], now[USE], tuple(counts))


def _counts(stock: Stock, entries: list[Entry], first: date) -> Iterator[Count]:
    """The counts of the month in order, each against what the book held when its day ended."""
    for entry in entries:
        if entry.kind == COUNTED.code and entry.occurred_on >= first:
            booked = sum(
                (
                    move.quantity
                    for other in entries
                    if other.occurred_on <= entry.occurred_on
                    for move in other.moves.all()
                    if move.account == STORE
                ),
                _NONE,
            )
            yield Count(stock.place.name, entry.occurred_on, Decimal(entry.references["counted"]), booked)
