"""Which cells of a table of trade secrets may be told, so that no combination of them gives a small one away.

A cell is the sum over some of the finest cells (atoms). A reader can add and subtract what is told, so a cell is given
away when it is a linear combination of those told. Cells are opened one after another, the largest first; one that
would give away a cell of too few firms, or leave a remainder of too few firms in a group, stays closed.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

Cell = tuple[Hashable, ...]  # a value for each dimension, or ANY
_ALMOST_NOTHING = 1e-6


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

    def offer(self, at: int) -> None:
        """Tell a set, unless that gives away too few firms."""
        if self.known[at] or self._counts[at] < self._least:
            return
        step = self._rest[at] / np.linalg.norm(self._rest[at])
        rest = self._rest - np.outer(self._rest @ step, step)
        known = np.abs(rest).max(axis=1) < _ALMOST_NOTHING
        gained = np.flatnonzero(known & ~self.known)
        if (self._counts[gained] < self._least).any() or self._leaves_few(gained, known):
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
