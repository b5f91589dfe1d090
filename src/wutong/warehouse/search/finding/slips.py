"""Pinyin typed with one letter wrong, missing, too many, or two in each other's place. Pure but for the key lists."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from wutong.warehouse.letters.reading import BITS, LETTERS, Keys, digit
from wutong.warehouse.search.finding.aligning import Alignment
from wutong.warehouse.search.keeping.store import Generation

_LEAST = 5  # letters; fewer with a slip mean anything
_MOST = 120  # names looked at, the most prominent
_SCANNED = 20_000  # keys of which they are the most prominent
_ALPHABET = np.array([digit(letter) for letter in "abcdefghijklmnopqrstuvwxyz"], dtype=np.uint64)
_PLACES = np.array([BITS * (LETTERS - 1 - place) for place in range(LETTERS)], dtype=np.uint64)

Rows = npt.NDArray[np.uint64]  # a row for each way to write, a digit for each letter


def may_hold_one(letters: str) -> bool:
    """Is this long enough for pinyin with a slip, and nothing but letters?"""
    return len(letters) >= _LEAST and letters.isascii() and letters.isalpha()


def candidates(generation: Generation, letters: str) -> list[int]:
    """Numbers of names whose pinyin, behind the region, may begin as `letters` do but for one."""
    firsts, afters = _spans(np.array([digit(letter) for letter in letters], dtype=np.uint64))
    return generation.pinyin.within(firsts, afters, _MOST, _SCANNED)


def _spans(typed: npt.NDArray[np.uint64]) -> tuple[Keys, Keys]:
    """The least key of each way to write `typed` with one letter changed, and the least key after all it begins."""
    groups = [_packed(rows) for rows in _written(typed)]
    firsts, afters = (np.concatenate(ends) for ends in zip(*groups, strict=True))
    distinct, where = np.unique(firsts, return_index=True)
    return distinct, afters[where]


def _packed(rows: Rows) -> tuple[Keys, Keys]:
    size = min(rows.shape[1], LETTERS)
    firsts: Keys = (rows[:, :size] << _PLACES[:size]).sum(axis=1, dtype=np.uint64)
    return firsts, firsts + np.uint64(1 << BITS * (LETTERS - size))


def _written(typed: npt.NDArray[np.uint64]) -> Iterator[Rows]:
    """One letter less, other, more; two neighbours exchanged. Letters that no key holds are left as they are."""
    size, last = len(typed), min(len(typed), LETTERS)
    places = np.arange(last)
    yield np.array([np.delete(typed, place) for place in places])
    other = np.tile(typed, (last, len(_ALPHABET), 1))
    other[places, :, places] = _ALPHABET
    yield other.reshape(-1, size)
    more = np.array([np.insert(typed, place, 0) for place in range(last + 1)])
    more = np.repeat(more[:, None, :], len(_ALPHABET), axis=1)
    more[np.arange(last + 1), :, np.arange(last + 1)] = _ALPHABET
    yield more.reshape(-1, size + 1)
    exchanged = np.tile(typed, (size - 1, 1))
    before = np.arange(size - 1)
    exchanged[before, before], exchanged[before, before + 1] = typed[1:], typed[:-1]
    yield exchanged


def align(letters: str, syllables: Sequence[str], region: int) -> Alignment | None:
    """`letters` as the beginning of the pinyin of a name behind its region, but for one letter; best as whole
    syllables."""
    spelled = "".join(syllables[region:])
    ends = list(accumulate(map(len, syllables[region:])))
    for size in sorted((len(letters), len(letters) - 1, len(letters) + 1), key=lambda size: size not in ends):
        if OSA.distance(letters, spelled[:size], score_cutoff=1) <= 1:
            return Alignment(((region, min(bisect_left(ends, size) + 1, len(ends))),), missing=1)
    return None
