"""How proper names sound, letter by letter, for names that are spelled freely. Only of joint-stock companies: they are
the ones that spell themselves so, and a list of all would answer with noise."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wutong.catalog.matching import Spellings
from wutong.warehouse.matching.keeping.letters import Alphabet, Letters, Numbers

_LONGEST = 5  # syllables of a proper name that are heard
_BASE = 28
_TRIGRAMS = _BASE**3
KEYS = _TRIGRAMS + _BASE**4  # trigrams of sounds, then up to four initials


@dataclass(frozen=True)
class Ear:
    """Folds spellings that sound alike into one."""

    spellings: Spellings

    @cached_property
    def _rules(self) -> tuple[tuple[str, str], ...]:
        return self.spellings.sounds

    def hear(self, spelled: str) -> str:
        """Small Latin letters as they sound, doubled letters once."""
        for written, folded in self._rules:
            if written in spelled:
                spelled = spelled.replace(written, folded)
        return "".join(letter for place, letter in enumerate(spelled) if not place or spelled[place - 1] != letter)


def trigrams(heard: str) -> set[int]:
    """Keys of three letters in a row, with a mark at the beginning and end."""
    framed = [27, *(_digit(letter) for letter in heard), 27]
    return {(framed[place] * _BASE + framed[place + 1]) * _BASE + framed[place + 2] for place in range(len(framed) - 2)}


def initials_key(initials: str) -> int:
    """The key of up to four initials."""
    key = 0
    for letter in initials[:4]:
        key = key * _BASE + _digit(letter)
    return _TRIGRAMS + key


def keys_of(syllables: Letters, ends: Letters, alphabet: Alphabet) -> tuple[Numbers, Numbers]:
    """Keys of the sounds of the names' proper parts, with their rows."""
    ear = Ear(alphabet.catalog.matching.spellings)
    keys: list[int] = []
    rows: list[int] = []
    heard = [ear.hear(one) for one in alphabet.syllables]
    for row in range(len(syllables)):
        begin = int(ends[row][0])
        for key in _keys(proper_part(syllables[row], ends[row]), syllables[row][begin : begin + 4], heard, alphabet):
            keys.append(key)
            rows.append(row)
    return np.array(keys, dtype=np.int32), np.array(rows, dtype=np.uint32)


def proper_part(syllables: Letters, ends: Letters) -> list[int]:
    """The syllables of a proper name; of the two letters after the region where none is known."""
    begin, end = int(ends[0]), int(ends[1])
    return [int(one) for one in syllables[begin : max(end, begin + 2)][:_LONGEST]]


def _keys(proper: list[int], first: Letters, heard: list[str], alphabet: Alphabet) -> set[int]:
    keys = trigrams("".join(heard[number] for number in proper))
    initials = "".join(alphabet.syllables[number][:1] for number in first)
    return keys | {initials_key(initials[:size]) for size in (2, 3, 4) if len(initials) >= size}


def _digit(letter: str) -> int:
    return ord(letter) - ord("a") + 1 if "a" <= letter <= "z" else 0
