"""Raw rows of a reference list, and what becomes of each: used, or held back with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pyarrow.parquet as pq

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.parts import Part

_STAGE = "reference"


class Fault(StrEnum):
    """Why a row of a reference list is held back."""

    CODE_ODD = "code_odd"
    CODE_TWICE = "code_twice"
    NAME_MISSING = "name_missing"
    DESCRIPTION_MISSING = "description_missing"
    CLASS_ODD = "class_odd"


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One raw row with its origin; nulls in all their declared spellings are None."""

    file_id: str
    row_number: int
    values: dict[str, str | None]


@dataclass
class Account:
    """Counts rows used and gathers issues while a list is read. Filled by one reader, then only read."""

    source_id: str
    used: dict[str, int] = field(default_factory=dict)
    issues: list[dict[str, object]] = field(default_factory=list)

    def use(self, row: ReferenceRow) -> None:
        """Count a row as used."""
        self.used[row.file_id] = self.used.get(row.file_id, 0) + 1

    def hold_back(self, row: ReferenceRow, fault: Fault, column: str) -> None:
        """Hold a row back for what stands in `column`."""
        self.issues.append(
            {
                "source_id": self.source_id,
                "file_id": row.file_id,
                "row_number": row.row_number,
                "stage": _STAGE,
                "reason": str(fault),
                "is_held_back": True,
                "field": column,
                "value": row.values[column],
                "raw": ",".join(value or "" for value in row.values.values()),
            }
        )


def rows_of(source: Source, parts: Sequence[Part]) -> Iterator[ReferenceRow]:
    """The rows of all parts, in order of file and row."""
    nulls = {"", *source.nulls}
    names = list(source.fields())
    for part in parts:
        table = pq.read_table(part.folder / "raw", columns=["row_number", *names])
        numbers = table["row_number"].to_pylist()
        columns = [[_cleaned(value, nulls) for value in table[name].to_pylist()] for name in names]
        for number, *values in zip(numbers, *columns, strict=True):
            yield ReferenceRow(part.id, number, dict(zip(names, values, strict=True)))


def _cleaned(value: str | None, nulls: set[str]) -> str | None:
    text = "" if value is None else value.strip()
    return None if text in nulls else text
