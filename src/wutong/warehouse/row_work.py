"""What is done to the rows of some parts, once: standardize and place them, and put plain enterprises together.

Called by `pipeline` through `batches`, which keeps the result until a part, a declaration or the code changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.catalog import Catalog
from wutong.engine.engine import ANY_ORDER, Engine, Inputs, Layout, Plan
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.warehouse.enrich import enterprises
from wutong.warehouse.enrich.placement import placing
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.progress import Progress
from wutong.warehouse.publish.release import Step
from wutong.warehouse.resolve import identity, keys
from wutong.warehouse.standardize import registration

# Look-ups by key read one row group; this many rows keep that near a millisecond.
LOOK_UP_GROUP = 20_000
BY_ENTERPRISE = Layout(order_by=("enterprise_id",), row_group=LOOK_UP_GROUP)
# Most questions are about the biomedical eighth of all enterprises: together, they are read without the rest.
_BY_TIER = Layout(order_by=("tier", "enterprise_id"), row_group=LOOK_UP_GROUP)
_AS_READ = Layout(keep_order=True, row_group=LOOK_UP_GROUP)
Make = Callable[..., ir.Table]


@dataclass(frozen=True)
class RowWork:
    """Row work on the parts of one source."""

    catalog: Catalog
    engine: Engine
    source_id: str
    parts: Mapping[str, Part]
    scratch: Path
    told: Progress
    step: Step

    def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
        """Write the tables `standard` and `placement` of the parts `file_ids` under `folder`."""
        raw = [self.parts[file_id].folder / "raw" for file_id in file_ids]
        self.step("standardize")
        with self.told.stage(Text(zh="标准化", en="Standardizing")):
            self._run("standard", self._standard, "standard__row", {"raw": raw, "day": self._day()}, folder, _AS_READ)
        self.step("placement")
        with self.told.stage(Text(zh="产业链定位", en="Placing on the chain")):
            self._run("placement", self._placement, "enrich__placement", self._of(folder, "standard"), folder, _AS_READ)

    def derive(self, folder: Path) -> None:
        """Write `shared`, `rest` and `single` from the two: what these rows come to among themselves."""
        rows = ("standard", "placement")
        with self.told.stage(Text(zh="汇成单条登记的企业", en="Putting plain enterprises together")):
            self._run("shared", shared, "resolve__record", self._of(folder, "standard"), folder, BY_ENTERPRISE)
            self._run("rest", rest, "enrich__placed_row", self._of(folder, *rows, "shared"), folder, ANY_ORDER)
            self._run("single", single, "single_enterprises", self._of(folder, *rows, "rest"), folder, _BY_TIER)

    def _run(self, name: str, make: Make, table: str, inputs: Inputs, folder: Path, layout: Layout) -> None:
        plan = Plan(f"rows.{self.source_id}.{name}", make, self.catalog.tables[table])
        self.engine.run(plan, inputs, folder / name, layout)

    def _of(self, folder: Path, *names: str) -> dict[str, list[Path]]:
        return {name: [folder / name] for name in names}

    def _day(self) -> list[Path]:
        """Today as a table of one cell: a plan that held the date could not be kept until tomorrow."""
        folder = self.scratch / "day"
        if not folder.exists():
            folder.mkdir()
            pq.write_table(pa.table({"today": pa.array([clock.today()], pa.date32())}), folder / "part-0.parquet")
        return [folder]

    def _standard(self, raw: ir.Table, day: ir.Table) -> ir.Table:
        source = self.catalog.sources[self.source_id]
        today = day.today.as_scalar()
        return keys.with_own_key(registration.every_row(raw, source=source, catalog=self.catalog, today=today))

    def _placement(self, standard: ir.Table) -> ir.Table:
        return placing.plan(registration.used(standard, self.catalog), self.catalog.chain)


def used(standard: ir.Table) -> ir.Table:
    """Rows that are not held back."""
    return standard.filter(standard.held_back.isnull()).drop("held_back", "remarks")


def shared(standard: ir.Table) -> ir.Table:
    """Rows of enterprises that have several."""
    return identity.exceptions(used(standard))


def rest(standard: ir.Table, placement: ir.Table, shared: ir.Table) -> ir.Table:
    """Rows that must be seen beside others."""
    rows = used(standard)
    alone = keys.speaks_for_itself(rows)
    odd = rows.filter(~alone).select(*keys.ORIGIN).union(shared.select(*keys.ORIGIN), distinct=True)
    return enterprises.placed(rows.semi_join(odd, keys.ORIGIN), placement)


def single(standard: ir.Table, placement: ir.Table, rest: ir.Table) -> ir.Table:
    """Enterprises of one row."""
    return enterprises.single(enterprises.placed(used(standard), placement), rest)
