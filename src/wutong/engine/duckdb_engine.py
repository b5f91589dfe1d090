"""Plans on embedded DuckDB."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import DuckDBType

from wutong.engine.engine import ANY_ORDER, Layout, Limits

_VIEW = "wutong_plan"


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


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The Parquet files named by `paths`, folders opened, in a stable order."""
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob("*.parquet")) if path.is_dir() else [path])
    return found


class DuckDBEngine:
    """Engine on DuckDB, in this process, spilling to `scratch` when memory runs short."""

    kind = "duckdb"

    def __init__(self, scratch: Path, limits: Limits) -> None:
        self.backend = ibis.duckdb.connect(temp_directory=str(scratch))
        self.backend.raw_sql(f"SET memory_limit = '{limits.memory_gib:g}GiB'")
        self.backend.raw_sql("SET preserve_insertion_order = false")
        self.backend.raw_sql("SET enable_progress_bar = false")
        if limits.threads:
            self.backend.raw_sql(f"SET threads = {limits.threads}")

    def read(self, *paths: Path) -> ir.Table:
        return self.backend.read_parquet([str(path) for path in files_of(paths)], hive_partitioning=False)

    def write(self, plan: ir.Table, folder: Path, layout: Layout = ANY_ORDER) -> int:
        folder.mkdir(parents=True)
        if layout.order_by:
            plan = plan.order_by(list(layout.order_by))
        options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
        if layout.row_group:
            options += f", ROW_GROUP_SIZE {layout.row_group}"
        file = folder / "part-0.parquet"
        with uncollected():
            self.backend.create_view(_VIEW, plan, overwrite=True)
        self._keep_order(bool(layout.order_by) or layout.keep_order)
        try:
            target = str(file).replace("'", "''")
            self.backend.raw_sql(f"COPY ({_as_typed(plan)}) TO '{target}' ({options})")
        finally:
            self._keep_order(False)
        return int(pq.read_metadata(file).num_rows)

    def _keep_order(self, wanted: bool) -> None:
        self.backend.raw_sql(f"SET preserve_insertion_order = {str(wanted).lower()}")

    def close(self) -> None:
        self.backend.disconnect()


def _as_typed(plan: ir.Table) -> str:
    """The plan with each column in the type that Ibis says it has: DuckDB sums whole numbers into 128 bits, which
    Parquet would keep as fractions."""
    columns = (f'CAST("{name}" AS {DuckDBType.to_string(kind)}) AS "{name}"' for name, kind in plan.schema().items())
    return f"SELECT {', '.join(columns)} FROM {_VIEW}"
