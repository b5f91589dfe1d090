"""What a plan may ask of an engine: read Parquet, write Parquet. Nothing else of an engine leaks out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ibis.expr.types as ir

from wutong.catalog.tables import Table


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine a build may take."""

    memory_gib: float = 3.0
    threads: int = 0  # 0 = all cores


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows lie in a file. Look-ups of a few rows are cheap only where the rows are sorted and grouped."""

    order_by: tuple[str, ...] = ()
    row_group: int = 0  # rows; 0 = the engine's own choice


ANY_ORDER = Layout()


Inputs = Mapping[str, Sequence[Path]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A step by name: `make` turns its input tables, given by name, into one table that has the columns of `table`.

    It is made only when it must be: an engine may remember what it came to.
    """

    name: str
    make: Callable[..., ir.Table]
    table: Table


class Engine(Protocol):
    """A place where plans run. Opened by `open_engine`, closed by its context manager."""

    kind: str

    def read(self, *paths: Path) -> ir.Table:
        """One table over Parquet files, or over folders of them (which must not be empty)."""
        ...

    def write(self, plan: ir.Table, folder: Path, layout: Layout = ANY_ORDER) -> int:
        """Run `plan` into Parquet files in a new `folder`; returns the number of rows written."""
        ...

    def run(self, plan: Plan, inputs: Inputs, folder: Path, layout: Layout = ANY_ORDER) -> int:
        """`plan` over Parquet files or folders of them, written like `write`. Raises ColumnsMissing."""
        ...

    def close(self) -> None:
        """Give back memory and temporary files."""
        ...
