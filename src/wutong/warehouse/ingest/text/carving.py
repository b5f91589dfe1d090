"""Cut a window of delimited text at rows: sound stretches for `fast`, odd neighbourhoods read by `careful`.

Quoting is sound where quotes come in pairs: each first one begins a field (or doubles the one before), each
second one ends a field (or is doubled by the next). While that holds, a line end after an even number of quotes
ends a row. At the first quote that breaks the rule, or the first NUL, rows are read carefully until past it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wutong.warehouse.ingest.text import careful
from wutong.warehouse.ingest.text.careful import Bytes, Rows, Shape

_BLOCK = 16 * 1024 * 1024  # bytes parsed at a time by one worker
_LEAST_STEP = 4_096
_MOST_STEP = 4 * 1024 * 1024
_QUOTES = 32_768  # looked at together, an even number: the first odd one is seldom far
_CHUNK = 1024 * 1024  # bytes searched for quotes at a time, to keep the mask small

Positions = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Sound:
    """Whole rows in sound quoting: bytes start to stop of the window."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Odd:
    """Rows that had to be read carefully, already read."""

    rows: Rows


class Window:
    """Some bytes of a file, beginning at a row. `is_last` says that the file ends with them."""

    def __init__(
        self, data: Bytes, shape: Shape, *, is_last: bool, length: int | None = None, block: int = _BLOCK
    ) -> None:
        self.data = data
        self.length = len(data) if length is None else length
        self.shape = shape
        self.is_last = is_last
        self.block = block
        self.bytes = np.frombuffer(data, np.uint8, self.length)
        self.quotes = _positions_of_quotes(self.bytes)
        self.nuls = data.find(b"\0", 0, self.length)
        allowed = np.zeros(256, np.bool_)
        allowed[[ord(shape.delimiter), 10, 13, 34]] = True
        self.allowed = allowed

    def stretches(self) -> Iterator[Sound | Odd]:
        """Everything up to the last whole row, in order. The next window begins where the last stretch stops; where
        there is no stretch at all, the window does not hold even one whole line."""
        position, step = 0, _LEAST_STEP
        while position < self.length:
            trouble = self._first_trouble(position)
            stop = self._last_row_end(position, self.length if trouble is None else trouble)
            if trouble is None and self.is_last and self._is_closed(position):
                stop = self.length
            yield from self._blocks(position, stop)
            step = _LEAST_STEP if stop - position > step else min(step * 2, _MOST_STEP)
            position = stop
            is_pending = trouble is None and not self.is_last
            if is_pending and self.length - position <= self.shape.quote_reach:
                return  # the rest is the beginning of a row; the next window has all of it
            if position < self.length:
                until = max(position + 1, 0 if trouble is None else max(trouble + 1, position + step))
                rows = careful.parse(self.data, position, self.length, self.shape, until=until, is_last=self.is_last)
                if rows.stop == position:
                    return
                yield Odd(rows)
                position = rows.stop

    def _first_trouble(self, position: int) -> int | None:
        """The first byte from `position` on, a row's start, that breaks the rule of sound quoting; None if none."""
        nul = self._next_nul(position)
        for start in range(self._quotes_before(position), len(self.quotes), _QUOTES):
            odd = self._first_odd(self.quotes[start : start + _QUOTES], position)
            if odd is not None:
                return odd if nul is None else min(odd, nul)
        return nul

    def _first_odd(self, quotes: Positions, position: int) -> int | None:
        """The first of `quotes`, of which every other one should open a field, that does not do what it should."""
        opening, closing = quotes[0::2], quotes[1::2]
        before = self.bytes[np.maximum(opening, 1) - 1]
        odd = opening[~(self.allowed[before] | (opening == position))][:1].tolist()
        after = np.minimum(closing + 1, self.length - 1)
        odd += closing[~(self.allowed[self.bytes[after]] | (closing + 1 == self.length))][:1].tolist()
        return min(odd, default=None)

    def _quotes_before(self, position: int) -> int:
        # A number of another kind would have the whole array converted first.
        return int(np.searchsorted(self.quotes, np.uint32(position)))

    def _next_nul(self, position: int) -> int | None:
        if 0 <= self.nuls < position:
            self.nuls = self.data.find(b"\0", position, self.length)
        return self.nuls if self.nuls >= 0 else None

    def _is_closed(self, position: int) -> bool:
        """True where the quotes from `position` to the end of the window are paired."""
        return (len(self.quotes) - self._quotes_before(position)) % 2 == 0

    def _last_row_end(self, position: int, before: int) -> int:
        """The end of the last row that lies wholly between `position`, a row's start, and `before`."""
        first = self._quotes_before(position)
        mark = b"\n" if self.data.find(b"\n", position, before) >= 0 else b"\r"
        line_end = self.data.rfind(mark, position, before)
        while line_end >= 0:
            quotes = self._quotes_before(line_end) - first
            if quotes % 2 == 0:
                return line_end + 1
            line_end = self.data.rfind(mark, position, int(self.quotes[first + quotes - 1]))
        return position

    def _blocks(self, start: int, stop: int) -> Iterator[Sound]:
        while stop - start > self.block:
            middle = self._last_row_end(start, start + self.block)
            if middle == start:
                break
            yield Sound(start, middle)
            start = middle
        if stop > start:
            yield Sound(start, stop)


def _positions_of_quotes(content: npt.NDArray[np.uint8]) -> Positions:
    mask = np.empty(min(_CHUNK, len(content)), np.bool_)
    found = [np.zeros(0, np.uint32)]
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK]
        np.equal(chunk, ord('"'), out=mask[: len(chunk)])
        found.append((np.flatnonzero(mask[: len(chunk)]) + start).astype(np.uint32))
    return np.concatenate(found)
