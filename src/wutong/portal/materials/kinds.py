"""What happens to a controlled substance, as one table: which levels move, who must agree, what must be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wutong.kernel.bilingual import Text
from wutong.portal.shared.ledger.kinds import BookKind, declare_book

STORE, USE = "store", "use"


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind of entry. `moves` are signs by account; `needs` what must be told beside quantity and day.

    What `needs_second` is asked for by one keeper and entered once another has confirmed it.
    """

    code: str
    name: Text
    moves: Mapping[str, int]
    needs: frozenset[str]
    needs_second: bool = False

    def quantities(self, amount: Decimal) -> dict[str, Decimal]:
        """Signed quantities by account for so much of it."""
        return {account: sign * amount for account, sign in self.moves.items()}


def _kind(code: str, zh: str, en: str, moves: Mapping[str, int], *needs: str, needs_second: bool = False) -> EntryKind:
    return EntryKind(code, Text(zh=zh, en=en), moves, frozenset(needs), needs_second)


RECEIVED = _kind("received", "购入验收", "Received", {STORE: 1}, "permit", "supplier")
ISSUED = _kind("issued", "领用出库", "Issued to use", {STORE: -1, USE: 1}, "purpose", needs_second=True)
RETURNED = _kind("returned", "退回入库", "Returned to store", {USE: -1, STORE: 1})
USED = _kind("used", "使用消耗", "Used up", {USE: -1}, "purpose")
DESTROYED = _kind("destroyed", "监督销毁", "Destroyed", {STORE: -1}, "purpose", "witness", needs_second=True)
LOST = _kind("lost", "库存丢失", "Lost from the store", {STORE: -1}, "purpose")
LOST_IN_USE = _kind("lost_in_use", "在用丢失", "Lost while in use", {USE: -1}, "purpose")
COUNTED = _kind("counted", "实物盘点", "Physical count", {})

KINDS = {one.code: one for one in (RECEIVED, ISSUED, RETURNED, USED, DESTROYED, LOST, LOST_IN_USE, COUNTED)}
LOSSES = frozenset({LOST.code, LOST_IN_USE.code})

STOCK_BOOK = declare_book(
    BookKind(
        code="materials.stock",
        name=Text(zh="管控物料台账", en="Ledger of a controlled substance"),
        accounts={STORE: Text(zh="库存", en="Stock"), USE: Text(zh="在用量", en="The quantity in use")},
        entries={code: kind.name for code, kind in KINDS.items()},
    )
)
