"""Read one file into raw rows and issues. The only entry to the readers of each format.

A plain UTF-8 text is cut into stretches, so that one that has grown is read only where it is new; any other file
is one stretch. `file_id` names a stretch: by its source and by all bytes of the file up to its end.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.errors import FileChanged, FileEmpty
from wutong.warehouse.ingest.naming import Named, check_inside, check_outside, named
from wutong.warehouse.ingest.opening import OnBytes, Stream, chunks_of, in_utf8, opened, sha256_of
from wutong.warehouse.ingest.report import FileReport, Manner
from wutong.warehouse.ingest.tabular import Sheet, open_table
from wutong.warehouse.ingest.text.careful import Shape
from wutong.warehouse.ingest.text.dialect import HEAD, Dialect, dialect_of
from wutong.warehouse.ingest.text.encoding import encoding_of
from wutong.warehouse.ingest.text.fast import Parsed
from wutong.warehouse.ingest.text.reading import Hasher, Sizes, Slab, parsing, slabs
from wutong.warehouse.ingest.writing import StretchWriter

FolderOf = Callable[[int], Path]
_TEXT = ("csv", "tsv")
_SHORT = 8 * 1024 * 1024  # bytes of text


@dataclass(frozen=True, slots=True)
class Resume:
    """Where to go on in a file whose beginning is known: the stretches before, and their bytes hashed."""

    stretch: int
    offset: int
    first_row: int
    hasher: Hasher


def read_file(source: Source, path: Path, folder: Path, *, on_bytes: OnBytes | None = None) -> FileReport:
    """All rows of `path` into `folder`/raw and `folder`/issues, as one stretch. Raises a FileRefused."""
    return _read(source, path, lambda _: folder, on_bytes=on_bytes, is_cut=False)[0]


def read_stretches(
    source: Source,
    path: Path,
    folder_of: FolderOf,
    *,
    resume: Resume | None = None,
    on_bytes: OnBytes | None = None,
    sizes: Sizes | None = None,
) -> tuple[FileReport, ...]:
    """The same, cut into stretches where the format allows; `folder_of(i)` is the folder of the i-th."""
    return _read(source, path, folder_of, resume=resume, on_bytes=on_bytes, sizes=sizes, is_cut=True)


def file_id_of(source_id: str, sha256: str) -> str:
    """The id of a stretch: 16 hex digits."""
    return hashlib.sha256(f"{source_id}:{sha256}".encode()).hexdigest()[:16]


def is_cut(source: Source, path: Path) -> bool:
    """True where the file is read in stretches: a delimited text in UTF-8 that is not packed."""
    promise = named(path)
    if promise.format not in _TEXT or promise.packing:
        return False
    with opened(path) as file:
        return (source.encoding or encoding_of(file.read(HEAD), path)) != "gb18030"


def _read(
    source: Source,
    path: Path,
    folder_of: FolderOf,
    *,
    is_cut: bool,
    resume: Resume | None = None,
    on_bytes: OnBytes | None = None,
    sizes: Sizes | None = None,
) -> tuple[FileReport, ...]:
    promise = named(path)
    with opened(path) as file:
        before = os.fstat(file.fileno())
        check_outside(path, promise, file.read(16))
        file.seek(0)
        if promise.format in _TEXT:
            reader = _TextReader(source, path, promise, folder_of, is_cut=is_cut, sizes=sizes)
            reports = reader.read(file, resume, on_bytes)
        else:
            reports = (_read_table(source, path, promise, folder_of(0), file, on_bytes),)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileChanged(file=path)
    if resume is None and not any(report.rows_read for report in reports):
        raise FileEmpty(file=path)
    return reports


def _read_table(
    source: Source, path: Path, promise: Named, folder: Path, file: BinaryIO, on_bytes: OnBytes | None
) -> FileReport:
    """Formats that bring their own rows: Excel, Parquet, JSON Lines."""
    sha256 = sha256_of(path)
    table: Sheet = open_table(source, path, promise, file, on_bytes)
    file_id = file_id_of(source.id, sha256)
    with StretchWriter(folder, table.layout, source_id=source.id, file_id=file_id, first_row=1) as writer:
        for parsed in table.pieces:
            writer.add(parsed)
    size = path.stat().st_size
    return writer.report(name=path.name, sha256=sha256, byte_count=size, manner=table.manner)


class _TextReader:
    """Reads one delimited text. Rows are parsed by a pool and written, in order, by one thread of their own."""

    def __init__(
        self,
        source: Source,
        path: Path,
        promise: Named,
        folder_of: FolderOf,
        *,
        is_cut: bool,
        sizes: Sizes | None,
    ) -> None:
        self.source = source
        self.path = path
        self.promise = promise
        self.folder_of = folder_of
        self.is_cut = is_cut
        self.sizes = sizes
        self.reports: list[FileReport] = []

    def read(self, file: BinaryIO, resume: Resume | None, on_bytes: OnBytes | None) -> tuple[FileReport, ...]:
        stream, dialect, manner = self._opened(file, on_bytes if resume is None else None)
        shape = Shape(len(dialect.layout.columns), dialect.delimiter, self.source.cell_limit_bytes)
        if not self.is_cut or manner.encoding == "gb18030" or self.promise.packing:
            self._read_whole(stream, dialect, shape, manner)
            return tuple(self.reports)
        hasher: Hasher = hashlib.sha256()
        if resume is None:
            header = stream.read(dialect.skip)
            hasher.update(header)
            start = Resume(stretch=0, offset=len(header), first_row=1, hasher=hasher)
            self._read_stretches(stream, dialect, shape, manner, start, len(header))
            return tuple(self.reports)
        file.seek(resume.offset)
        rest = Stream(chunks_of(file, self.path, None, on_bytes))
        self._read_stretches(rest, dialect, shape, manner, resume, 0)
        return tuple(self.reports)

    def _opened(self, file: BinaryIO, on_bytes: OnBytes | None) -> tuple[Stream, Dialect, Manner]:
        """The text in UTF-8 from its first byte, and how to read it."""
        packed = Stream(chunks_of(file, self.path, self.promise.packing, on_bytes))
        head = packed.peek(HEAD)
        check_inside(self.path, self.promise, head)
        encoding = encoding_of(head, self.path)
        if self.source.encoding and encoding != "utf-8-sig":
            encoding = self.source.encoding
        stream = Stream(in_utf8(packed.chunks(), encoding))
        dialect = dialect_of(stream.peek(HEAD), self.source, self.promise.format, self.path)
        return stream, dialect, Manner(self.promise.format, encoding, dialect.delimiter)

    def _read_whole(self, stream: Stream, dialect: Dialect, shape: Shape, manner: Manner) -> None:
        sha256 = sha256_of(self.path)
        stream.read(dialect.skip)
        with StretchWriter(
            self.folder_of(0),
            dialect.layout,
            source_id=self.source.id,
            file_id=file_id_of(self.source.id, sha256),
            first_row=1,
        ) as writer:

            def write(_: Slab, pieces: list[Future[list[Parsed]]]) -> None:
                _add_all(writer, pieces)

            _in_order(slabs(stream, shape, sizes=self.sizes), shape, write)
        size = self.path.stat().st_size
        self.reports.append(writer.report(name=self.path.name, sha256=sha256, byte_count=size, manner=manner))

    def _read_stretches(
        self, stream: Stream, dialect: Dialect, shape: Shape, manner: Manner, start: Resume, header_bytes: int
    ) -> None:
        def write(slab: Slab, pieces: list[Future[list[Parsed]]]) -> None:
            last = self.reports[-1] if self.reports else None
            first_row = last.first_row + last.rows_read if last else start.first_row
            folder = self.folder_of(start.stretch + len(self.reports))
            file_id = file_id_of(self.source.id, slab.sha256)
            with StretchWriter(
                folder, dialect.layout, source_id=self.source.id, file_id=file_id, first_row=first_row
            ) as writer:
                _add_all(writer, pieces)
            count = slab.byte_count if last else slab.byte_count + header_bytes
            self.reports.append(writer.report(name=self.path.name, sha256=slab.sha256, byte_count=count, manner=manner))

        _in_order(slabs(stream, shape, start.hasher, self.sizes), shape, write)


class _Here(Executor):
    """Works at once, in the thread that asks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def _add_all(writer: StretchWriter, pieces: list[Future[list[Parsed]]]) -> None:
    for piece in pieces:
        for parsed in piece.result():
            writer.add(parsed)


def _in_order(cut: Iterator[Slab], shape: Shape, write: Callable[[Slab, list[Future[list[Parsed]]]], None]) -> None:
    """While one slab is written, the next is cut and parsed; never more than two are held.

    A text of one short slab is read by the thread that asks: files of a few megabytes come by the hundred, and for
    them threads cost more than they save.
    """
    first = next(cut, None)
    if first is None:
        return
    if first.is_last and first.byte_count <= _SHORT:
        write(first, parsing(first, shape, _Here()))
        return
    cut = chain([first], cut)
    with ThreadPoolExecutor(os.cpu_count()) as pool, ThreadPoolExecutor(1) as writing:
        pending: Future[None] | None = None
        for slab in cut:
            pieces = parsing(slab, shape, pool)
            if pending:
                pending.result()
            pending = writing.submit(write, slab, pieces)
        if pending:
            pending.result()
