"""The custody ledger of a shipment: what of it is held, from its receipt to its last use or its destruction."""

from datetime import date
from decimal import Decimal

from wutong.kernel.bilingual import Text
from wutong.portal.imports.models import Shipment
from wutong.portal.shared.ledger.kinds import BookKind, declare_book
from wutong.portal.shared.ledger.levels import Levels, holding
from wutong.portal.shared.ledger.models import Book
from wutong.rules.import_approvals import THOUSANDTHS, Move, State

HELD = "held"
RECEIVED, USED, DESTROYED = "received", "used", "destroyed"
ENTRY_OF = {Move.RECEIVE: RECEIVED, Move.USE: USED, Move.DESTROY: DESTROYED}
SIGNS = {RECEIVED: 1, USED: -1, DESTROYED: -1}

CUSTODY = declare_book(
    BookKind(
        code="import_custody",
        name=Text("进口物品保管台账", "Custody of an import"),
        accounts={HELD: Text("在管数量", "quantity in custody")},
        entries={
            RECEIVED: Text("入库", "Received"),
            USED: Text("使用", "Used"),
            DESTROYED: Text("销毁", "Destroyed"),
        },
    )
)


def key_of(shipment: Shipment) -> str:
    """The ledger's name for the book of a shipment."""
    return f"import-shipment-{shipment.pk}"


def book_of(shipment: Shipment) -> Book | None:
    """The book of a shipment; none before it is received."""
    return Book.objects.filter(key=key_of(shipment)).first()


def in_custody(book: Book) -> Decimal:
    """What is held now."""
    return Levels.of(book).now(HELD)


def standing(book: Book) -> tuple[State, date | None]:
    """Where the ledger says that the shipment stands, and the day on which nothing was left of it."""
    if in_custody(book):
        return State.RECEIVED, None
    last = holding(book).exclude(kind=RECEIVED).order_by("-occurred_on", "-number").first()
    if last is None:
        return State.RECEIVED, None
    return (State.USED if last.kind == USED else State.DESTROYED), last.occurred_on


def amount(thousandths: int) -> Decimal:
    """A quantity as the ledger counts it."""
    return Decimal(thousandths) / THOUSANDTHS
