"""Plans on Spark, in this process (`local[2]`) or on a cluster (`spark://host:port`)."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wutong.engine.duckdb_engine import files_of
from wutong.engine.engine import Limits


class SparkEngine:
    """Engine on Spark. The home folder must be reachable under the same path by every worker."""

    kind = "spark"

    def __init__(self, master: str, scratch: Path, limits: Limits) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - PySpark is an extra

        self.session = (
            SparkSession.builder.master(master)
            .appName("wutong")
            .config("spark.local.dir", str(scratch))
            .config("spark.driver.memory", f"{max(1, int(limits.memory_gib))}g")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
        self.backend = ibis.pyspark.connect(self.session)

    def read(self, *paths: Path) -> ir.Table:
        return self.backend.read_parquet([path.as_uri() for path in files_of(paths)])

    def write(self, plan: ir.Table, folder: Path, *, order_by: Sequence[str] = (), row_group: int = 0) -> int:
        if order_by:
            plan = plan.order_by(list(order_by))
        frame = self.session.sql(ibis.to_sql(plan, dialect="pyspark"))
        frame.coalesce(1).write.parquet(folder.resolve().as_uri())
        return int(self.session.read.parquet(folder.resolve().as_uri()).count())

    def close(self) -> None:
        self.session.stop()
