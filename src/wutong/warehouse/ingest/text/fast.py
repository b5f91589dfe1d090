"""Parse a stretch whose quoting is known to be sound, at the speed of the Arrow reader.

Gives exactly what `careful` gives. Where Arrow cannot be exact (bytes that are no UTF-8, a cell that is too
long), the stretch is halved until only the neighbourhood of the odd row is read carefully.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from wutong.warehouse.ingest.report import BadRow, Reason, shown
from wutong.warehouse.ingest.text import careful
from wutong.warehouse.ingest.text.careful import Shape

_SMALL = 65_536  # bytes below which careful reading is cheaper than another try
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Good rows as string columns in file order, and the bad rows; `count` is that of both together."""

    columns: tuple[pa.Array, ...]
    bad: tuple[BadRow, ...]
    count: int


class _Inexact(Exception):
    """Arrow cannot be trusted with this stretch."""


def parse(data: memoryview, shape: Shape) -> Iterator[Parsed]:
    """The rows of `data`, which must consist of whole rows in sound quoting, piece by piece."""
    try:
        yield _by_arrow(data, shape)
    except _Inexact:
        middle = _row_start_near_middle(data) if len(data) > _SMALL else 0
        if not middle:
            yield read_carefully(bytes(data), shape)
            return
        yield from parse(data[:middle], shape)
        yield from parse(data[middle:], shape)


def read_carefully(data: bytes, shape: Shape) -> Parsed:
    """The same by the slow grammar."""
    return as_parsed(careful.parse(data, 0, len(data), shape, until=len(data), is_last=True), shape)


def as_parsed(rows: careful.Rows, shape: Shape) -> Parsed:
    """What the slow grammar found, in the form that the fast one gives."""
    columns = zip(*rows.good, strict=True) if rows.good else ((),) * shape.width
    return Parsed(tuple(pa.array(column, pa.string()) for column in columns), tuple(rows.bad), rows.count)


def _by_arrow(data: memoryview, shape: Shape) -> Parsed:
    """At first as if no row were bad; then with bad rows noted, for which all of it must be UTF-8."""
    bad: list[BadRow] = []
    try:
        columns = _read(data, shape, None)
    except pa.ArrowInvalid:
        columns, bad = _with_bad_rows(data, shape)
    if any(_longest(column) > shape.cell_limit for column in columns):
        raise _Inexact
    return Parsed(columns, tuple(bad), len(columns[0]) + len(bad))


def _with_bad_rows(data: memoryview, shape: Shape) -> tuple[tuple[pa.Array, ...], list[BadRow]]:
    bad: list[BadRow] = []
    longest = 0

    def note(row: arrow_csv.InvalidRow) -> str:
        nonlocal longest
        few = row.actual_columns < row.expected_columns
        longest = max(longest, len(row.text))
        reason = Reason.TOO_FEW_FIELDS if few else Reason.TOO_MANY_FIELDS
        bad.append(BadRow(row.number - 1, reason, shown(row.text)))
        return "skip"

    try:
        str(data, "utf-8")
        columns = _read(data, shape, note)
    except (UnicodeDecodeError, pa.ArrowInvalid) as problem:
        raise _Inexact from problem
    if 4 * longest > shape.quote_reach:
        raise _Inexact
    return columns, bad


def _read(data: memoryview, shape: Shape, note: Callable[[arrow_csv.InvalidRow], str] | None) -> tuple[pa.Array, ...]:
    names = [str(place) for place in range(shape.width)]
    # Arrow takes a byte order mark off the front; the grammar does not. An empty line in front saves it.
    source = b"\n" + bytes(data) if bytes(data[:3]) == _BOM else data
    table = arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(source)),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(data) + 2),
        parse_options=arrow_csv.ParseOptions(
            delimiter=shape.delimiter, newlines_in_values=True, invalid_row_handler=note
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    # One block gives one chunk; putting chunks together would copy it all the same.
    return tuple(one.chunk(0) if one.num_chunks == 1 else one.combine_chunks() for one in table.columns)


def _longest(column: pa.Array) -> int:
    return pc.max(pc.binary_length(column)).as_py() or 0


def _row_start_near_middle(data: memoryview) -> int:
    """A position near the middle at which a row starts; 0 where there is none. Quoting must be sound."""
    content = bytes(data)
    quotes = np.flatnonzero(np.frombuffer(data, np.uint8) == ord('"'))
    line_end = content.find(b"\n", len(content) // 2, len(content) - 1)
    while line_end >= 0:
        before = int(np.searchsorted(quotes, line_end))
        if before % 2 == 0:
            return line_end + 1
        line_end = content.find(b"\n", int(quotes[before]), len(content) - 1)
    return 0
