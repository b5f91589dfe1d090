"""What the index keeps of each enterprise, in plain column files that are mapped into memory and never changed.

A generation is what one build or update added. Rows of a generation are numbered from its base; its aliases
(former and English names) are numbered on from its rows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wutong.warehouse.letters.codes import code_span, rest_span
from wutong.warehouse.letters.columns import bytes_of
from wutong.warehouse.letters.reading import LETTERS, Keys, digit, letter_at
from wutong.warehouse.search.keeping.grams import Grams
from wutong.warehouse.search.keeping.mapping import mapped
from wutong.warehouse.search.keeping.preparing import FACTS, Facts

Places = npt.NDArray[np.uint32]


class TextWriter:
    """Appends texts to a pair of files: their bytes, and where each begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self._bytes: BinaryIO = (folder / f"{name}.bytes").open("wb")
        self._starts: BinaryIO = (folder / f"{name}.starts").open("wb")
        self._end = 0
        self._starts.write(np.zeros(1, dtype=np.uint64).tobytes())

    def add(self, texts: pa.Array) -> None:
        """Append an Arrow array of strings; a null is an empty text."""
        bounds, data = bytes_of(texts)
        self._bytes.write(data[bounds[0] : bounds[-1]].tobytes())
        self._starts.write((bounds[1:] + (self._end - bounds[0])).tobytes())
        self._end += int(bounds[-1] - bounds[0])

    def close(self) -> None:
        self._bytes.close()
        self._starts.close()


class Texts:
    """A column of texts, read by number."""

    def __init__(self, folder: Path, name: str) -> None:
        self._starts = mapped(folder / f"{name}.starts", np.dtype(np.uint64))
        self._bytes = mapped(folder / f"{name}.bytes", np.dtype(np.uint8))
        self._view = self._bytes.data
        self._begins = self._starts.data.cast("B").cast("Q")  # a tenth of the cost of asking the array

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:
        return str(self._view[self._begins[place] : self._begins[place + 1]], "utf-8")

    def as_arrow(self) -> pa.Array:
        """All of them, without copying."""
        buffers = [None, pa.py_buffer(self._starts), pa.py_buffer(self._bytes)]
        return pa.Array.from_buffers(pa.large_string(), len(self), buffers)


def write_keys(
    folder: Path, name: str, keys: Keys, places: npt.NDArray[np.int64], prominence: Places, rests: Places | None = None
) -> None:
    """A sorted list of keys, the rows they stand for, how prominent each is, and what follows the key of a code."""
    kept = np.flatnonzero(keys)
    order = kept.take(np.argsort(keys.take(kept)))
    keys.take(order).tofile(folder / f"{name}.keys")
    ordered = places.astype(np.uint32).take(order)
    ordered.tofile(folder / f"{name}.places")
    prominence.take(ordered).tofile(folder / f"{name}.prominence")
    if rests is not None:
        rests.take(order).tofile(folder / f"{name}.rests")


class KeyList:
    """A sorted list of keys, as written by write_keys."""

    def __init__(self, folder: Path, name: str) -> None:
        self.keys = mapped(folder / f"{name}.keys", np.dtype(np.uint64))
        self.places = mapped(folder / f"{name}.places", np.dtype(np.uint32))
        self.prominence = mapped(folder / f"{name}.prominence", np.dtype(np.uint32))

    def between(self, first: int, after: int, most: int) -> list[int]:
        """Places of keys from `first` to before `after`; the most prominent where there are more than `most`."""
        chosen = self._chosen(first, after, most)
        return [int(place) for place in self.places[chosen]]

    def within(self, firsts: Keys, afters: Keys, most: int, scanned: int) -> list[int]:
        """Places of keys in any of several spans; the most prominent where there are more than `most`."""
        lows, highs = self.keys.searchsorted(firsts), self.keys.searchsorted(afters)
        kept = np.flatnonzero(highs > lows)
        sizes = np.minimum(highs - lows, max(scanned // max(len(kept), 1), 1))[kept]
        chosen = np.arange(sizes.sum()) + np.repeat(lows[kept] - (np.cumsum(sizes) - sizes), sizes)
        if len(chosen) > most:
            chosen = chosen[np.argpartition(self.prominence[chosen], len(chosen) - most)[-most:]]
        return [int(place) for place in self.places[chosen]]

    def holding(self, first: int, after: int, letters: str, most: int) -> list[int]:
        """Places of such keys that hold all `letters` in order, among the `most` prominent."""
        chosen = self._chosen(first, after, most)
        keys = self.keys[chosen]
        wanted = np.array([*(digit(letter) for letter in letters), 255], dtype=np.uint64)
        matched = np.zeros(len(keys), dtype=np.int64)
        for place in range(LETTERS):
            matched += letter_at(keys, place) == wanted[matched]
        return [int(place) for place in self.places[chosen][matched == len(letters)]]

    def _chosen(self, first: int, after: int, most: int) -> slice | npt.NDArray[np.int64]:
        low, high = self._bounds(first, after)
        if high - low <= most:
            return slice(low, high)
        order: npt.NDArray[np.int64] = np.argpartition(self.prominence[low:high], high - low - most)
        chosen: npt.NDArray[np.int64] = low + order[-most:]
        return chosen

    def _bounds(self, first: int, after: int) -> tuple[int, int]:
        low, high = np.searchsorted(self.keys, np.array([first, after], dtype=np.uint64)).tolist()
        return int(low), int(high)


class CodeList(KeyList):
    """A sorted list of codes, as written by write_keys with rests."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(folder, name)
        self.rests = mapped(folder / f"{name}.rests", np.dtype(np.uint32))

    def beginning(self, code: str, most: int) -> list[int]:
        """Places of codes that begin with `code`; the most prominent where there are more than `most`."""
        low, high = self._bounds(*code_span(code))
        least, after = rest_span(code)
        rests = self.rests[low:high]
        fitting = low + np.flatnonzero((rests >= least) & (rests < after))
        if len(fitting) > most:
            fitting = fitting[np.argpartition(self.prominence[fitting], len(fitting) - most)[-most:]]
        return [int(place) for place in self.places[fitting]]


@dataclass(frozen=True)
class Generation:
    """One generation in its folder. `base` is the number of its first row in the index."""

    folder: Path
    base: int
    row_count: int
    alias_count: int

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        return cls(folder=folder, **json.loads((folder / "generation.json").read_text(encoding="utf-8")))

    def describe(self) -> None:
        """Write down the numbers of this generation."""
        numbers = {"base": self.base, "row_count": self.row_count, "alias_count": self.alias_count}
        (self.folder / "generation.json").write_text(json.dumps(numbers), encoding="utf-8")

    @property
    def end(self) -> int:
        return self.base + self.row_count + self.alias_count

    @cached_property
    def names(self) -> Texts:
        return Texts(self.folder, "names")

    @cached_property
    def ids(self) -> Texts:
        return Texts(self.folder, "ids")

    @cached_property
    def credit_codes(self) -> Texts:
        return Texts(self.folder, "credit_codes")

    @cached_property
    def aliases(self) -> Texts:
        return Texts(self.folder, "aliases")

    @cached_property
    def alias_rows(self) -> Places:
        return mapped(self.folder / "alias_rows", np.dtype(np.uint32))

    @cached_property
    def alias_regions(self) -> npt.NDArray[np.uint8]:
        """How many letters of each alias name its region."""
        return mapped(self.folder / "alias_regions", np.dtype(np.uint8))

    @cached_property
    def facts(self) -> Facts:
        return mapped(self.folder / "facts", FACTS)

    @cached_property
    def codes(self) -> CodeList:
        return CodeList(self.folder, "codes")

    @cached_property
    def numbers(self) -> CodeList:
        """Keys of identifiers other than the credit code; their places count identifiers."""
        return CodeList(self.folder, "numbers")

    @cached_property
    def identifiers(self) -> Texts:
        return Texts(self.folder, "identifiers")

    @cached_property
    def identifier_rows(self) -> Places:
        return mapped(self.folder / "identifier_rows", np.dtype(np.uint32))

    @cached_property
    def pinyin(self) -> KeyList:
        return KeyList(self.folder, "pinyin")

    @cached_property
    def initials(self) -> KeyList:
        return KeyList(self.folder, "initials")

    @cached_property
    def grams(self) -> Grams:
        """Which names hold which letters; numbers as those of names: rows first, aliases after them."""
        return Grams(self.folder)

    @cached_property
    def cities(self) -> list[str]:
        return list(json.loads((self.folder / "cities.json").read_text(encoding="utf-8")))

    @cached_property
    def removed(self) -> frozenset[int]:
        """Rows of this generation that a later update removed. Read from the index folder, not from its own."""
        file = self.folder.parent.parent / "removed" / self.folder.name
        return frozenset(np.fromfile(file, dtype="<u4").tolist()) if file.exists() else frozenset()


def generations(folder: Path) -> tuple[Generation, ...]:
    """Every generation of the index in `folder`, oldest first."""
    found = (Generation.open(one) for one in (folder / "rows").iterdir())
    return tuple(sorted(found, key=lambda one: one.folder.name))


def rows_of(generation: Generation, ids: Iterable[str]) -> npt.NDArray[np.int64]:
    """The rows of `generation` that stand for `ids`."""
    wanted = pa.array(list(ids), pa.large_string())
    if not len(wanted):
        return np.zeros(0, dtype=np.int64)
    found = pa.compute.is_in(generation.ids.as_arrow(), value_set=wanted)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))
