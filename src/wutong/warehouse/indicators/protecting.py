"""Which cells of a table of trade secrets may be told, so that no combination of them gives a small one away.

A cell is the sum over some of the finest cells (atoms). A reader can add and subtract what is told, so a cell is given
away when it is a linear combination of those told. Cells are opened one after another, the largest first; one that
would give away a cell of too few firms, several of them that together have too few, or a remainder of too few firms in
a group, stays closed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np
from numpy.typing import NDArray

Cell = tuple[Hashable, ...]  # a value for each dimension, or ANY
_ALMOST_NOTHING = 1e-6
_DIGITS = 7  # to which sums are compared


class _Any:
    """What stands in a cell for every value of a dimension together."""

    def __repr__(self) -> str:
        return "ANY"


ANY = _Any()


@dataclass(frozen=True, slots=True)
class Atom:
    """One of the finest cells: a value for each dimension, and the firms in it."""

    key: Cell
    firms: frozenset[str]


def open_cells(atoms: Sequence[Atom], least: int) -> frozenset[Cell]:
    """The cells of all totals and sub-totals that may be told; one of fewer than `least` firms never is."""
    members = _members(atoms)
    sets = sorted(set(members.values()), key=lambda one: (-len(_firms(atoms, one)), -len(one), sorted(one)))
    board = _Board(atoms, least, sets, members)
    for at in range(len(sets)):
        board.offer(at)
    return frozenset(cell for cell, held in members.items() if board.known[board.at[held]])


def _members(atoms: Sequence[Atom]) -> dict[Cell, frozenset[int]]:
    """Every cell there is, and its atoms."""
    found: dict[Cell, set[int]] = {}
    for at, atom in enumerate(atoms):
        for cell in product(*((value, ANY) for value in atom.key)):
            found.setdefault(cell, set()).add(at)
    return {cell: frozenset(held) for cell, held in found.items()}


def _firms(atoms: Sequence[Atom], held: frozenset[int]) -> frozenset[str]:
    return frozenset(chain.from_iterable(atoms[at].firms for at in held))


class _Board:
    """What is known after each cell that is opened. Changed only by `offer`."""

    def __init__(
        self, atoms: Sequence[Atom], least: int, sets: list[frozenset[int]], members: dict[Cell, frozenset[int]]
    ) -> None:
        self._atoms, self._least, self._sets = atoms, least, sets
        self.at = {held: at for at, held in enumerate(sets)}
        self._counts = np.array([len(_firms(atoms, held)) for held in sets])
        self._rest = np.zeros((len(sets), len(atoms)))  # what is left of each set after all that is told
        for at, held in enumerate(sets):
            self._rest[at, list(held)] = 1.0
        self.known: NDArray[np.bool_] = np.zeros(len(sets), dtype=bool)
        self._groups, self._touching = _groups(members, self.at)
        self._few = _Few([_firms(atoms, held) for held in sets], least, len(atoms))

    def offer(self, at: int) -> None:
        """Tell a set, unless that gives away too few firms."""
        if self.known[at] or self._counts[at] < self._least:
            return
        step = self._rest[at] / np.linalg.norm(self._rest[at])
        rest = self._rest - np.outer(self._rest @ step, step)
        known = np.abs(rest).max(axis=1) < _ALMOST_NOTHING
        gained = np.flatnonzero(known & ~self.known)
        if (self._counts[gained] < self._least).any() or self._leaves_few(gained, known) or self._few.follow(rest):
            return
        self._rest, self.known = rest, known

    def _leaves_few(self, gained: NDArray[np.intp], known: NDArray[np.bool_]) -> bool:
        """True where a group whose total is known is known but for a part of too few firms."""
        touched = set(chain.from_iterable(self._touching[int(at)] for at in gained))
        return any(known[self._groups[one][0]] and self._is_few(self._groups[one], known) for one in touched)

    def _is_few(self, group: tuple[int, tuple[int, ...]], known: NDArray[np.bool_]) -> bool:
        total, parts = group
        told = frozenset(chain.from_iterable(self._sets[part] for part in parts if known[part]))
        return 0 < len(_firms(self._atoms, self._sets[total] - told)) < self._least


class _Few:
    """Sets of too few firms, two, three or four of which together may still have too few."""

    def __init__(self, firms: Sequence[frozenset[str]], least: int, width: int) -> None:
        self._firms, self._least = firms, least
        self._sets = np.array([at for at, held in enumerate(firms) if len(held) < least], dtype=np.intp)
        pairs = combinations(range(len(self._sets)), 2)
        few = [pair for pair in pairs if self._is_few(pair)]
        self._pairs = np.array(few, dtype=np.intp).reshape(-1, 2)
        # Each set is compared by one number: what adds up to nothing does so in it, and anything else hardly.
        draws = np.random.default_rng(0).normal(size=(2, width))
        self._draw = draws[0] + 1j * draws[1]

    def _is_few(self, places: Sequence[int]) -> bool:
        return len(frozenset[str]().union(*(self._firms[self._sets[place]] for place in places))) < self._least

    def follow(self, rest: NDArray[np.float64]) -> bool:
        """True where what is left of several of them adds up to nothing: then their sum is known."""
        if not len(self._pairs):
            return False
        left = rest[self._sets] @ self._draw  # rounded after adding, as roundings would not add up
        ones, twos = (np.round(one, _DIGITS) for one in (left, left[self._pairs[:, 0]] + left[self._pairs[:, 1]]))
        if (np.abs(twos) < _ALMOST_NOTHING).any():
            return True
        return self._meet(twos, ones, [(place,) for place in range(len(ones))]) or self._meet(
            twos, twos, [tuple(pair) for pair in self._pairs.tolist()]
        )

    def _meet(
        self, twos: NDArray[np.complex128], others: NDArray[np.complex128], places: Sequence[tuple[int, ...]]
    ) -> bool:
        """True where a pair and another set or pair add up to nothing, and have too few firms together."""
        by_sum: dict[complex, list[tuple[int, ...]]] = {}
        for at in np.flatnonzero(np.isin(others, -twos)).tolist():
            by_sum.setdefault(_sum(others[at]), []).append(places[at])
        return any(
            self._is_few((*self._pairs[at].tolist(), *other))
            for at in np.flatnonzero(np.isin(-twos, others)).tolist()
            for other in by_sum.get(_sum(-twos[at]), ())
        )


def _sum(value: np.complex128) -> complex:
    return complex(value) + 0  # so that there is one nought and not two


def _groups(
    members: dict[Cell, frozenset[int]], at: dict[frozenset[int], int]
) -> tuple[list[tuple[int, tuple[int, ...]]], list[set[int]]]:
    """Each total with its parts by one dimension, and the groups in which each set stands."""
    parts: dict[tuple[Cell, int], set[int]] = {}
    for cell, held in members.items():
        for place, value in enumerate(cell):
            if value is not ANY:
                total = (*cell[:place], ANY, *cell[place + 1 :])
                parts.setdefault((total, place), set()).add(at[held])
    groups = list(dict.fromkeys((at[members[total]], tuple(sorted(of))) for (total, _), of in parts.items()))
    touching: list[set[int]] = [set() for _ in at]
    for one, (whole, of) in enumerate(groups):
        for part in (whole, *of):
            touching[part].add(one)
    return groups, touching
