"""The bytes of a file as a stream, unpacked and turned into UTF-8 on the way. Never holds a whole file."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import zstandard

from wutong.warehouse.ingest.errors import FileAbsent, FileTruncated
from wutong.warehouse.ingest.naming import Packing

OnBytes = Callable[[int], None]
_RAW = 256 * 1024  # bytes read from the disk at a time
_PACKED = 32 * 1024  # packed bytes given to a decompressor at a time: bounds what a hostile file can swell to


class Stream:
    """Chunks of bytes as something to read from and to look ahead in."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = memoryview(b"")

    def peek(self, size: int) -> bytes:
        """The next `size` bytes without taking them; fewer only at the end."""
        if len(self._held) < size:
            held, length = [self._held], len(self._held)
            while length < size and (chunk := next(self._chunks, b"")):
                held.append(memoryview(chunk))
                length += len(chunk)
            self._held = memoryview(b"".join(held))
        return bytes(self._held[:size])

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        content = self.peek(size)
        self._held = self._held[size:]
        return content

    def read_into(self, target: memoryview) -> int:
        """Fill `target`; returns how many bytes there were, fewer only at the end."""
        filled = 0
        self._held = self._held or memoryview(next(self._chunks, b""))
        while filled < len(target) and self._held:
            count = min(len(self._held), len(target) - filled)
            target[filled : filled + count] = self._held[:count]
            filled += count
            self._held = self._held[count:] or memoryview(next(self._chunks, b""))
        return filled

    def chunks(self) -> Iterator[bytes]:
        """Everything that is left, as it comes."""
        if self._held:
            yield bytes(self._held)
        yield from self._chunks


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open; raises FileAbsent."""
    try:
        file = path.open("rb")
    except OSError as problem:
        raise FileAbsent(file=path, problem=problem.strerror) from problem
    with file:
        yield file


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file as it lies on the disk."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while chunk := file.read(_RAW):
            digest.update(chunk)
    return digest.hexdigest()


def chunks_of(file: BinaryIO, path: Path, packing: Packing | None, on_bytes: OnBytes | None) -> Iterator[bytes]:
    """The unpacked bytes of `file`, never an empty chunk; raises FileTruncated. `on_bytes` hears of raw bytes."""
    raw = _raw(file, _PACKED if packing else _RAW, on_bytes)
    if packing == "gz":
        return _gunzipped(raw, file, path)
    if packing == "zst":
        return _unzstd(raw, file, path)
    return raw


def _raw(file: BinaryIO, size: int, on_bytes: OnBytes | None) -> Iterator[bytes]:
    while chunk := file.read(size):
        if on_bytes:
            on_bytes(len(chunk))
        yield chunk


def _gunzipped(raw: Iterator[bytes], file: BinaryIO, path: Path) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in raw:
            while chunk:
                if unpacker.eof:
                    if not chunk.strip(b"\0"):
                        break  # padding after the last member
                    unpacker = zlib.decompressobj(wbits=31)
                if content := unpacker.decompress(chunk, _RAW):
                    yield content
                chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            while not unpacker.eof and (content := unpacker.decompress(b"", _RAW)):
                yield content
    except zlib.error as problem:
        raise FileTruncated(file=path, position=file.tell()) from problem
    if not unpacker.eof:
        raise FileTruncated(file=path, position=file.tell())


def _unzstd(raw: Iterator[bytes], file: BinaryIO, path: Path) -> Iterator[bytes]:
    context = zstandard.ZstdDecompressor(max_window_size=2**27)
    unpacker = context.decompressobj()
    try:
        for chunk in raw:
            while chunk:
                if unpacker.eof:
                    unpacker = context.decompressobj()
                if content := unpacker.decompress(chunk):
                    yield content
                chunk = unpacker.unused_data if unpacker.eof else b""
    except zstandard.ZstdError as problem:
        raise FileTruncated(file=path, position=file.tell()) from problem
    if not unpacker.eof:
        raise FileTruncated(file=path, position=file.tell())


def in_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The same text as UTF-8. Bytes that mean nothing in GB18030 stay as they are, and are found later."""
    if encoding != "gb18030":
        yield from chunks
        return
    rest = b""
    for chunk in chunks:
        # A line feed is never part of a GB18030 character, so whole lines can be turned on their own.
        rest += chunk
        cut = rest.rfind(b"\n") + 1
        if cut or len(rest) > 256 * _RAW:
            cut = cut or len(rest)
            yield _turned(rest[:cut])
            rest = rest[cut:]
    if rest:
        yield _turned(rest)


def _turned(content: bytes) -> bytes:
    # An escaped byte can never become part of valid UTF-8: what GB18030 refuses as a first byte, or before a byte
    # that it then reads by itself, is no valid sequence of UTF-8 either.
    return content.decode("gb18030", errors="surrogateescape").encode("utf-8", errors="surrogateescape")
