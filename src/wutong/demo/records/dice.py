"""Draws for records: each question about each thing has its own dice, so that adding one changes no other."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

T = TypeVar("T")


class _Weighted(Protocol):
    @property
    def weight(self) -> float: ...


W = TypeVar("W", bound=_Weighted)


class Dice:
    """Draws that depend on the seed and on what they are about, and on nothing drawn elsewhere."""

    def __init__(self, seed: int, *about: object) -> None:
        self._random = random.Random("/".join(map(str, (seed, *about))))

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self._random.random() < share

    def one(self, things: Sequence[T]) -> T:
        """One of `things`, each as likely."""
        return things[int(self._random.random() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `things`, or all where there are fewer."""
        return self._random.sample(list(things), min(count, len(things)))

    def weighted(self, things: Sequence[W]) -> W:
        """One of `things` by their weights."""
        return self._random.choices(list(things), [thing.weight for thing in things])[0]

    def between(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        return least + int(self._random.random() * (most - least + 1))

    def factor(self, spread: float) -> float:
        """A number around 1, at most `spread` away."""
        return 1 + spread * (2 * self._random.random() - 1)

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`; `first` where that is the later."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))
