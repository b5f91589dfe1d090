"""Plans on embedded DuckDB."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends import BaseBackend
from ibis.backends.sql.datatypes import DuckDBType

from wutong.engine.compiled import Compiled, Shelf, compile_plan
from wutong.engine.contract import conform
from wutong.engine.engine import ANY_ORDER, Inputs, Layout, Limits, Plan
from wutong.engine.files import files_of


@contextmanager
def uncollected() -> Iterator[None]:
    """Compile without the garbage collector: it would walk the growing expression again and again and find nothing,
    which is a quarter of the time that a large plan takes to compile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class DuckDBEngine:
    """Engine on DuckDB, in this process, spilling to `scratch` when memory runs short."""

    kind = "duckdb"

    def __init__(self, scratch: Path, limits: Limits, shelf: Shelf | None = None) -> None:
        self.connection = duckdb.connect(config={"temp_directory": str(scratch)})
        self.shelf = shelf or Shelf()
        self.connection.execute(f"SET memory_limit = '{limits.memory_gib:g}GiB'")
        self.connection.execute("SET timezone = 'UTC'")
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = false")
        if limits.threads:
            self.connection.execute(f"SET threads = {limits.threads}")

    @cached_property
    def backend(self) -> BaseBackend:
        """Ibis on the same connection. Opened for plans that must be compiled; most builds find theirs compiled."""
        return ibis.duckdb.from_connection(self.connection)

    def read(self, *paths: Path) -> ir.Table:
        return self.backend.read_parquet([str(path) for path in files_of(paths)], hive_partitioning=False)

    def run(self, plan: Plan, inputs: Inputs, folder: Path, layout: Layout = ANY_ORDER) -> int:
        schemas = [f"{name} {self._named(name, paths)}" for name, paths in inputs.items()]
        digest = self.shelf.digest(self.kind, plan.name, str(plan.table.types), *schemas)
        compiled = self.shelf.find(digest)
        if compiled is None:
            tables = {name: self.backend.table(name) for name in inputs}
            compiled = self._compiled(conform(plan.make(**tables), plan.table))
            self.shelf.keep(digest, compiled)
        return self._copy(compiled, folder, layout)

    def write(self, plan: ir.Table, folder: Path, layout: Layout = ANY_ORDER) -> int:
        return self._copy(self._compiled(plan), folder, layout)

    def _named(self, name: str, paths: Sequence[Path]) -> list[tuple[object, ...]]:
        """A view by a name of its own, so that SQL made for other files of the same columns fits; gives its columns."""
        files = ", ".join(_quoted(str(file)) for file in files_of(paths))
        self.connection.execute(
            f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM read_parquet([{files}], hive_partitioning = false)'
        )
        return self.connection.execute(f'DESCRIBE "{name}"').fetchall()

    def _compiled(self, plan: ir.Table) -> Compiled:
        with uncollected():
            plain = compile_plan(plan, self.backend)
        return Compiled(_as_typed(plain.sql, plan), plain.tables)

    def _copy(self, compiled: Compiled, folder: Path, layout: Layout) -> int:
        folder.mkdir(parents=True)
        options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
        if layout.row_group:
            options += f", ROW_GROUP_SIZE {layout.row_group}"
        order = ", ".join(f'"{name}"' for name in layout.order_by)
        sql = f"{compiled.sql} ORDER BY {order}" if order else compiled.sql
        file = folder / "part-0.parquet"
        self._keep_order(bool(order))
        for name, table in compiled.tables.items():
            self.connection.register(name, table)
        try:
            self.connection.execute(f"COPY ({sql}) TO {_quoted(str(file))} ({options})")
        finally:
            self._keep_order(False)
            for name in compiled.tables:
                self.connection.unregister(name)
        return int(pq.read_metadata(file).num_rows)

    def _keep_order(self, wanted: bool) -> None:
        self.connection.execute(f"SET preserve_insertion_order = {str(wanted).lower()}")

    def close(self) -> None:
        self.connection.close()


def _as_typed(sql: str, plan: ir.Table) -> str:
    """The plan with each column in the type that Ibis says it has: DuckDB sums whole numbers into 128 bits, which
    Parquet would keep as fractions."""
    columns = (f'CAST("{name}" AS {DuckDBType.to_string(kind)}) AS "{name}"' for name, kind in plan.schema().items())
    return f"SELECT {', '.join(columns)} FROM ({sql})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
