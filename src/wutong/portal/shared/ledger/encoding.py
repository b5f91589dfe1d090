"""The one way in which an entry is written down before it is hashed. Pure; a change breaks every chain there is."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

_VERSION = 1
_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Moved:
    """What an entry does to one account; see models.Move."""

    account: str
    quantity: Decimal
    change: Decimal
    level_after: Decimal


@dataclass(frozen=True, slots=True)
class Sealed:
    """Everything that an entry's hash covers. `corrects` is the number of the entry that it corrects."""

    number: int
    kind: str
    occurred_on: date
    entered_at: datetime
    by_id: str
    by_name: str
    references: Mapping[str, str]
    note: str
    corrects: int | None
    reason: str
    is_void: bool
    moves: Sequence[Moved]


def first_hash(*, key: str, kind: str, unit: str) -> str:
    """What the first entry of a book follows: the book itself, so that its unit cannot be changed behind its back."""
    return _digest({"book": key, "kind": kind, "unit": unit, "version": _VERSION})


def hash_of(entry: Sealed, previous: str) -> str:
    """The entry's own hash, in 64 hexadecimal digits."""
    moves = [
        [one.account, plain(one.quantity), plain(one.change), plain(one.level_after)]
        for one in sorted(entry.moves, key=lambda one: one.account)
    ]
    return _digest(
        {
            "by_id": entry.by_id,
            "by_name": entry.by_name,
            "corrects": entry.corrects,
            "entered_at": entry.entered_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "is_void": entry.is_void,
            "kind": entry.kind,
            "moves": moves,
            "note": entry.note,
            "number": entry.number,
            "occurred_on": entry.occurred_on.isoformat(),
            "previous": previous,
            "reason": entry.reason,
            "references": dict(entry.references),
            "version": _VERSION,
        }
    )


def plain(quantity: Decimal) -> str:
    """A quantity with its six decimals, however it was written: 1E+1, 10 and 10.0 are one."""
    return f"{quantity.quantize(_STEP):f}"


def _digest(values: Mapping[str, object]) -> str:
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
