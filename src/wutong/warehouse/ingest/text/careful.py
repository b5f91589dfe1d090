"""The grammar of delimited text, row by row: slow, and right about every byte. `fast` must give the same.

A field that opens with a quote ends at the next quote that is not doubled, and a delimiter or the end of the line
must follow. Anywhere else a quote is an ordinary character. Lines end with \\n, \\r\\n or \\r; empty lines are no rows.
Where quoting goes wrong, only the line on which the row began is held back, and the next line is read as a row.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from mmap import mmap

from wutong.warehouse.ingest.report import BadRow, Reason, shown

Bytes = bytes | mmap

_ENDS = b"\r\n"
_LINE_END = re.compile(rb"[\r\n]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row must look like: number of fields, the delimiter, and how long a cell may be, in bytes."""

    width: int
    delimiter: str
    cell_limit: int

    @property
    def quote_reach(self) -> int:
        """How far from the start of its row a closing quote is looked for: longer than any good row."""
        return 2 * (self.width + 1) * self.cell_limit


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its fields as bytes, or the reason why its quoting is wrong; and where the next one starts."""

    fields: tuple[bytes, ...]
    reason: Reason | None
    raw_stop: int
    stop: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Good rows in order, their indexes among all rows of the stretch, and the bad rows with theirs."""

    good: list[tuple[str, ...]]
    indexes: list[int]
    bad: list[BadRow]
    count: int
    stop: int


@lru_cache(maxsize=8)
def _unquoted(delimiter: str) -> re.Pattern[bytes]:
    return re.compile(rb"[^\r\n" + re.escape(delimiter.encode()) + rb"]*")


def read_record(data: Bytes, start: int, end: int, shape: Shape, *, is_last: bool) -> Record | None:
    """The record that starts at `start`; None where `data` ends before it does and more is to come."""
    delimiter, unquoted = shape.delimiter.encode(), _unquoted(shape.delimiter)
    fields: list[bytes] = []
    position = start
    while True:
        if data[position : position + 1] == b'"' and position < end:
            closing = _closing_quote(data, position + 1, min(end, start + shape.quote_reach))
            if closing < 0:
                is_open = start + shape.quote_reach > end and not is_last
                return None if is_open else _broken(data, start, end, Reason.UNTERMINATED_QUOTE, is_last)
            fields.append(data[position + 1 : closing].replace(b'""', b'"'))
            position = closing + 1
            if position < end and data[position : position + 1] not in (delimiter, b"\n", b"\r"):
                return _broken(data, start, end, Reason.STRAY_QUOTE, is_last)
        else:
            match = unquoted.match(data, position, end)
            assert match is not None, "the pattern matches the empty string"
            fields.append(match.group())
            position = match.end()
        if position >= end:
            return Record(tuple(fields), None, end, end) if is_last else None
        if data[position : position + 1] == delimiter:
            position += 1
            continue
        return Record(tuple(fields), None, position, _after_line_end(data, position, end))


def _closing_quote(data: Bytes, position: int, end: int) -> int:
    """The next quote that is not doubled, or -1."""
    while True:
        closing = data.find(b'"', position, end)
        if closing < 0 or data[closing + 1 : closing + 2] != b'"' or closing + 1 >= end:
            return closing
        position = closing + 2


def _broken(data: Bytes, start: int, end: int, reason: Reason, is_last: bool) -> Record | None:
    """The first line alone, held back; what follows is read as if it began a row."""
    match = _LINE_END.search(data, start, end)
    if match is None:
        return Record((), reason, end, end) if is_last else None
    return Record((), reason, match.start(), _after_line_end(data, match.start(), end))


def _after_line_end(data: Bytes, position: int, end: int) -> int:
    return position + 2 if data[position : min(position + 2, end)] == _ENDS else position + 1


def parse(data: Bytes, start: int, end: int, shape: Shape, *, until: int, is_last: bool) -> Rows:
    """The rows that begin before `until`; stops early at a row that `data` does not hold in full."""
    good: list[tuple[str, ...]] = []
    indexes: list[int] = []
    bad: list[BadRow] = []
    count, position = 0, start
    while position < min(until, end):
        record = read_record(data, position, end, shape, is_last=is_last)
        if record is None:
            break
        if record.raw_stop > position:
            verdict = _judged(record, shape)
            if isinstance(verdict, Reason):
                bad.append(BadRow(count, verdict, shown(data[position : min(record.raw_stop, position + 8_000)])))
            else:
                good.append(verdict)
                indexes.append(count)
            count += 1
        position = record.stop
    return Rows(good, indexes, bad, count, position)


def _judged(record: Record, shape: Shape) -> tuple[str, ...] | Reason:
    if record.reason:
        return record.reason
    if len(record.fields) != shape.width:
        return Reason.TOO_FEW_FIELDS if len(record.fields) < shape.width else Reason.TOO_MANY_FIELDS
    if any(b"\0" in field for field in record.fields):
        return Reason.NUL_BYTE
    if any(len(field) > shape.cell_limit for field in record.fields):
        return Reason.CELL_TOO_LONG
    try:
        return tuple(field.decode("utf-8") for field in record.fields)
    except UnicodeDecodeError:
        return Reason.INVALID_BYTES
