"""What a plan may ask of an engine: read Parquet, write Parquet. Nothing else of an engine leaks out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine a build may take."""

    memory_gib: float = 3.0
    threads: int = 0  # 0 = all cores


class Engine(Protocol):
    """A place where plans run. Opened by `open_engine`, closed by its context manager."""

    kind: str

    def read(self, *paths: Path) -> ir.Table:
        """One table over Parquet files, or over folders of them (which must not be empty)."""
        ...

    def write(self, plan: ir.Table, folder: Path, *, order_by: Sequence[str] = (), row_group: int = 0) -> int:
        """Run `plan` into Parquet files in a new `folder`; returns the number of rows written."""
        ...

    def close(self) -> None:
        """Give back memory and temporary files."""
        ...
