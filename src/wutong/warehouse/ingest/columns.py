"""Which column of a file is which field. Crashes on structure: a column missing, unknown or given twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from wutong.catalog.sources import Source
from wutong.warehouse.ingest.errors import ColumnMissing, ColumnTwice, ColumnUnknown


@dataclass(frozen=True, slots=True)
class Layout:
    """For each column of the file, in file order, the name it is kept under (None: not kept); and every name that
    the raw rows have, in declared order, whether this file has the column or not."""

    columns: tuple[str | None, ...]
    fields: tuple[str, ...]

    def schema(self) -> pa.Schema:
        """The schema of raw rows."""
        origin = [pa.field("file_id", pa.dictionary(pa.int32(), pa.string())), pa.field("row_number", pa.int64())]
        return pa.schema(origin + [pa.field(name, pa.string()) for name in self.fields])


def cleaned(name: str) -> str:
    """A column's name without what spreadsheets leave around it."""
    return name.strip().strip("\ufeff\u200b").strip()


def known_names(source: Source) -> dict[str, int]:
    """Every declared spelling of a column's name to the column's place in the declaration."""
    return {name: place for place, column in enumerate(source.columns) for name in (column.name, *column.aliases)}


def layout_of(source: Source, header: Sequence[str], path: Path) -> Layout:
    """The layout that a header gives; raises ColumnMissing, ColumnUnknown or ColumnTwice."""
    known = known_names(source)
    names = [cleaned(name) for name in header]
    declaration = f"sources/{source.id}/source.yml"
    found = [known[name] for name in names if name in known]
    missing = [column.name for place, column in enumerate(source.columns) if column.required and place not in found]
    if missing:
        raise ColumnMissing(file=path, missing=_listed(missing), found=_listed(names), declaration=declaration)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ColumnUnknown(file=path, unknown=_listed(unknown), declaration=declaration)
    twice = [source.columns[place].name for place in found if found.count(place) > 1]
    if twice:
        raise ColumnTwice(file=path, column=twice[0])
    return Layout(columns=tuple(source.columns[place].kept_as for place in found), fields=fields_of(source))


def declared_layout(source: Source) -> Layout:
    """The layout of a file without a header: the declared columns, in declared order."""
    return Layout(columns=tuple(column.kept_as for column in source.columns), fields=fields_of(source))


def fields_of(source: Source) -> tuple[str, ...]:
    """What raw rows of the source are called, in declared order."""
    return tuple(column.kept_as for column in source.columns if column.kept_as)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name or "“”" for name in names) or "—"
