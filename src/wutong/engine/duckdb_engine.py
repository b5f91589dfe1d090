"""Plans on embedded DuckDB."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wutong.engine.engine import Limits


def quoted(path: Path) -> str:
    """A path as an SQL string literal."""
    return "'" + str(path).replace("'", "''") + "'"


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

    def write(self, plan: ir.Table, folder: Path, *, order_by: Sequence[str] = (), row_group: int = 0) -> int:
        folder.mkdir(parents=True)
        if order_by:
            plan = plan.order_by(list(order_by))
        options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
        if row_group:
            options += f", ROW_GROUP_SIZE {row_group}"
        if order_by:
            self.backend.raw_sql("SET preserve_insertion_order = true")
        try:
            target = quoted(folder / "part-0.parquet")
            cursor = self.backend.raw_sql(f"COPY ({ibis.to_sql(plan, dialect='duckdb')}) TO {target} ({options})")
            return int(cursor.fetchone()[0])
        finally:
            self.backend.raw_sql("SET preserve_insertion_order = false")

    def close(self) -> None:
        self.backend.disconnect()
