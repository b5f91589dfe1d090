"""The custody of a shipment as its page shows it: lines of its ledger with the level after each, and its way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef

from wutong.portal.accounts.queries import former_name
from wutong.portal.imports import custody
from wutong.portal.imports.models import Shipment
from wutong.portal.imports.panels import words
from wutong.portal.shared.ledger.models import Entry
from wutong.portal.shared.ledger.verifying import verify
from wutong.rules.import_approvals import State


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `is_gone`: a later one corrected it; `corrects` is the number of the one that it corrects."""

    number: int
    title: str
    occurred_on: date
    quantity: Decimal
    level: Decimal
    who: str
    note: str
    corrects: int | None
    reason: str
    is_gone: bool
    is_void: bool
    hash: str


@dataclass(frozen=True, slots=True)
class Custody:
    """A ledger: its lines, what is held now, and whether its chain is whole."""

    lines: tuple[Line, ...]
    held: Decimal
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a shipment's way: reached on a day, or still to come."""

    title: str
    on: date | None
    is_reached: bool


def custody_of(shipment: Shipment) -> Custody | None:
    """Its ledger; none before it is received."""
    book = custody.book_of(shipment)
    if book is None:
        return None
    entries = Entry.objects.filter(book=book).annotate(former=former_name(OuterRef("by_id")))
    entries = entries.select_related("corrects", "corrected_by").prefetch_related("moves")
    lines = tuple(_line(one) for one in entries.order_by("number"))
    return Custody(lines, custody.in_custody(book), verify(book) is None)


def entry(shipment: Shipment, number: int) -> Entry | None:
    """One line of its ledger, to correct it."""
    return Entry.objects.filter(book__key=custody.key_of(shipment), number=number).first()


def way(shipment: Shipment) -> list[Point]:
    """From declaration to end."""
    state = shipment.standing
    if not state.counts:
        return [_point(State.DECLARED, shipment.declared_on), Point(words.state(state), None, is_reached=True)]
    end = state if state.is_end else State.USED
    return [
        _point(State.DECLARED, shipment.declared_on),
        _point(State.CLEARED, shipment.cleared_on),
        _point(State.RECEIVED, shipment.received_on),
        _point(end, shipment.ended_on),
    ]


def _point(state: State, on: date | None) -> Point:
    return Point(words.state(state), on, on is not None)


def _line(one: Entry) -> Line:
    move = next((move for move in one.moves.all() if move.account == custody.HELD), None)
    return Line(
        number=one.number,
        title=words.entry(one.kind),
        occurred_on=one.occurred_on,
        quantity=abs(move.quantity) if move else Decimal(0),
        level=move.level_after if move else Decimal(0),
        who=getattr(one, "former", None) or one.by_name,
        note=one.note,
        corrects=one.corrects.number if one.corrects else None,
        reason=one.reason,
        is_gone=hasattr(one, "corrected_by"),
        is_void=one.is_void,
        hash=one.hash,
    )
