"""The delimiter of a text and where its rows begin, found by the columns that the source declares."""

from dataclasses import dataclass
from pathlib import Path

from wutong.catalog.sources import Source
from wutong.kernel.bilingual import Text
from wutong.warehouse.ingest.columns import Layout, cleaned, declared_layout, known_names, layout_of
from wutong.warehouse.ingest.errors import NotWhatItsNameSays
from wutong.warehouse.ingest.naming import Format
from wutong.warehouse.ingest.text.careful import Shape, read_record
from wutong.warehouse.ingest.text.encoding import BOM

HEAD = 1024 * 1024  # bytes looked at before anything is read
_DELIMITERS = (",", "\t", ";", "|")
_LINES = 200


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the rows; the first `skip` bytes of the text are its byte order mark and header."""

    delimiter: str
    layout: Layout
    skip: int


def dialect_of(head: bytes, source: Source, form: Format, path: Path) -> Dialect:
    """The dialect of a text that begins with `head` (UTF-8); raises what `layout_of` raises."""
    start = len(BOM) if head.startswith(BOM) else 0
    candidates = (source.delimiter,) if source.delimiter else _DELIMITERS
    if source.has_header:
        delimiter = max(candidates, key=lambda one: _names_known(_header(head, start, one)[0], source))
        header, skip = _header(head, start, delimiter)
        layout = layout_of(source, header, path)
    else:
        width = len(source.columns)
        delimiter = max(candidates, key=lambda one: _rows_that_fit(head, start, one, width))
        layout, skip = declared_layout(source), start
    if form == "tsv" and delimiter != "\t" and len(layout.columns) > 1:
        found = Text(zh=f"以“{delimiter}”分隔的文本", en=f"text delimited by “{delimiter}”")
        raise NotWhatItsNameSays(file=path, named="TSV", found=found)
    return Dialect(delimiter=delimiter, layout=layout, skip=skip)


def _header(head: bytes, start: int, delimiter: str) -> tuple[list[str], int]:
    """The names in the first line that is not empty, and where the line after it begins."""
    shape = Shape(width=1, delimiter=delimiter, cell_limit=HEAD)
    while start < len(head):
        record = read_record(head, start, len(head), shape, is_last=True)
        assert record is not None, "the end is given"
        if record.raw_stop > start:
            fields = record.fields or (head[start : record.raw_stop],)
            return [field.decode("utf-8", errors="replace") for field in fields], record.stop
        start = record.stop
    return [], start


def _names_known(header: list[str], source: Source) -> int:
    known = known_names(source)
    return sum(cleaned(name) in known for name in header)


def _rows_that_fit(head: bytes, start: int, delimiter: str, width: int) -> int:
    """How many of the first rows have the declared number of fields under this delimiter."""
    shape = Shape(width=width, delimiter=delimiter, cell_limit=HEAD)
    fitting = 0
    for _ in range(_LINES):
        if start >= len(head):
            break
        record = read_record(head, start, len(head), shape, is_last=True)
        assert record is not None, "the end is given"
        fitting += len(record.fields) == width
        start = record.stop
    return fitting
