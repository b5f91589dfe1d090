"""What an approval lets its holder declare, when it warns, and how a shipment goes on. Pure.

Quantities are whole thousandths of the approval's unit, so that they add up exactly in every database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from wutong.kernel.bilingual import Text

THOUSANDTHS = 1000


class State(StrEnum):
    """Where a shipment stands. The last four are the end."""

    DECLARED = "declared"
    CLEARED = "cleared"
    RECEIVED = "received"
    USED = "used"
    DESTROYED = "destroyed"
    REFUSED = "refused"
    RECALLED = "recalled"

    @property
    def counts(self) -> bool:
        """Whether its quantity is taken from the approval."""
        return self not in {State.REFUSED, State.RECALLED}

    @property
    def is_end(self) -> bool:
        """Whether nothing more can be done."""
        return self not in {State.DECLARED, State.CLEARED, State.RECEIVED}


class Move(StrEnum):
    """What is done to a shipment. Use and destruction may be of a part."""

    CLEAR = "clear"
    REFUSE = "refuse"
    RECALL = "recall"
    RECEIVE = "receive"
    USE = "use"
    DESTROY = "destroy"


@dataclass(frozen=True)
class Way:
    """From where a move leads where, and who makes it: `officer` or `holder`."""

    begin: State
    end: State
    by: str


WAYS: Mapping[Move, Way] = MappingProxyType(
    {
        Move.CLEAR: Way(State.DECLARED, State.CLEARED, "officer"),
        Move.REFUSE: Way(State.DECLARED, State.REFUSED, "officer"),
        Move.RECALL: Way(State.DECLARED, State.RECALLED, "holder"),
        Move.RECEIVE: Way(State.CLEARED, State.RECEIVED, "holder"),
        Move.USE: Way(State.RECEIVED, State.USED, "holder"),
        Move.DESTROY: Way(State.RECEIVED, State.DESTROYED, "holder"),
    }
)


def moved(state: State, move: Move, *, left: int = 0) -> State | None:
    """The state after `move`; None where it is not possible. `left` is what remains in custody after it."""
    way = WAYS[move]
    if state is not way.begin:
        return None
    return state if left and move in {Move.USE, Move.DESTROY} else way.end


@dataclass(frozen=True)
class Allowance:
    """An approval as it stands. `granted` is None where items only follow their holder, without a quantity."""

    granted: int | None
    deducted: int
    valid_from: date
    valid_to: date
    may_split: bool = True
    shipments: int = 0
    withdrawn_on: date | None = None

    @property
    def left(self) -> int | None:
        """What can still be declared; None where there is no quantity."""
        return None if self.granted is None else self.granted - self.deducted

    @property
    def share_left(self) -> float | None:
        """The part of the whole that is left, from 0 to 1."""
        return None if not self.granted else (self.granted - self.deducted) / self.granted


class Why(StrEnum):
    """The rule by which a declaration is refused."""

    WITHDRAWN = "withdrawn"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NOTHING = "nothing"
    BEYOND = "beyond"
    WHOLE = "whole"


@dataclass(frozen=True)
class Refusal:
    """Why nothing, or not that much, can be declared."""

    why: Why
    text: Text


_SENTENCES = {
    Why.WITHDRAWN: Text(
        "审批已于 {day} 被撤回，不能再申报。", "The approval was withdrawn on {day}; nothing more can be declared."
    ),
    Why.NOT_YET: Text(
        "审批自 {day} 起有效，此前不能申报。", "The approval is valid from {day}; nothing can be declared before."
    ),
    Why.EXPIRED: Text(
        "审批已于 {day} 到期，须重新申请后再申报。", "The approval expired on {day}; apply anew before you declare."
    ),
    Why.WHOLE: Text(
        "此审批不得分批，已有一批申报。", "This approval is not to be split, and a shipment has been declared."
    ),
    Why.NOTHING: Text("审批数量已用完。", "Nothing is left of the approved quantity."),
    Why.BEYOND: Text(
        "超出审批数量：剩余 {left}，没有扣减。", "Beyond what is approved: {left} is left; nothing was deducted."
    ),
}


def blocked(held: Allowance, on: date) -> Refusal | None:
    """Why nothing at all can be declared on `on`; None where something can."""
    if held.withdrawn_on is not None:
        return _no(Why.WITHDRAWN, day=held.withdrawn_on)
    if on < held.valid_from:
        return _no(Why.NOT_YET, day=held.valid_from)
    if on > held.valid_to:
        return _no(Why.EXPIRED, day=held.valid_to)
    if not held.may_split and held.shipments:
        return _no(Why.WHOLE)
    return _no(Why.NOTHING) if held.left == 0 else None


def refusal(held: Allowance, quantity: int, on: date) -> Refusal | None:
    """Why `quantity` cannot be declared on `on`; None where it can. Raises ValueError for less than something."""
    if quantity <= 0:
        raise ValueError("a shipment has a quantity")
    if (no := blocked(held, on)) is not None:
        return no
    if held.left is not None and quantity > held.left:
        return _no(Why.BEYOND, left=written(held.left))
    return None


def written(thousandths: int) -> str:
    """A quantity as people write it: 1500 is 1.5."""
    whole, rest = divmod(thousandths, THOUSANDTHS)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _no(why: Why, **params: object) -> Refusal:
    return Refusal(why, _SENTENCES[why].format(**params))


class Notice(StrEnum):
    """What the holder should know in good time."""

    ENDS_SOON = "ends_soon"
    LITTLE_LEFT = "little_left"


def warnings(held: Allowance, on: date, *, days: int, share: int) -> tuple[Notice, ...]:
    """What to warn of on `on`: an end within `days`, less than `share` per cent left. Nothing once it is blocked."""
    if blocked(held, on) is not None:
        return ()
    found = []
    if (held.valid_to - on).days <= days:
        found.append(Notice.ENDS_SOON)
    if held.share_left is not None and held.share_left * 100 < share:
        found.append(Notice.LITTLE_LEFT)
    return tuple(found)
