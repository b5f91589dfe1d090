"""Writes to the ledger: open a book, enter, correct. Nothing is ever changed or removed.

Writers of one book queue at its row; unique numbers and hashes keep a chain from forking all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from wutong.kernel import clock
from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.audit.recording import Named, action, record
from wutong.portal.shared.ledger import refusals
from wutong.portal.shared.ledger.encoding import Moved, Sealed, first_hash, hash_of, plain
from wutong.portal.shared.ledger.kinds import book_kind
from wutong.portal.shared.ledger.levels import Levels
from wutong.portal.shared.ledger.models import DECIMALS, Book, Entry, Move

_MOST = Decimal(10) ** 9
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day: its kind, signed quantities by account in the book's unit, and what it refers to."""

    kind: str
    occurred_on: date
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@action
def open_book(*, key: str, kind: str, title: str, unit: str, by: Named, organisation: Named | None = None) -> Book:
    """A new book of a declared kind, empty."""
    assert book_kind(kind)
    book = Book.objects.create(key=key, kind=kind, title=title[:200], unit=unit)
    record("ledger.opened", about=book, by=by, organisation=organisation, after={"unit": unit})
    return book


@action
def enter(*, book: Book, event: Event, by: Named, organisation: Named | None = None) -> Entry:
    """Enter what happened; raises FromTheFuture, OddQuantity, BelowZero and WriterWasFaster."""
    locked = Book.objects.select_for_update().get(pk=book.pk)
    _refuse_odd(event)
    draft = _Draft(event)
    made = _written(locked, draft, by)
    _record("ledger.entered", made, by, organisation)
    return made


@action
def correct(*, entry: Entry, event: Event | None, reason: str, by: Named, organisation: Named | None = None) -> Entry:
    """Take `entry` back and say `event` instead, or nothing, by a new entry that gives the reason.

    Raises AlreadyCorrected, NothingToCorrect and SameAgain, and what `enter` raises.
    """
    assert reason.strip(), "a correction says why"
    locked = Book.objects.select_for_update().get(pk=entry.book_id)
    old = Entry.objects.select_related("corrected_by").prefetch_related("moves").get(pk=entry.pk)
    if hasattr(old, "corrected_by"):
        raise refusals.AlreadyCorrected(number=old.number, by=old.corrected_by.number)
    if old.is_void:
        raise refusals.NothingToCorrect(number=old.number)
    said = event or Event(old.kind, old.occurred_on)
    if event is not None:
        _refuse_odd(event)
        _refuse_same(event, old)
    made = _written(locked, _Draft(said, old, reason.strip(), is_void=event is None), by)
    _record("ledger.corrected", made, by, organisation)
    return made


@dataclass(frozen=True, slots=True)
class _Draft:
    event: Event
    corrects: Entry | None = None
    reason: str = ""
    is_void: bool = False


def _refuse_odd(event: Event) -> None:
    if event.occurred_on > clock.today():
        raise refusals.FromTheFuture(day=event.occurred_on, today=clock.today())
    for quantity in event.quantities.values():
        exponent = quantity.normalize().as_tuple().exponent
        is_fine = isinstance(exponent, int) and -exponent <= DECIMALS and abs(quantity) < _MOST
        if not is_fine:
            raise refusals.OddQuantity(quantity=quantity)


def _refuse_same(event: Event, old: Entry) -> None:
    before = {one.account: one.quantity for one in old.moves.all() if one.quantity}
    after = {account: quantity for account, quantity in event.quantities.items() if quantity}
    is_same = (old.kind, old.occurred_on, old.note, before) == (event.kind, event.occurred_on, event.note, after)
    if is_same and old.references == dict(event.references):
        raise refusals.SameAgain(number=old.number)


def _written(book: Book, draft: _Draft, by: Named) -> Entry:
    """The entry and its moves, at the end of its chain."""
    event, kind = draft.event, book_kind(book.kind)
    assert event.kind in kind.entries and set(event.quantities) <= set(kind.accounts), "not declared of such a book"
    moves = _moves(book, draft)
    last = _last(book)
    sealed = Sealed(
        number=last.number + 1 if last else 1,
        kind=event.kind,
        occurred_on=event.occurred_on,
        entered_at=clock.now(),
        by_id=by.audit_id,
        by_name=by.audit_label[:120],
        references=dict(event.references),
        note=event.note,
        corrects=draft.corrects.number if draft.corrects else None,
        reason=draft.reason,
        is_void=draft.is_void,
        moves=moves,
    )
    previous = last.hash if last else first_hash(key=book.key, kind=book.kind, unit=book.unit)
    try:
        with transaction.atomic():
            return _kept(book, sealed, previous, draft.corrects)
    except IntegrityError as error:
        raise refusals.WriterWasFaster(book=book.title) from error


def _last(book: Book) -> Entry | None:
    return Entry.objects.filter(book=book).order_by("-number").first()


def _moves(book: Book, draft: _Draft) -> list[Moved]:
    """What the entry does to each account that it, or what it corrects, touches; raises BelowZero."""
    old = {one.account: one.quantity for one in draft.corrects.moves.all()} if draft.corrects else {}
    new = {account: quantity for account, quantity in draft.event.quantities.items() if quantity}
    levels = Levels.of(book)
    if draft.corrects is not None:
        levels.add(draft.corrects.occurred_on, {account: -quantity for account, quantity in old.items()})
    levels.add(draft.event.occurred_on, new)
    levels.refuse_below_zero(book)
    for account in new:
        if levels.now(account) >= _MOST:
            raise refusals.OddQuantity(quantity=new[account])
    return [
        Moved(account, new.get(account, _ZERO), new.get(account, _ZERO) - old.get(account, _ZERO), levels.now(account))
        for account in sorted(new.keys() | old.keys())
    ]


def _kept(book: Book, sealed: Sealed, previous: str, corrects: Entry | None) -> Entry:
    made = Entry.objects.create(
        book=book,
        number=sealed.number,
        kind=sealed.kind,
        occurred_on=sealed.occurred_on,
        entered_at=sealed.entered_at,
        by_id=sealed.by_id,
        by_name=sealed.by_name,
        references=sealed.references,
        note=sealed.note,
        corrects=corrects,
        reason=sealed.reason,
        is_void=sealed.is_void,
        previous_hash=previous,
        hash=hash_of(sealed, previous),
    )
    Move.objects.bulk_create(
        Move(entry=made, account=one.account, quantity=one.quantity, change=one.change, level_after=one.level_after)
        for one in sealed.moves
    )
    return made


def _record(act: str, made: Entry, by: Named, organisation: Named | None) -> None:
    moves = [f"{one.account} {plain(one.change)}" for one in made.moves.all()]
    after: dict[str, Value] = {
        "number": made.number,
        "entry": f"{made.book.kind}:{made.kind}",
        "occurred_on": made.occurred_on.isoformat(),
        "changes": "; ".join(moves),
        "corrects": made.corrects.number if made.corrects else None,
        "reason": made.reason or None,
        "hash": made.hash,
    }
    record(act, about=made.book, by=by, organisation=organisation, after=after)
