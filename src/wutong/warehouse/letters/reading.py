"""Names as pinyin and as initials, for single names and for whole batches."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from wutong.catalog.search import Readings
from wutong.warehouse.letters.characters import BASIC_PLANE, Codes, first_readings

Keys = npt.NDArray[np.uint64]

LETTERS = 10  # of the pinyin, and of the initials, that are kept in a key
BITS = 6  # of a letter in a key


def digit(letter: str) -> int:
    """1 to 36 for digits and small Latin letters, 0 for anything else."""
    if "0" <= letter <= "9":
        return ord(letter) - ord("0") + 1
    return ord(letter) - ord("a") + 11 if "a" <= letter <= "z" else 0


def pack(letters: str) -> int:
    """The first letters as a number that sorts as they do."""
    key = 0
    for letter in letters[:LETTERS].ljust(LETTERS, "\0"):
        key = key << BITS | digit(letter)
    return key


def letter_at(keys: Keys, place: int) -> Keys:
    """The digit of each key's letter at `place`."""
    return keys >> np.uint64(BITS * (LETTERS - 1 - place)) & np.uint64((1 << BITS) - 1)


def span(prefix: str) -> tuple[int, int]:
    """The least key that starts with `prefix`, and the least key after all of them."""
    first = pack(prefix)
    return first, first + (1 << BITS * (LETTERS - min(len(prefix), LETTERS)))


@dataclass(frozen=True)
class Pinyin:
    """Readings of characters, the declared ones before the dictionary's."""

    readings: Readings

    @cached_property
    def usual(self) -> dict[str, str]:
        """Character to its usual syllable."""
        declared = {reading.letter: reading.readings[0] for reading in self.readings.letters}
        return first_readings() | declared

    @cached_property
    def _second(self) -> dict[str, str]:
        return {one.letter: one.readings[1] for one in self.readings.letters if len(one.readings) > 1}

    def readings_of(self, name: str) -> list[list[str]]:
        """The syllables of a name, and of its second reading where it has one; letters stand for themselves."""
        usual, second = self.usual, self._second
        readings = [list(map(usual.get, name, name))]
        if not self._letters_of_two.isdisjoint(name):
            readings.append([second.get(letter) or usual.get(letter, letter) for letter in name])
        return readings

    @cached_property
    def _letters_of_two(self) -> frozenset[str]:
        return frozenset(self._second)

    @cached_property
    def tables(self) -> "PinyinTables":
        return PinyinTables.of(self.usual)

    @cached_property
    def second_tables(self) -> "PinyinTables":
        return PinyinTables.of(self.usual | self._second)

    @cached_property
    def second_letters(self) -> npt.NDArray[np.bool_]:
        """Over the basic plane: has the character a second reading?"""
        table = np.zeros(BASIC_PLANE, dtype=np.bool_)
        table[[ord(letter) for letter in self._second]] = True
        return table


@dataclass(frozen=True)
class PinyinTables:
    """Over the basic plane: each character's syllable packed into a number, and its number of letters."""

    packed: Keys
    lengths: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, usual: dict[str, str]) -> "PinyinTables":
        packed = np.zeros(BASIC_PLANE, dtype=np.uint64)
        lengths = np.zeros(BASIC_PLANE, dtype=np.uint64)
        key_of = cache(pack)  # tens of thousands of characters share a few hundred syllables
        itself = {letter: letter for letter in "0123456789abcdefghijklmnopqrstuvwxyz"}
        for letter, syllable in (usual | itself).items():
            if ord(letter) < BASIC_PLANE and syllable:
                packed[ord(letter)] = key_of(syllable) >> BITS * (LETTERS - len(syllable))
                lengths[ord(letter)] = len(syllable)
        return cls(packed=packed, lengths=lengths)

    def keys(self, letters: Codes) -> Keys:
        """Keys of the pinyin of each row of `letters`, a matrix of code points filled up with 0."""
        keys = np.zeros(len(letters), dtype=np.uint64)
        left = np.full(len(letters), LETTERS, dtype=np.int64)
        for column in letters.T:
            syllables, lengths = self.packed[column], self.lengths[column].astype(np.int64)
            left -= lengths
            over = np.maximum(-left, 0)
            keys |= syllables >> (over * BITS).astype(np.uint64) << (np.maximum(left, 0) * BITS).astype(np.uint64)
            left = np.maximum(left, 0)
            if not left.any():
                break
        return keys

    def initial_keys(self, letters: Codes) -> Keys:
        """Keys of the initials of each row of `letters`, one letter a column."""
        keys = np.zeros(len(letters), dtype=np.uint64)
        first = self.packed >> (np.maximum(self.lengths, 1) - 1) * BITS
        for place, column in enumerate(letters.T[:LETTERS]):
            keys |= first[column] << np.uint64(BITS * (LETTERS - 1 - place))
        return keys
