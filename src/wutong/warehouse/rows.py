"""Raw rows that plain functions read one by one (records, reference lists), and what becomes of each.

A row is used or held back with its reason; a remark tells of one value of a used row that could not be read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.parts import Part

_SHOWN = 2_000  # characters of a value kept with an issue


@dataclass(frozen=True, slots=True)
class Row:
    """One raw row with its origin; nulls in all their declared spellings are None. Some files tell facts by name."""

    source_id: str
    file_id: str
    row_number: int
    values: Mapping[str, str | None]
    file_name: str = ""

    def get(self, name: str) -> str | None:
        """The value of a field; None also where the source has no such field."""
        return self.values.get(name)

    @property
    def origin(self) -> dict[str, object]:
        """Where every value of this row comes from."""
        return {"source_id": self.source_id, "file_id": self.file_id, "row_number": self.row_number}


@dataclass
class Account:
    """Counts rows used and gathers the issues of one stage. Filled while rows are read, then only read."""

    stage: str = "records"
    used: dict[str, int] = field(default_factory=dict)
    issues: list[dict[str, object]] = field(default_factory=list)

    def use(self, row: Row) -> None:
        """Count a row as used."""
        self.used[row.file_id] = self.used.get(row.file_id, 0) + 1

    def hold_back(self, row: Row, reason: str, name: str) -> None:
        """Hold a row back for what stands in field `name`."""
        raw = "\t".join((value or "")[:_SHOWN] for value in row.values.values())
        self._tell(row, reason, name, raw=raw, is_held_back=True)

    def remark(self, row: Row, reason: str, name: str) -> None:
        """Tell that one value of a row that is used could not be read."""
        self._tell(row, reason, name, raw=None, is_held_back=False)

    def _tell(self, row: Row, reason: str, name: str, *, raw: str | None, is_held_back: bool) -> None:
        told = {"stage": self.stage, "reason": reason, "is_held_back": is_held_back, "field": name}
        self.issues.append({**row.origin, **told, "value": (row.get(name) or "")[:_SHOWN], "raw": raw})


def rows_of(source: Source, parts: Sequence[Part]) -> Iterator[Row]:
    """The rows of all parts, in order of file and row."""
    nulls = {"", *source.nulls}
    names = list(source.fields())
    for part in parts:
        for batch in pq.ParquetFile(part.folder / "raw" / "part-0.parquet").iter_batches(
            batch_size=10_000, columns=["row_number", *names]
        ):
            numbers = batch.column("row_number").to_pylist()
            columns = [[_cleaned(value, nulls) for value in batch.column(name).to_pylist()] for name in names]
            for number, *values in zip(numbers, *columns, strict=True):
                yield Row(source.id, part.id, number, dict(zip(names, values, strict=True)), part.report.name)


def _cleaned(value: str | None, nulls: set[str]) -> str | None:
    text = "" if value is None else value.strip(" \t\r\n\u00a0\u3000")
    return None if text in nulls else text
