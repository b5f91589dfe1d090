"""Small registers that the tests of the generator share, each made once a session."""

import csv
import gzip
import io
from pathlib import Path

import pyarrow.parquet as pq

from wutong.demo.generating import Generated

Row = dict[str, object]


def rows_of(path: Path) -> list[list[str]]:
    """The data rows of a register file as Python's csv reads them."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def truth_of(generated: Generated) -> list[Row]:
    """The truth, one dict a row."""
    rows: list[Row] = pq.read_table(generated.truth).to_pylist()
    return rows


def written_of(generated: Generated) -> dict[tuple[str, int], list[str]]:
    """(file name, row number) to the row as written."""
    return {(path.name, number): row for path in generated.files for number, row in enumerate(rows_of(path), start=1)}


def bytes_of(generated: Generated) -> dict[str, bytes]:
    """File name to contents, truth included."""
    return {path.name: path.read_bytes() for path in (*generated.files, generated.truth)}
