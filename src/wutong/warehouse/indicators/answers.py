"""A question about a figure, and what answers it. Computes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Filter = Mapping[str, Sequence[str]]  # dimension → values, any of which will do; "" stands for no value at all
ABSENT = ""


def written(value: object) -> str | None:
    """A value of a dimension as filters write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


class Answers(Protocol):
    """Whoever runs SELECTs: a Reading of a release."""

    def query(self, sql: str, params: Sequence[object] = ()) -> Any:
        """The rows of one SELECT, as tuples."""
        ...


@dataclass(frozen=True)
class Question:
    """Which figure, by what, of which rows; `within` is the whole that a share is of."""

    indicator: str
    by: tuple[str, ...] = ()
    where: Filter = field(default_factory=dict)
    within: Filter = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `denominator` is null where there is none; `value` where nothing can be said, or must not be.

    A range has `low` and `high` and no value, as there is no one number to say; nothing bounds it where `high` is null.
    """

    dimensions: tuple[Any, ...]
    value: float | None
    numerator: float | None
    denominator: float | None
    rows: int
    known: int
    is_withheld: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def coverage(self) -> float | None:
        """The share of rows that have what the figure needs."""
        return self.known / self.rows if self.rows else None
