"""Levels of a book's accounts: now, and at the end of each day. Only what holds counts: corrected entries do not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Self

from django.db.models import QuerySet

from wutong.portal.shared.ledger import refusals
from wutong.portal.shared.ledger.encoding import plain
from wutong.portal.shared.ledger.kinds import book_kind
from wutong.portal.shared.ledger.models import Book, Entry, Move

Changes = dict[date, Decimal]


def holding(book: Book | None = None) -> QuerySet[Entry]:
    """Entries that nothing has corrected and that say something, of one book or of all."""
    found = Entry.objects.filter(corrected_by__isnull=True, is_void=False)
    return found.filter(book=book) if book is not None else found


class Levels:
    """What holds of one book, by account and day. Sums are made of decimals here, since SQLite adds up floats."""

    def __init__(self) -> None:
        self._changes: defaultdict[str, defaultdict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))

    @classmethod
    def of(cls, book: Book) -> Self:
        """The levels as the book holds them; two columns and a day of every entry are read."""
        found = cls()
        rows = Move.objects.filter(entry__in=holding(book)).values_list("account", "entry__occurred_on", "quantity")
        for account, day, quantity in rows:
            found.add(day, {account: quantity})
        return found

    def add(self, day: date, quantities: Mapping[str, Decimal]) -> None:
        """Count in what happened on `day`."""
        for account, quantity in quantities.items():
            self._changes[account][day] += quantity

    def now(self, account: str) -> Decimal:
        """The level with everything counted in."""
        return sum(self._changes[account].values(), Decimal(0))

    def at_end_of(self, day: date, account: str) -> Decimal:
        """The level when `day` ends."""
        return sum((change for on, change in self._changes[account].items() if on <= day), Decimal(0))

    def by_day(self, account: str) -> Iterator[tuple[date, Decimal]]:
        """Every day on which something happened, in order, with the level at its end."""
        days = sorted(self._changes[account])
        yield from zip(days, accumulate(self._changes[account][day] for day in days), strict=True)

    def refuse_below_zero(self, book: Book) -> None:
        """Raise BelowZero for the first day at whose end an account would be below zero."""
        for account in sorted(self._changes):
            for day, level in self.by_day(account):
                if level < 0:
                    name = book_kind(book.kind).accounts[account]
                    raise refusals.BelowZero(
                        day=day, level=_short(level), unit=book.unit, account_zh=name.zh, account_en=name.en
                    )


def _short(level: Decimal) -> str:
    return plain(level).rstrip("0").rstrip(".")
