"""Tables as declared in catalog/tables/: the contracts at which stages meet, and the columns users may query."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Layer = Literal["raw", "standard", "resolve", "enrich", "mart", "build"]


class Column(Declaration):
    """One column. `type` is an Ibis type; `unit` is given wherever a number has one."""

    name: str
    type: str
    title: Label
    note: Label | None = None
    unit: str | None = None
    nullable: bool = True
    sensitivity: Literal["public", "restricted"] = "public"


class Table(Declaration):
    """One table: what a row is, what identifies it, and its columns in order.

    A table with a `view` is not stored: it is that SQL over stored tables of the same release. One that is `made_of`
    others is stored, and worked out by that SQL when they are there. `counted` is what to
    write after FROM to count its rows, where that is cheaper than to ask the view itself.
    """

    name: str
    layer: Layer
    released_as: str | None = None
    view: str | None = None
    made_of: str | None = None
    counted: str | None = None
    title: Label
    row: Label
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def types(self) -> dict[str, str]:
        """Column name to Ibis type, in declared order."""
        return {column.name: column.type for column in self.columns}


def load_tables(folder: Path) -> dict[str, Table]:
    """Every table of catalog/tables/, by name."""
    tables = (read_declaration(path, Table) for path in sorted(folder.glob("*.yml")))
    return {table.name: table for table in tables}


def released_tables(tables: dict[str, Table]) -> dict[str, Table]:
    """The tables of a release by the name that users query: the documented contract."""
    named = (table.model_copy(update={"name": table.released_as}) for table in tables.values() if table.released_as)
    return {table.name: table for table in named if table.name}
