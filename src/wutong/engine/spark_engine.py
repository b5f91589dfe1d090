"""Plans on Spark, in this process (`local[2]`) or on a cluster (`spark://host:port`)."""

import itertools
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import PySparkType

from wutong.engine.contract import conform
from wutong.engine.engine import ANY_ORDER, Inputs, Layout, Limits, Plan
from wutong.engine.files import files_of

_VIEW = "wutong_plan"


class SparkEngine:
    """Engine on Spark. The home folder must be reachable under the same path by every worker."""

    kind = "spark"

    def __init__(self, master: str, scratch: Path, limits: Limits) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - PySpark is an extra

        self._is_shared = SparkSession.getActiveSession() is not None
        self.session = (
            SparkSession.builder.master(master)
            .appName("wutong")
            .config("spark.local.dir", str(scratch))
            .config("spark.driver.memory", f"{max(1, int(limits.memory_gib))}g")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")  # a build shows bars of its own
            .getOrCreate()
        )
        self.backend = ibis.pyspark.connect(self.session)
        self._numbers = itertools.count()

    def read(self, *paths: Path) -> ir.Table:
        name = f"wutong_read_{next(self._numbers)}"
        self.session.read.parquet(*(file.resolve().as_uri() for file in files_of(paths))).createOrReplaceTempView(name)
        return self.backend.table(name)

    def write(self, plan: ir.Table, folder: Path, layout: Layout = ANY_ORDER) -> int:
        if layout.order_by:
            plan = plan.order_by(list(layout.order_by))
        target = folder.resolve().as_uri()
        self.backend.create_view(_VIEW, plan, overwrite=True)
        self.session.table(_VIEW).selectExpr(*_as_typed(plan)).write.parquet(target)
        return int(self.session.read.parquet(target).count())

    def run(self, plan: Plan, inputs: Inputs, folder: Path, layout: Layout = ANY_ORDER) -> int:
        tables = {name: self.read(*paths) for name, paths in inputs.items()}
        return self.write(conform(plan.make(**tables), plan.table), folder, layout)

    def close(self) -> None:
        if not self._is_shared:  # a session that was there before belongs to somebody else
            self.session.stop()


def _as_typed(plan: ir.Table) -> list[str]:
    """Each column in the type that Ibis says it has: Spark gives places in a text as short whole numbers, and Ibis
    leaves out a cast that it takes for needless."""
    return [f"CAST(`{name}` AS {PySparkType.to_string(kind)}) AS `{name}`" for name, kind in plan.schema().items()]
