"""Which names hold which letters and pairs of letters: sorted lists, the most prominent name first in each.

Our own for speed: see docs/adr/0005-grams-in-sorted-lists.md.
A list ends where enough was found, so that common letters cost no more than rare ones. Letters beyond the basic plane
are folded into it: a list gives names that may fit, and whoever asked looks at them.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wutong.warehouse.letters.characters import Codes
from wutong.warehouse.search.keeping.mapping import mapped

Places = npt.NDArray[np.uint32]
Codes16 = npt.NDArray[np.uint16]
Lengths = npt.NDArray[np.unsignedinteger]
Flags = npt.NDArray[np.bool_]
Lists = tuple[Places, npt.NDArray[np.uint64], Places]
Make = Callable[[Codes16, Lengths, Flags], tuple[Places, Flags]]

_LETTER = 16  # bits
_PLACE = 32
_OFTEN = 0.25  # the share of names that hold a letter which tells nothing
_LEAST_OFTEN = 20_000  # names; below, no letter is so common that its list costs anything
_FIRST = 4  # times as many names are looked at first as are wanted
_KEPT = ("grams", "begins", "places")


class Letters:
    """The letters of names, as they come: names one after another, and how long each is."""

    def __init__(self) -> None:
        self._blocks: list[tuple[Codes16, Lengths]] = []
        self._counts = np.zeros(1 << _LETTER, dtype=np.int64)
        self._name_count = 0

    def add(self, codes: Codes, lengths: npt.NDArray[np.int64]) -> None:
        """Append some thousands of cleaned names."""
        folded = (codes & 0xFFFF).astype(np.uint16)
        self._counts += np.bincount(folded, minlength=1 << _LETTER)
        self._blocks.append((folded, lengths.astype(np.uint8 if lengths.max(initial=0) < 256 else np.uint32)))
        self._name_count += len(lengths)

    def write(self, folder: Path, prominence: Places) -> None:
        """Write the lists of all names; `prominence` is of each, in the order in which they came."""
        order = np.argsort(~prominence, kind="stable").astype(np.uint32)
        order.tofile(folder / "grams.rows")
        places = np.empty(len(order), dtype=np.uint32)
        places[order] = np.arange(len(order), dtype=np.uint32)
        common = self._counts > max(_OFTEN * self._name_count, _LEAST_OFTEN)
        np.flatnonzero(common).astype(np.uint16).tofile(folder / "grams.common")
        with ThreadPoolExecutor(max_workers=2) as pool:
            parts = list(pool.map(lambda make: self._lists(make, places, common), (_letters, _pairs)))
        _write(folder, parts)

    def _lists(self, make: Make, places: Places, common: Flags) -> Lists:
        """Grams in order, where the list of each begins, and the places in the lists, one list after another.

        The letters of a nation's names are half a gigabyte as grams: each is written once and sorted where it lies.
        """
        postings = np.empty(int(self._counts.sum()), dtype=np.uint64)
        begin = end = 0
        for codes, lengths in self._blocks:
            grams, kept = make(codes, lengths, common)
            after = end + int(kept.sum())
            found = np.repeat(places[begin : begin + len(lengths)], lengths)[kept]
            np.bitwise_or(grams[kept].astype(np.uint64) << np.uint64(_PLACE), found, out=postings[end:after])
            begin, end = begin + len(lengths), after
        postings = postings[:end]
        postings.sort()
        halves = postings.view(np.uint32).reshape(-1, 2)  # places and grams, for numbers lie with their end first
        begins = np.flatnonzero(np.append(True, halves[1:, 1] != halves[:-1, 1])[: len(halves)])
        return halves[begins, 1].copy(), begins.astype(np.uint64), halves[:, 0].copy()


def _letters(codes: Codes16, lengths: Lengths, common: Flags) -> tuple[Places, Flags]:
    """Every letter, and whether it tells something."""
    return codes.astype(np.uint32), ~common[codes]


def _pairs(codes: Codes16, lengths: Lengths, common: Flags) -> tuple[Places, Flags]:
    """Every letter with the one after it, and whether both are of one name and one of them tells something."""
    following = np.append(codes[1:], np.zeros(min(1, len(codes)), np.uint16))
    kept = ~(common[codes] & common[following])
    ends = np.cumsum(lengths, dtype=np.int64)
    kept[ends[ends > 0] - 1] = False
    return codes.astype(np.uint32) << np.uint32(_LETTER) | following, kept


def _write(folder: Path, parts: Sequence[Lists]) -> None:
    """One after another: letters come before pairs as numbers too."""
    end = 0
    files = [(folder / f"grams.{name}").open("wb") for name in _KEPT]
    for grams, begins, places in parts:
        for file, column in zip(files, (grams, begins + np.uint64(end), places), strict=True):
            file.write(column.data)
        end += len(places)
    files[1].write(np.uint64(end).tobytes())
    for file in files:
        file.close()


class Grams:
    """The lists of one generation, read as they are used."""

    def __init__(self, folder: Path) -> None:
        self._grams = mapped(folder / "grams.grams", np.uint32)
        self._begins = mapped(folder / "grams.begins", np.uint64)
        self._places = mapped(folder / "grams.places", np.uint32)
        self._rows = mapped(folder / "grams.rows", np.uint32)
        self._common = frozenset(mapped(folder / "grams.common", np.uint16).tolist())

    def with_all(self, grams: Sequence[str], most: int) -> list[int]:
        """Numbers of the `most` prominent names that hold all `grams`, each of one letter or two."""
        lists = [self._list(one) for one in map(_number, dict.fromkeys(grams)) if not self._is_common(one)]
        if not lists:
            return [int(row) for row in self._rows[:most]]
        first, *others = sorted(lists, key=len)
        found: list[int] = []
        begin, size = 0, _FIRST * most
        while begin < len(first) and len(found) < most:
            places = first[begin : begin + size]
            for other in others:
                places = _shared(places, other)
            distinct = places[np.append(True, places[1:] != places[:-1])[: len(places)]]  # it may hold a gram twice
            found += self._rows[distinct[: most - len(found)]].tolist()
            begin, size = begin + size, size * 4
        return found

    def _is_common(self, gram: int) -> bool:
        return gram & 0xFFFF in self._common and (gram >> _LETTER or gram) in self._common

    def _list(self, gram: int) -> Places:
        place = int(self._grams.searchsorted(np.uint32(gram)))
        if place == len(self._grams) or self._grams[place] != gram:
            return self._places[:0]
        return self._places[int(self._begins[place]) : int(self._begins[place + 1])]


def _number(gram: str) -> int:
    number = 0
    for letter in gram:
        number = number << _LETTER | ord(letter) & 0xFFFF
    return number


def _shared(places: Places, other: Places) -> Places:
    """Those of `places` that are in `other`; both are sorted."""
    if not len(places) or not len(other):
        return places[:0]
    at = other.searchsorted(places)
    at[at == len(other)] = 0
    shared: Places = places[other[at] == places]
    return shared
