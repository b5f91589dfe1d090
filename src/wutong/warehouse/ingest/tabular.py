"""Formats that bring their own rows: Excel, Parquet and JSON. Every value becomes text, as it is written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.columns import Layout, declared_layout, fields_of, layout_of
from wutong.warehouse.ingest.errors import (
    ColumnMissing,
    ColumnUnknown,
    DocumentTooLarge,
    FileDamaged,
    FileEmpty,
    SheetMissing,
)
from wutong.warehouse.ingest.naming import Named, check_inside
from wutong.warehouse.ingest.opening import OnBytes, Stream, chunks_of, in_utf8
from wutong.warehouse.ingest.picking import Picker, as_json
from wutong.warehouse.ingest.report import BadRow, Manner, Reason, shown
from wutong.warehouse.ingest.text.dialect import HEAD
from wutong.warehouse.ingest.text.encoding import BOM, encoding_of
from wutong.warehouse.ingest.text.fast import Parsed

_ROWS = 20_000  # rows made into columns at a time
_DOCUMENT = 128 * 2**20  # bytes of a JSON document; more belongs into JSON Lines

Row = Sequence[str | None] | BadRow  # a bad row's index is set when rows are gathered


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows in pieces, with the layout of their columns."""

    layout: Layout
    pieces: Iterator[Parsed]
    manner: Manner


def open_table(source: Source, path: Path, promise: Named, file: BinaryIO, on_bytes: OnBytes | None) -> Sheet:
    """The rows of an Excel, Parquet, JSON or JSON Lines file; raises a FileRefused."""
    if promise.format in ("json", "jsonl"):
        return _json(source, path, promise, file, on_bytes)
    if on_bytes:
        on_bytes(path.stat().st_size)  # these are read as a whole, and jump about in the file
    return _parquet(source, path) if promise.format == "parquet" else _excel(source, path, promise)


def _gathered(rows: Iterable[Row], width: int, limit: int) -> Iterator[Parsed]:
    """Rows in pieces. A row whose text cannot be kept becomes a bad row here."""
    rows = iter(rows)
    while piece := list(islice(rows, _ROWS)):
        good: list[Sequence[str | None]] = []
        bad: list[BadRow] = []
        for index, row in enumerate(piece):
            judged = row if isinstance(row, BadRow) else _judged(row, limit)
            if isinstance(judged, BadRow):
                bad.append(BadRow(index, judged.reason, judged.raw))
            else:
                good.append(judged)
        columns = zip(*good, strict=True) if good else ((),) * width
        yield Parsed(tuple(pa.array(column, pa.string()) for column in columns), tuple(bad), len(piece))


def _judged(row: Sequence[str | None], limit: int) -> Row:
    reason = None
    if any(cell and "\0" in cell for cell in row):
        reason = Reason.NUL_BYTE
    elif any(cell and len(cell) * 4 > limit and len(cell.encode()) > limit for cell in row):
        reason = Reason.CELL_TOO_LONG
    elif any(cell and not _is_unicode(cell) for cell in row):
        reason = Reason.INVALID_BYTES
    return BadRow(0, reason, _shown_cells(row)) if reason else row


def _is_unicode(cell: str) -> bool:
    """False for half a surrogate pair, which JSON can spell and UTF-8 cannot."""
    return cell.isascii() or not any("\ud800" <= character <= "\udfff" for character in cell)


def _shown_cells(row: Iterable[object]) -> str:
    text = ",".join("" if cell is None else str(cell)[:2_000] for cell in row)
    return shown(text.encode("utf-8", errors="replace"))


def _excel(source: Source, path: Path, promise: Named) -> Sheet:
    try:
        book = CalamineWorkbook.from_path(path)
        if source.sheet and source.sheet not in book.sheet_names:
            names = ", ".join(book.sheet_names)
            declaration = f"sources/{source.id}/source.yml"
            raise SheetMissing(file=path, sheet=source.sheet, found=names, declaration=declaration)
        sheet = book.get_sheet_by_name(source.sheet) if source.sheet else book.get_sheet_by_index(0)
        cells = (tuple(map(as_text, row)) for row in sheet.iter_rows())
        rows = (row for row in cells if any(row))
    except (CalamineError, OSError, ValueError) as problem:
        raise FileDamaged(file=path, format="Excel", problem=problem) from problem
    header = next(rows, None) if source.has_header else ()
    if header is None:
        raise FileEmpty(file=path)
    width = max((place + 1 for place, name in enumerate(header) if name), default=0)
    layout = layout_of(source, header[:width], path) if source.has_header else declared_layout(source)
    fitted = (_fitted(row, len(layout.columns)) for row in rows)
    pieces = _gathered(fitted, len(layout.columns), source.cell_limit_bytes)
    return Sheet(layout, pieces, Manner(promise.format))


def _fitted(row: Sequence[str], width: int) -> Row:
    """A spreadsheet's rows are padded to the widest; only what stands beyond the columns is too many."""
    if any(row[width:]):
        return BadRow(0, Reason.TOO_MANY_FIELDS, _shown_cells(row))
    return tuple(row[:width]) + ("",) * (width - len(row))


def as_text(value: object) -> str:
    """A cell's value as one would type it: 91.0 as 91, a date as 2019-04-01."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _parquet(source: Source, path: Path) -> Sheet:
    try:
        parquet = pq.ParquetFile(path)
        layout = layout_of(source, parquet.schema_arrow.names, path)
        batches = chain.from_iterable(_rows_of(batch) for batch in parquet.iter_batches(batch_size=_ROWS))
        pieces = _gathered(batches, len(layout.columns), source.cell_limit_bytes)
        return Sheet(layout, _damage_named(pieces, path), Manner("parquet"))
    except (pa.ArrowException, OSError) as problem:
        raise FileDamaged(file=path, format="Parquet", problem=problem) from problem


def _rows_of(batch: pa.RecordBatch) -> Iterator[Row]:
    columns = [_strings(column) for column in batch.columns]
    yield from zip(*columns, strict=True)


def _strings(column: pa.Array) -> list[str | None]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [None if value is None else str(value) for value in column.to_pylist()]
    return [None if value is None else _plain(value) for value in column.to_pylist()]


def _plain(value: object) -> str:
    return as_json(value) if isinstance(value, list | dict) else as_text(value)


def _damage_named(pieces: Iterator[Parsed], path: Path) -> Iterator[Parsed]:
    try:
        yield from pieces
    except (pa.ArrowException, OSError) as problem:
        raise FileDamaged(file=path, format="Parquet", problem=problem) from problem


def _json(source: Source, path: Path, promise: Named, file: BinaryIO, on_bytes: OnBytes | None) -> Sheet:
    packed = Stream(chunks_of(file, path, promise.packing, on_bytes))
    head = packed.peek(HEAD)
    check_inside(path, promise, head)
    encoding = encoding_of(head, path)
    if source.encoding and encoding != "utf-8-sig":
        encoding = source.encoding
    stream = Stream(in_utf8(packed.chunks(), encoding))
    if stream.peek(len(BOM)) == BOM:
        stream.read(len(BOM))
    layout = Layout(columns=fields_of(source), fields=fields_of(source))
    objects = _Objects(source, path)
    rows = objects.of_lines(_lines(stream)) if promise.format == "jsonl" else objects.of_document(stream)
    pieces = _gathered(rows, len(layout.columns), source.cell_limit_bytes)
    return Sheet(layout, pieces, Manner(promise.format, encoding))


def _lines(stream: Stream) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(HEAD):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    yield rest


class _Objects:
    """Rows as JSON objects. A key that is not declared stops the file; a key left out is null in that row."""

    def __init__(self, source: Source, path: Path) -> None:
        self.source = source
        self.path = path
        self.picker = Picker(source)
        self.seen: set[int] = set()
        self.places = [place for place, column in enumerate(source.columns) if column.kept_as]

    def of_lines(self, lines: Iterable[bytes]) -> Iterator[Row]:
        """One object a line."""
        for line in lines:
            if line.strip():
                yield self._row(line)
        self._check_columns()

    def of_document(self, stream: Stream) -> Iterator[Row]:
        """One document with a list of objects. It is held as a whole, so it must not be large."""
        content = stream.read(_DOCUMENT + 1)
        if len(content) > _DOCUMENT:
            raise DocumentTooLarge(file=self.path, limit=_DOCUMENT // 2**20)
        try:
            document = _loaded(content.decode("utf-8"))
        except (ValueError, RecursionError) as problem:
            raise FileDamaged(file=self.path, format="JSON", problem=problem) from problem
        for value in self._listed(document):
            yield self._picked(value) if isinstance(value, dict) else _no_object(as_json(value).encode())
        self._check_columns()

    def _listed(self, document: object) -> list[object]:
        """The rows of a document: itself, or what stands at the declared key."""
        at = self.source.rows_at
        if at is None:
            if isinstance(document, list):
                return document
            raise FileDamaged(file=self.path, format="JSON", problem="no list / 不是列表")
        if not isinstance(document, dict) or not isinstance(document.get(at), list):
            raise FileDamaged(file=self.path, format="JSON", problem=f"no list at / 没有列表：{at}")
        unknown = [key for key in document if key not in {at, *self.source.beside_rows}]
        if unknown:
            raise ColumnUnknown(file=self.path, unknown=", ".join(unknown), declaration=self._declaration)
        rows: list[object] = document[at]
        return rows

    def _check_columns(self) -> None:
        missing = [
            column.name
            for place, column in enumerate(self.source.columns)
            if column.required and place not in self.seen
        ]
        if missing:
            found = ", ".join(self.source.columns[place].name for place in sorted(self.seen)) or "—"
            raise ColumnMissing(file=self.path, missing=", ".join(missing), found=found, declaration=self._declaration)

    @property
    def _declaration(self) -> str:
        return f"sources/{self.source.id}/source.yml"

    def _row(self, line: bytes) -> Row:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return BadRow(0, Reason.INVALID_BYTES, shown(self._without_people(line)))
        try:
            value = _loaded(text)
        except (ValueError, RecursionError):
            return _no_object(self._without_people(line))
        return self._picked(value) if isinstance(value, dict) else _no_object(self._without_people(line))

    def _without_people(self, line: bytes) -> bytes:
        """Nothing of a broken line where people stand in whole ones: nobody can tell which part is theirs."""
        return b"" if self.source.personal_keys else line

    def _picked(self, value: dict[str, object]) -> Row:
        unknown = self.picker.unknown(value)
        if unknown:
            raise ColumnUnknown(file=self.path, unknown=", ".join(unknown), declaration=self._declaration)
        cells = self.picker.cells(value)
        self.seen.update(cells)
        return tuple(_json_cell(cells.get(place)) for place in self.places)


def _loaded(text: str) -> object:
    """JSON whose numbers stay as they are written."""
    value: object = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    return value


def _no_object(content: bytes) -> BadRow:
    return BadRow(0, Reason.NOT_AN_OBJECT, shown(content))


def _json_cell(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else _plain(value)
