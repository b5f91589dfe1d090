"""Business scopes: clauses of a trade's items in its frames, joined and closed as registers do."""

from dataclasses import dataclass
from math import gcd

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wutong.catalog.demo import Clause, Demo
from wutong.demo.draws import Choice, Draws, Flags, Numbers
from wutong.demo.texts import column, join, join_present, only, spread, take

_MOST_ALSO = 7


@dataclass(frozen=True)
class Scopes:
    """Scopes and, for each, the further segments that its clauses add ("a|b")."""

    text: pa.Array
    further: pa.Array


class ScopeBook:
    """Writes scopes of trades. Clauses of all trades lie in one table, so that rows of any trade are made together."""

    def __init__(self, demo: Demo) -> None:
        shared = demo.clauses.shared
        clauses: list[Clause] = []
        main: list[int] = []
        also = np.full((len(demo.trades), _MOST_ALSO), -1, dtype=np.int64)
        shares = np.zeros((len(demo.trades), _MOST_ALSO))
        for index, trade in enumerate(demo.trades):
            clauses.append(_resolved(trade.main, shared))
            main.append(len(clauses) - 1)
            general = () if trade.tier in ("core", "related") else demo.clauses.general
            for slot, clause in enumerate((*trade.also, *general)):
                also[index, slot], shares[index, slot] = len(clauses), clause.share
                clauses.append(_resolved(clause, shared))
        self._main: Numbers = np.array(main, dtype=np.int64)
        self._also, self._shares = also, shares
        self._further = column(["|".join(clause.further) or None for clause in clauses])
        self._trade_further = column(["|".join(trade.further) or None for trade in demo.trades])
        self._clauses = _ClauseTable(clauses, demo)
        phrases = demo.clauses
        self._openings = (Choice([[o.weight for o in phrases.openings]]), column([o.text for o in phrases.openings]))
        self._closings = (Choice([[c.weight for c in phrases.closings]]), column([c.text for c in phrases.closings]))
        self._joints = (Choice([[j.weight for j in phrases.joints]]), column([j.text for j in phrases.joints]))

    def of(self, draws: Draws, keys: Numbers, trades: Numbers, is_cut: Flags) -> Scopes:
        """The scope of each key's trade; where it is cut, its end is missing."""
        joint = _drawn(self._joints, draws, keys, "joint")
        parts = [self._clauses.texts(draws, keys, self._main[trades], "main")]
        further = [take(self._trade_further, trades)]
        for slot in range(_MOST_ALSO):
            stream = f"also-{slot}"
            said = draws.chance(keys, stream, self._shares[trades, slot])
            rows = np.flatnonzero(said).astype(np.int64)
            clauses = self._also[trades[rows], slot]
            text = self._clauses.texts(draws, keys[rows], clauses, stream)
            parts.append(spread(text, rows, len(keys)))
            further.append(spread(take(self._further, clauses), rows, len(keys)))
        body = join_present(joint, *parts)
        opening = _drawn(self._openings, draws, keys, "opening")
        closing = _drawn(self._closings, draws, keys, "closing")
        text = join(opening, body, only(~is_cut, closing), only(is_cut, "..."))
        return Scopes(text, join_present(pa.repeat(pa.scalar("|"), len(keys)), *further))


class _ClauseTable:
    """Frames and items of all clauses, flat."""

    def __init__(self, clauses: list[Clause], demo: Demo) -> None:
        frames = [frame.split("…") for clause in clauses for frame in clause.frames]
        self._lead, self._tail = column([f[0] for f in frames]), column([f[1] for f in frames])
        self._frames = Choice([1.0] * len(clause.frames) for clause in clauses)
        self._items = column([item for clause in clauses for item in clause.items])
        self._sizes: Numbers = np.array([len(clause.items) for clause in clauses], dtype=np.int64)
        self._starts: Numbers = np.concatenate([[0], np.cumsum(self._sizes)])[:-1].astype(np.int64)
        self._least: Numbers = np.array([clause.least_items for clause in clauses], dtype=np.int64)
        self._most: Numbers = np.array([min(c.most_items, len(c.items)) for c in clauses], dtype=np.int64)
        self._counts = Choice([demo.clauses.item_counts])
        separators = demo.clauses.separators
        self._separators = (Choice([[s.weight for s in separators]]), column([s.text for s in separators]))
        # Steps coprime to the number of items walk through all of them without meeting one twice.
        steps = [[step for step in range(1, size + 1) if gcd(step, size) == 1] for size in self._sizes.tolist()]
        self._steps: Numbers = np.array([step for group in steps for step in group], dtype=np.int64)
        self._step_choice = Choice([1.0] * len(group) for group in steps)

    def texts(self, draws: Draws, keys: Numbers, clauses: Numbers, stream: str) -> pa.Array:
        """The clause of each key, with its own items in its own frame."""
        sizes = self._sizes[clauses]
        drawn = self._counts.pick(draws.uniform(keys, f"{stream}/count")) + 1
        count = np.clip(drawn, self._least[clauses], self._most[clauses])
        first = draws.below(keys, f"{stream}/first", sizes)
        step = self._steps[self._step_choice.pick(draws.uniform(keys, f"{stream}/step"), clauses)]
        chosen: list[pa.Array] = []
        for turn in range(int(count.max(initial=0))):
            position = self._starts[clauses] + (first + turn * step) % sizes
            chosen.append(self._items.take(pa.array(position, mask=turn >= count)))
        if not chosen:
            return column([])
        frame = self._frames.pick(draws.uniform(keys, f"{stream}/frame"), clauses)
        listed = join_present(_drawn(self._separators, draws, keys, f"{stream}/separator"), *chosen)
        text = join(take(self._lead, frame), listed, take(self._tail, frame))
        # An item that ends as the frame does says its last word once.
        return pc.replace_substring(text, "服务服务", "服务")


def _resolved(clause: Clause, shared: dict[str, Clause]) -> Clause:
    if clause.use is None:
        return clause
    model = shared[clause.use]
    return model.model_copy(update={"share": clause.share, "further": clause.further})


def _drawn(words: tuple[Choice, pa.Array], draws: Draws, keys: Numbers, stream: str) -> pa.Array:
    choice, texts = words
    return take(texts, choice.pick(draws.uniform(keys, stream)))
