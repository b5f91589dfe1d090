"""Plans on embedded DuckDB."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from wutong.engine.engine import ANY_ORDER, Layout, Limits


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
        options: dict[str, str | int] = {"compression": "zstd", "compression_level": 1}
        if layout.row_group:
            options["row_group_size"] = layout.row_group
        file = folder / "part-0.parquet"
        self._keep_order(bool(layout.order_by) or layout.keep_order)
        try:
            self.backend.to_parquet(plan, file, **options)
        finally:
            self._keep_order(False)
        return int(pq.read_metadata(file).num_rows)

    def _keep_order(self, wanted: bool) -> None:
        self.backend.raw_sql(f"SET preserve_insertion_order = {str(wanted).lower()}")

    def close(self) -> None:
        self.backend.disconnect()
