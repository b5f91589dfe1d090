"""Latin spellings as Chinese syllables: pinyin first, then the ways in which firms spell otherwise."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from wutong.warehouse.matching.keeping.letters import Alphabet

_MOST_WAYS = 6
_MOST_SYLLABLES = 6
_LONGEST = 7
_FEW = 2  # xian may be one syllable or two; more are hardly read apart otherwise
_LOSS = {0: 0.0, 1: 0.35, 2: 0.8}
_BEGINNINGS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")

Spelt = tuple[tuple[str, ...], float]  # syllables, and what it costs to read them so


@dataclass(frozen=True)
class Speller:
    """Reads words as syllables."""

    alphabet: Alphabet

    @cached_property
    def pinyin(self) -> frozenset[str]:
        """All syllables of pinyin."""
        return frozenset(one for one in self.alphabet.syllables[37:] if one.isalpha()) | {"a", "e"}

    @cached_property
    def freely(self) -> dict[str, tuple[tuple[tuple[str, ...], float], ...]]:
        """Another spelling to the syllables it may stand for, with its cost."""
        declared = self.alphabet.catalog.matching.spellings
        found: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
        for syllable in self.pinyin:
            begin = next((one for one in _BEGINNINGS if syllable.startswith(one)), "")
            end = syllable[len(begin) :]
            for head, first in ((begin, 0), *((one, 1) for one in declared.beginnings.get(begin, ()))):
                for tail, second in ((end, 0), *((one, 1) for one in declared.endings.get(end, ()))):
                    if first + second and len(head + tail) > 1:
                        cost = _LOSS[first + second]
                        found[head + tail][(syllable,)] = min(cost, found[head + tail].get((syllable,), 9.0))
        for spelling, readings in declared.syllables.items():
            for reading in readings:
                found[spelling][tuple(reading.split())] = _LOSS[1]
        return {
            spelling: tuple(sorted(ways.items(), key=lambda way: (way[1], way[0]))[:4])
            for spelling, ways in found.items()
        }

    def spelt(self, word: str) -> list[Spelt]:
        """The ways to read a word as pinyin, fewest syllables first; empty where it is none."""
        ways = self._parted(word, freely=False)
        # Hua mao, and not hu a mao: a vowel stands alone only where nothing else can be read.
        whole = [way for way in ways if all(len(one) > 1 for one in way[0])] or ways
        fewest = min((len(syllables) for syllables, _ in whole), default=0)
        return [way for way in whole if len(way[0]) <= fewest + (fewest < _FEW)]

    def spelt_freely(self, word: str) -> list[Spelt]:
        """The cheapest ways to read a word where syllables may be spelled otherwise."""
        return self._parted(word, freely=True)

    def _parted(self, word: str, *, freely: bool) -> list[Spelt]:
        best: list[list[Spelt]] = [[((), 0.0)], *([] for _ in word)]
        for end in range(1, len(word) + 1):
            found: dict[tuple[str, ...], float] = {}
            for begin in range(max(0, end - _LONGEST), end):
                piece = word[begin:end]
                for syllables, cost in self._pieces(piece, freely=freely):
                    for before, spent in best[begin]:
                        whole = before + syllables
                        if len(whole) <= _MOST_SYLLABLES:
                            found[whole] = min(found.get(whole, 99.0), spent + cost)
            best[end] = sorted(found.items(), key=lambda way: (way[1], len(way[0]), way[0]))[:_MOST_WAYS]
        return best[-1]

    def _pieces(self, piece: str, *, freely: bool) -> list[Spelt]:
        ways: list[Spelt] = [((piece,), 0.0)] if piece in self.pinyin else []
        return ways + list(self.freely.get(piece, ())) if freely else ways
