"""Names as fixed-width arrays of folded letters, and letters as syllables. The same for the index and for queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from wutong.catalog.catalog import Catalog
from wutong.warehouse.letters.characters import BASIC_PLANE, cleaning_table
from wutong.warehouse.letters.reading import Pinyin

Letters = npt.NDArray[np.integer[Any]]  # code points, or numbers of syllables
Numbers = npt.NDArray[np.integer[Any]]

WIDTH = 24  # letters of a name that are kept
_SEED, _FACTOR = 14695981039346656037, 1099511628211  # of the digest (FNV-1a)
KEYS = 512  # more than there are syllables, letters and digits: a pair of them is a number below its square


class _Folded(dict[int, int | None]):
    """A table as str.translate wants it, filled as letters come by: looking them up in an array one by one is slow."""

    def __init__(self, table: Letters) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> int | None:
        self[code] = found = (int(self._table[code]) or None) if code < BASIC_PLANE else None
        return found


@dataclass(frozen=True)
class Alphabet:
    """Folding of letters, and the syllable of each."""

    catalog: Catalog

    @cached_property
    def folding(self) -> Letters:
        """Code point to folded code point over the basic plane; 0 = left out."""
        table = cleaning_table().copy()
        traditional = self.catalog.names.characters.traditional
        simple = dict(zip(map(ord, traditional.written), map(ord, traditional.folded), strict=True))
        for written, folded in simple.items():
            table[written] = folded
        table[table >= BASIC_PLANE] = 0
        return table.astype(np.uint16)

    @cached_property
    def usual(self) -> dict[str, str]:
        """Character to its usual syllable."""
        return Pinyin(self.catalog.search.readings).usual

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """Every syllable by its number; number 0 is none, and Latin letters and digits stand for themselves."""
        latin = tuple("abcdefghijklmnopqrstuvwxyz0123456789")
        known = {syllable for letter, syllable in self.usual.items() if "一" <= letter <= "龥" and syllable.isascii()}
        plain = sorted(one for one in known if one.isalpha() and len(one) > 1)
        return ("", *latin, *plain)[:KEYS]

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Syllable to its number. `a`, `o` and `e` are their letters."""
        return {syllable: number for number, syllable in enumerate(self.syllables) if syllable}

    @cached_property
    def sounding(self) -> Letters:
        """Folded code point to the number of its syllable."""
        table = np.zeros(BASIC_PLANE, dtype=np.uint16)
        for letter, syllable in self.usual.items():
            if ord(letter) < BASIC_PLANE:
                table[ord(letter)] = self.number_of.get(syllable, 0)
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789":
            table[ord(letter)] = self.number_of[letter]
        return table

    @cached_property
    def _folded(self) -> "_Folded":
        return _Folded(self.folding)

    def fold(self, text: str) -> str:
        """`text` as the index holds it: small simplified letters without signs."""
        return text.translate(self._folded)

    @cached_property
    def _sounded(self) -> "_Folded":
        return _Folded(self.sounding)

    def sounding_text(self, text: str) -> str:
        """A letter for each syllable of a folded text, to be compared only; what has no reading is left out."""
        return text.translate(self._sounded)

    def sound(self, text: str) -> str:
        """`text` in pinyin without blanks; letters that have no reading stand for themselves."""
        usual = self.usual
        return "".join(usual.get(one, one) for one in text)

    def spell(self, text: str) -> tuple[int, ...]:
        """The syllable numbers of a folded text."""
        table = self.sounding
        return tuple(int(table[ord(one)]) for one in text)


def codes_of(texts: list[str], width: int = WIDTH) -> Letters:
    """Texts as a matrix of code points, cut at `width` and filled up with 0. Beyond the basic plane is 0."""
    whole = np.array(texts, dtype=f"<U{width}").view(np.uint32).reshape(len(texts), width)
    return np.where(whole < BASIC_PLANE, whole, 0).astype(np.uint16)


def folded_parts(texts: list[str], ends: Numbers, folding: Letters) -> tuple[Letters, Numbers]:
    """Folded letters of each text, closed up, and where its parts end then; `ends` has a column for each part."""
    letters = folding[codes_of(texts)]
    kept = letters > 0
    counts = np.zeros((len(texts), WIDTH + 1), dtype=np.int64)
    np.cumsum(kept, axis=1, out=counts[:, 1:])
    new_ends = np.take_along_axis(counts, np.minimum(ends, WIDTH), axis=1)
    holed = np.flatnonzero((kept[:, 1:] & ~kept[:, :-1]).any(axis=1))
    order = np.argsort(~kept[holed], axis=1, kind="stable")
    letters[holed] = np.take_along_axis(letters[holed], order, axis=1)
    return letters, new_ends


def digest_of_text(text: str) -> int:
    """The same as digest_of for one folded text, without an array."""
    digest = _SEED
    for letter in text[:WIDTH]:
        digest = (digest ^ ord(letter)) * _FACTOR & 0xFFFFFFFFFFFFFFFF
    return digest


def digest_of(letters: Letters) -> npt.NDArray[np.uint64]:
    """A number for each row of letters; equal rows have equal numbers."""
    digest = np.full(len(letters), _SEED, dtype=np.uint64)
    for place in range(letters.shape[1]):
        column = letters[:, place]
        mixed = (digest ^ column) * np.uint64(_FACTOR)
        digest = np.where(column > 0, mixed, digest)
    return digest
