"""Find the few names worth comparing: those that hold the rare syllables of a query, or sound as it does."""

from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import Any

import numpy as np
import numpy.typing as npt

from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.letters import KEYS, digest_of_text
from wutong.warehouse.matching.keeping.making import BRANCH, STOCK, region_of, seat
from wutong.warehouse.matching.keeping.sounds import Ear, initials_key, trigrams
from wutong.warehouse.matching.reading.places import span_of
from wutong.warehouse.matching.reading.units import Part, Read, Unit

Rows = npt.NDArray[np.integer[Any]]

KEPT = 32  # candidates of a query that are compared
_BY_SOUND = 12  # of them at most by sound, or by place and trade, alone
_BUDGET = 1_500  # rows looked at for a query
_MOST_OF_KEY = 900  # rows of a pair, of each section of the register
_MOST_OF_RAREST = 1_700
_MOST_KEYS = 10
_PLACE_BITS = 7.0
_STOCK_BITS = 3.0
_BRANCH_BITS = -4.0
_LONGEST_INITIALS = 4
_HEARD = 60_000
_WAYS_OF_TRADE = 6
_TRADE_SHARE = 0.7  # what a shared trade tells, beside a shared sound
_FREE_BUDGET = 2_000


@dataclass
class Finder:
    """Looks up candidates. Holds scratch memory: one finder a process."""

    index: Index

    def __post_init__(self) -> None:
        self._scores = np.zeros(len(self.index), dtype=np.float32)
        self._ear = Ear(self.index.catalog.matching.spellings)
        flags = np.arange((STOCK | BRANCH) + 1)
        self._no_bits = np.zeros(len(flags), dtype=np.float32)
        self._plain_bits = np.where(flags & BRANCH, _BRANCH_BITS, 0).astype(np.float32)
        self._flag_bits = (self._plain_bits + np.where(flags & STOCK, _STOCK_BITS, 0)).astype(np.float32)

    def find(self, read: Read) -> Rows:
        """At most KEPT rows for a query, in no order."""
        keys = self._keys(read)
        found = self._best(read, [rows for rows, _ in keys], [bits for _, bits in keys])
        sure = set(self._same(read))
        if not read.is_chinese:
            sure = {*self._freely(read)[:_BY_SOUND], *sorted(sure)[:_BY_SOUND]}
        return np.array(sorted(sure.union(found[: KEPT - len(sure)])), dtype=np.int64)

    def _same(self, read: Read) -> list[int]:
        """Rows with the very letters of the query."""
        same: list[int] = self.index.alike(digest_of_text(read.stem))[:KEPT].tolist()
        return same

    def _keys(self, read: Read) -> list[tuple[Rows, float]]:
        """The rows that hold the rarest pairs of syllables, with the bits that each pair tells, until they are as many
        as may be looked at."""
        weights: dict[int, float] = {}
        for unit in read.units:
            for loss, key in self._inside(unit):
                weights[key] = max(weights.get(key, 0.0), 1.0 - 0.3 * loss)
        for unit, following in pairwise(read.units):
            for key in self._between(unit, following):
                weights.setdefault(key, 0.7)
        provinces = sorted({place // 10_000 for place in (*(read.places or read.told_places), *read.finer_places)})
        bounds = self.index.bounds(provinces)
        chosen: list[tuple[Rows, float]] = []
        budget = _BUDGET
        for count, key in sorted(zip(self.index.holders(weights), weights, strict=True)):
            if count and budget > 0 and len(chosen) < _MOST_KEYS:
                rows = self.index.holding(key, bounds, _MOST_OF_KEY if chosen else _MOST_OF_RAREST)
                chosen.append((rows, weights[key] * log2(len(self.index) / count + 1)))
                budget -= len(rows)
        return chosen

    def _inside(self, unit: Unit) -> list[tuple[float, int]]:
        found = []
        for way in unit.ways:
            numbers = self._syllables(way.numbers, is_letters=way.is_letters)
            found += [(way.loss, one * KEYS + two) for one, two in pairwise(numbers) if one and two]
        return found

    def _between(self, unit: Unit, following: Unit) -> set[int]:
        """The last syllable of one unit with the first of the next: all that short words have to be found by."""
        if unit.part is Part.PLACE:
            return set()
        lasts = {self._syllables(way.numbers[-1:], is_letters=way.is_letters) for way in unit.ways[:3]}
        firsts = {self._syllables(way.numbers[:1], is_letters=way.is_letters) for way in following.ways[:3]}
        return {one[0] * KEYS + two[0] for one in lasts for two in firsts if one[0] and two[0]}

    def _syllables(self, numbers: tuple[int, ...], *, is_letters: bool) -> tuple[int, ...]:
        sounding = self.index.alphabet.sounding
        return tuple(int(sounding[number]) for number in numbers) if is_letters else numbers

    def _freely(self, read: Read) -> list[int]:
        """Prominent names that sound as the proper name, however spelled, or that share place and trade with it."""
        spelled = read.spelled
        found: list[tuple[float, Rows]] = []
        if len(spelled) > 1 and spelled.isalpha():
            keys = trigrams(self._ear.hear(spelled))
            keys |= {initials_key(spelled)} if len(spelled) <= _LONGEST_INITIALS else set()
            found += [(log2(_HEARD / (len(rows) + 1) + 1), rows) for rows in self.index.sounding(keys) if len(rows)]
        for unit in read.units:
            if unit.part is Part.TRADE:
                shared = [self.index.stock_holding(key) for _, key in self._inside(unit)[:_WAYS_OF_TRADE]]
                found += [(_TRADE_SHARE * log2(self.index.stock_count / (len(rows) + 1) + 1), rows) for rows in shared]
        lists, bits, budget = [], [], _FREE_BUDGET
        for more, rows in sorted(found, key=lambda one: len(one[1])):
            budget -= len(rows)
            if budget > 0:
                lists.append(rows)
                bits.append(more)
        return self._best(read, lists, bits)

    def _best(self, read: Read, lists: list[Rows], bits: list[float]) -> list[int]:
        """The rows with most bits, best first."""
        if not any(len(rows) for rows in lists):
            return []
        scores = self._scores
        seen = np.concatenate(lists).astype(np.intp)  # once: every look-up would do it again
        begin = 0
        for size, more in zip(map(len, lists), bits, strict=True):
            rows = seen[begin : begin + size]
            scores[rows] = scores.take(rows) + np.float32(more)
            begin += size
        points = scores.take(seen)
        scores[seen] = 0
        points += self._standing(read, seen)
        most = KEPT * 6
        if len(seen) > most:
            best = points.argpartition(-most)[-most:]
            seen, points = seen[best], points[best]
        order = (-points).argsort(kind="stable")
        return list(dict.fromkeys(seen[order].tolist()))[:KEPT]

    def _standing(self, read: Read, rows: Rows) -> npt.NDArray[np.float32]:
        standings = self.index.standings.take(rows)
        flags = standings & (STOCK | BRANCH)
        table = self._no_bits if read.is_branch else self._flag_bits if read.is_stock else self._plain_bits
        bits: npt.NDArray[np.float32] = table.take(flags)
        places = read.places or read.told_places
        if places:
            region = region_of(standings)
            agrees = np.zeros(len(rows), dtype=np.bool_)
            for place in (*places, *read.finer_places):
                end = place + span_of(place)  # comparing is faster than dividing
                agrees |= (region >= place) & (region < end)
                agrees |= (standings >= seat(place)) & (standings < seat(end))
            bits += np.float32(_PLACE_BITS) * agrees
        return bits
