"""Cut a text into slabs and parse them on all cores. What is done with the rows is the caller's."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import cycle
from mmap import mmap
from typing import Protocol

from wutong.warehouse.ingest.opening import Stream
from wutong.warehouse.ingest.report import BadRow, Reason, shown
from wutong.warehouse.ingest.text import careful, fast
from wutong.warehouse.ingest.text.careful import Shape
from wutong.warehouse.ingest.text.carving import Odd, Sound, Window
from wutong.warehouse.ingest.text.fast import Parsed

_MIB = 1024 * 1024


class Hasher(Protocol):
    """What hashlib gives."""

    def update(self, data: bytes | memoryview, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of text held at once (the length of a slab), and bytes that one worker parses at a time."""

    window: int = 64 * _MIB
    block: int = 16 * _MIB


@dataclass(frozen=True, slots=True)
class Slab:
    """Some bytes of the text that end with a row, and what they were cut into. `sha256` is that of everything
    hashed so far; empty where nobody asked. None comes after one that `is_last`."""

    data: memoryview
    stretches: tuple[Sound | Odd, ...]
    byte_count: int
    sha256: str
    is_last: bool


def slabs(stream: Stream, shape: Shape, hasher: Hasher | None = None, sizes: Sizes | None = None) -> Iterator[Slab]:
    """The text from here, where a row begins, to its end; `hasher` hears of every byte.

    Where a slab ends follows from the bytes before its end alone, as long as the text goes on: so a text that has
    grown is cut as before, but for its last slab. The bytes of a slab are overwritten when the second after it
    is asked for: touching fresh memory costs more than reading the file.
    """
    sizes = sizes or Sizes()
    size = max(sizes.window, 2 * shape.quote_reach)
    buffers = cycle([mmap(-1, size), mmap(-1, size)])
    rest = memoryview(b"")
    for buffer in buffers:
        view = memoryview(buffer)
        view[: len(rest)] = rest
        length = len(rest) + stream.read_into(view[len(rest) :])
        if not length:
            return
        is_last = length < size or not stream.peek(1)
        window = Window(buffer, shape, is_last=is_last, length=length, block=sizes.block)
        stretches = tuple(window.stretches())
        if not stretches and not is_last:
            yield _endless_line(view, stream, hasher)
            rest = memoryview(b"")
            continue
        stop = length if is_last else _stop(stretches)
        yield Slab(view[:stop], stretches, stop, _hashed(hasher, view[:stop]), is_last)
        if is_last:
            return
        rest = view[stop:length]


def _stop(stretches: tuple[Sound | Odd, ...]) -> int:
    last = stretches[-1]
    return last.stop if isinstance(last, Sound) else last.rows.stop


def _hashed(hasher: Hasher | None, data: bytes | memoryview) -> str:
    if hasher is None:
        return ""
    hasher.update(data)
    return hasher.hexdigest()


def _endless_line(data: memoryview, stream: Stream, hasher: Hasher | None) -> Slab:
    """One bad row for a line that no window can hold; the rest of the line is skipped."""
    length = len(data)
    digest = _hashed(hasher, data)
    while chunk := stream.peek(_MIB):
        chunk = stream.read(chunk.find(b"\n") + 1 or len(chunk))
        digest = _hashed(hasher, chunk)
        length += len(chunk)
        if chunk.endswith(b"\n"):
            break
    bad = BadRow(0, Reason.ROW_TOO_LONG, shown(bytes(data[:8_000])))
    return Slab(memoryview(b""), (Odd(careful.Rows([], [], [bad], 1, 0)),), length, digest, is_last=False)


def parsing(slab: Slab, shape: Shape, pool: Executor) -> list[Future[list[Parsed]]]:
    """Begin to parse a slab on the workers of `pool`; the pieces are in file order."""

    def parse(stretch: Sound | Odd) -> list[Parsed]:
        if isinstance(stretch, Odd):
            return [fast.as_parsed(stretch.rows, shape)]
        return list(fast.parse(slab.data[stretch.start : stretch.stop], shape))

    return [pool.submit(parse, stretch) for stretch in slab.stretches]
