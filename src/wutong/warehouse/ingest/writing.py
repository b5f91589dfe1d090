"""Raw rows and issues of one stretch into Parquet, as they come. Counts them, so that the sum can be told."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wutong.warehouse.ingest.columns import Layout
from wutong.warehouse.ingest.report import BadRow, FileReport, Manner, counted
from wutong.warehouse.ingest.text.fast import Parsed

_STAGE = "ingest"
_FLUSH = 20_000  # issues held in memory
# Columns in which few texts come again and again: written once for many rows, they are read faster.
_REPEATED = ("file_id", "province_text", "city_text", "kind_text", "capital_text")
_ISSUES = pa.schema(
    [
        ("source_id", pa.string()),
        ("file_id", pa.string()),
        ("row_number", pa.int64()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("is_held_back", pa.bool_()),
        ("field", pa.string()),
        ("value", pa.string()),
        ("raw", pa.string()),
    ]
)


class StretchWriter:
    """Writes `folder`/raw and `folder`/issues. `columns` of what is added are those of the layout, in file order."""

    def __init__(self, folder: Path, layout: Layout, *, source_id: str, file_id: str, first_row: int) -> None:
        self.layout = layout
        self.source_id = source_id
        self.file_id = file_id
        self.first_row = first_row
        self.rows_read = 0
        self._reasons: dict[str, int] = {}
        self._bad: list[tuple[int, BadRow]] = []
        self._raw = _writer(folder / "raw", layout.schema())
        self._issues = _writer(folder / "issues", _ISSUES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._raw.close()
        self._issues.close()

    def add(self, parsed: Parsed) -> None:
        """Append the rows of one piece; rows are numbered in the order in which pieces come."""
        start = self.first_row + self.rows_read
        numbers = np.arange(start, start + parsed.count, dtype=np.int64)
        if parsed.bad:
            numbers = np.delete(numbers, [row.index for row in parsed.bad])
            self._bad.extend((start + row.index, row) for row in parsed.bad)
            for reason, count in counted(parsed.bad).items():
                self._reasons[reason] = self._reasons.get(reason, 0) + count
            if len(self._bad) > _FLUSH:
                self._flush()
        if len(numbers):
            self._raw.write_table(self._table(parsed, numbers))
        self.rows_read += parsed.count

    def report(self, *, name: str, sha256: str, byte_count: int, manner: Manner) -> FileReport:
        """The account of everything added."""
        return FileReport(
            file_id=self.file_id,
            source_id=self.source_id,
            name=name,
            sha256=sha256,
            byte_count=byte_count,
            encoding=manner.encoding,
            format=manner.format,
            delimiter=manner.delimiter,
            rows_read=self.rows_read,
            rows_kept=self.rows_read - sum(self._reasons.values()),
            held_back=dict(sorted(self._reasons.items())),
            first_row=self.first_row,
        )

    def _table(self, parsed: Parsed, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Table:
        given = {
            name: column for name, column in zip(self.layout.columns, parsed.columns, strict=True) if name is not None
        }
        absent = pa.nulls(len(numbers), pa.string())
        file_id = pa.DictionaryArray.from_arrays(np.zeros(len(numbers), np.int32), [self.file_id])
        columns = [file_id, pa.array(numbers), *(given.get(name, absent) for name in self.layout.fields)]
        return pa.Table.from_arrays(columns, schema=self.layout.schema())

    def _flush(self) -> None:
        rows = [
            (self.source_id, self.file_id, number, _STAGE, str(row.reason), True, None, None, row.raw)
            for number, row in self._bad
        ]
        names = _ISSUES.names
        self._issues.write_table(
            pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=_ISSUES)
        )
        self._bad = []


def _writer(folder: Path, schema: pa.Schema) -> pq.ParquetWriter:
    folder.mkdir(parents=True)
    return pq.ParquetWriter(
        folder / "part-0.parquet",
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in schema.names if name in _REPEATED],
        write_statistics=["file_id", "row_number"],
        store_schema=False,
    )
