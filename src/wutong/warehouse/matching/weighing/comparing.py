"""Compare queries with their candidates, many at a time: which unit lies where, and which letters nothing explains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.letters import WIDTH, Letters, Numbers
from wutong.warehouse.matching.reading.units import Read, Way

Bits = npt.NDArray[np.integer[Any]]
Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[np.floating[Any]]
Columns = dict[str, npt.NDArray[Any]]  # a value of each pair, by name

_LONGEST = 6  # letters of a way that are compared


@dataclass(frozen=True)
class Compared:
    """Pairs of a query and a candidate, queries in order, with each unit of each pair.

    `unit_*` have a row for each unit of each pair; `unit_starts` says where a pair's begin.
    """

    reads: Sequence[Read]
    query_of: Numbers  # pair → query
    rows: Numbers  # pair → row of the index
    starts: Numbers  # query → its first pair, and the end of the last
    letters: Letters  # pair → letters of the candidate
    syllables: Letters
    unit_starts: Numbers
    unit_pair: Numbers
    unit_way: npt.NDArray[np.int32]  # the way that lies in the candidate, counted in its unit; -1 where none does
    unit_loss: Values
    explained: Bits  # pair → letters that some unit explains


@dataclass(frozen=True)
class _Ways:
    """The ways of all units of all queries in a row."""

    numbers: Letters
    sizes: Numbers
    is_letters: Flags
    losses: Values
    unit: Numbers  # unit of its query
    place: Numbers  # way of its unit
    starts: Numbers  # query → its first way, and the end of the last


def compare(index: Index, reads: Sequence[Read], candidates: Sequence[Numbers]) -> Compared:
    """Lay every unit of every query over each of its candidates."""
    counts = np.array([len(rows) for rows in candidates])
    query_of = np.repeat(np.arange(len(reads)), counts)
    rows = np.concatenate(candidates) if len(candidates) else np.zeros(0, np.int64)
    letters = np.asarray(index.letters[rows])
    syllables = index.alphabet.sounding[letters]
    ways = _ways_of(reads)
    unit_counts = np.array([len(read.units) for read in reads], dtype=np.int64)[query_of]
    unit_starts = np.concatenate([[0], np.cumsum(unit_counts)])
    unit_pair = np.repeat(np.arange(len(rows)), unit_counts)
    best, way, begin, size, loss = _laid(ways, query_of, letters, syllables, unit_starts)
    masks = np.where(best > 0, ((np.uint64(1) << size.astype(np.uint64)) - 1) << begin.astype(np.uint64), 0)
    explained = np.zeros(len(rows), dtype=np.uint32)
    np.bitwise_or.at(explained, unit_pair, masks.astype(np.uint32))
    return Compared(
        reads=reads,
        query_of=query_of,
        rows=rows,
        starts=np.concatenate([[0], np.cumsum(counts)]),
        letters=letters,
        syllables=syllables,
        unit_starts=unit_starts,
        unit_pair=unit_pair,
        unit_way=np.where(best > 0, way, -1).astype(np.int32),
        unit_loss=loss,
        explained=explained,
    )


def _ways_of(reads: Sequence[Read]) -> _Ways:
    ways = [list(_numbered(read)) for read in reads]
    flat = [one for of_read in ways for one in of_read]
    sizes = [min(len(way.numbers), _LONGEST) for _, _, way in flat]
    numbers = [
        (*way.numbers[:_LONGEST], *(0,) * (_LONGEST - size)) for (_, _, way), size in zip(flat, sizes, strict=True)
    ]
    return _Ways(
        numbers=np.array(numbers, dtype=np.uint16).reshape(-1, _LONGEST),
        sizes=np.array(sizes, dtype=np.int64),
        is_letters=np.array([way.is_letters for _, _, way in flat], dtype=np.bool_),
        losses=np.array([way.loss for _, _, way in flat], dtype=np.float32),
        unit=np.array([unit for unit, _, _ in flat], dtype=np.int64),
        place=np.array([place for _, place, _ in flat], dtype=np.int64),
        starts=np.concatenate([[0], np.cumsum([len(of_read) for of_read in ways], dtype=np.int64)]),
    )


def _numbered(read: Read) -> Iterator[tuple[int, int, Way]]:
    """Each way of a read with the number of its unit, and its own there."""
    for number, unit in enumerate(read.units):
        for place, way in enumerate(unit.ways):
            yield number, place, way


def _laid(
    ways: _Ways, query_of: Numbers, letters: Letters, syllables: Letters, unit_starts: Numbers
) -> tuple[Values, Numbers, Numbers, Numbers, Values]:
    """For each unit of each pair the best way that lies in the candidate: points, way, where, how long, loss."""
    way_counts = np.diff(ways.starts)[query_of]
    pair = np.repeat(np.arange(len(query_of)), way_counts)
    offsets = np.arange(len(pair)) - np.repeat(np.cumsum(way_counts) - way_counts, way_counts)
    way = ways.starts[query_of][pair] + offsets
    begin = np.full(len(pair), -1, dtype=np.int64)
    for is_letters, source in ((True, letters), (False, syllables)):
        for size in range(1, _LONGEST + 1):
            chosen = np.flatnonzero((ways.is_letters[way] == is_letters) & (ways.sizes[way] == size))
            if len(chosen):
                begin[chosen] = _where(source[pair[chosen]], ways.numbers[way[chosen], :size])
    count = int(unit_starts[-1])
    best = np.zeros(count, dtype=np.float32)
    found = np.flatnonzero(begin >= 0)
    target = unit_starts[pair[found]] + ways.unit[way[found]]
    points = (ways.sizes[way[found]] + 0.5 * ways.is_letters[way[found]] - ways.losses[way[found]]).astype(np.float32)
    order = np.argsort(points, kind="stable")  # the best of a unit is written last
    target, found, points = target[order], found[order], points[order]
    best[target] = points
    chosen_way, where, size_of = (np.zeros(count, dtype=np.int64) for _ in range(3))
    chosen_way[target], where[target] = ways.place[way[found]], begin[found]
    size_of[target] = ways.sizes[way[found]]
    loss = np.zeros(count, dtype=np.float32)
    loss[target] = ways.losses[way[found]]
    return best, chosen_way, where, size_of, loss


def _where(texts: Letters, patterns: Letters) -> Numbers:
    """Where each pattern begins in its text, -1 where it does not lie there."""
    size = patterns.shape[1]
    hits = texts[:, : WIDTH - size + 1] == patterns[:, :1]
    for place in range(1, size):
        hits &= texts[:, place : WIDTH - size + 1 + place] == patterns[:, place : place + 1]
    where = hits.argmax(axis=1)
    return np.where(hits[np.arange(len(hits)), where], where, -1)
