"""Queries typed in Latin letters: pinyin, initials, or both in one. Pure but for the key lists it is given."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from wutong.warehouse.letters.reading import Pinyin, span
from wutong.warehouse.search.finding.aligning import Alignment
from wutong.warehouse.search.keeping.store import Generation

Align = Callable[[str, Sequence[str], int], Alignment | None]

_MOST = 80  # of each list; the most prominent
_SCANNED = 4000  # of those that only begin alike


class Syllables:
    """Cuts what was typed into syllables and single letters."""

    def __init__(self, pinyin: Pinyin) -> None:
        self._pinyin = pinyin

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(one for one in self._pinyin.usual.values() if one)

    def cuts(self, letters: str) -> list[tuple[str, ...]]:
        """Likely ways to cut `letters`: longest syllables first, and shortest of two letters first."""
        longest = tuple(self._cut(letters, range(6, 0, -1)))
        shorter = tuple(self._cut(letters, range(2, 7)))
        return [longest] if longest == shorter else [longest, shorter]

    def _cut(self, letters: str, sizes: Sequence[int]) -> Iterator[str]:
        place = 0
        while place < len(letters):
            fitting = (size for size in sizes if letters[place : place + size] in self.known)
            size = min(next(fitting, 1), len(letters) - place)
            yield letters[place : place + size]
            place += size


def candidates(generation: Generation, letters: str, syllables: Syllables) -> set[int]:
    """Numbers of names whose pinyin or initials, behind the region, may fit `letters`."""
    pinyin, initials = generation.pinyin, generation.initials
    found = {*pinyin.between(*span(letters), _MOST), *initials.between(*span(letters), _MOST)}
    for cut in syllables.cuts(letters):
        is_whole = all(len(one) > 1 for one in cut)  # then a name that fits is found by its pinyin
        firsts = "" if is_whole else "".join(one[0] for one in cut)
        if firsts:
            found.update(initials.between(*span(firsts), _MOST))
        if len(cut) > 2:
            found.update(pinyin.between(*span("".join(cut[:2])), _MOST))
        for skipped in (2, 3) if len(cut) > 3 else ():  # a region in front, which the keys leave out
            if firsts[skipped:]:
                found.update(initials.between(*span(firsts[skipped:]), _MOST))
            if cut[skipped:]:
                found.update(pinyin.between(*span("".join(cut[skipped:])), _MOST))
    return found


def apart(generation: Generation, letters: str) -> list[int]:
    """Rows whose initials begin as `letters` do and hold the rest further on: `hryy` for 恒瑞生物医药."""
    return generation.initials.holding(*span(letters[:2]), letters, _SCANNED) if len(letters) > 2 else []


def align(letters: str, syllables: Sequence[str], region: int) -> Alignment | None:
    """`letters` as syllables, or beginnings of syllables, of a name: behind its region first, else from its start."""
    return _aligned(letters, syllables, region) or (_aligned(letters, syllables, 0) if region else None)


def _aligned(letters: str, syllables: Sequence[str], begin: int) -> Alignment | None:
    if begin >= len(syllables) or syllables[begin][:1] != letters[0]:
        return None  # pinyin is looked up from the start of a name, so it must begin there
    blocks: list[tuple[int, int]] = []
    done = 0
    for place in range(begin, len(syllables)):
        size = _taken(letters, done, syllables[place])
        if not size:
            continue
        if blocks and sum(blocks[-1]) == place:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + 1)
        else:
            blocks.append((place, 1))
        done += size
        if done == len(letters):
            return Alignment(tuple(blocks))
    return None


def _taken(letters: str, done: int, syllable: str) -> int:
    """How many letters from `done` on this syllable stands for: all of it, its beginning at the end, or its first."""
    if not syllable:
        return 0
    if letters.startswith(syllable, done):
        return len(syllable)
    rest = letters[done:]
    if syllable.startswith(rest):
        return len(rest)
    return 1 if rest[0] == syllable[0] else 0
