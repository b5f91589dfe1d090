"""What is done to the rows of some parts, once: place and standardize them, and see which belong together.

Called by `pipeline` through `batches`, which keeps the result until a part, a declaration or the code changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.catalog import Catalog
from wutong.engine.engine import ANY_ORDER, Engine, Inputs, Layout, Plan
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.warehouse.enrich import enterprises
from wutong.warehouse.enrich.placement import placing, scanning
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.progress import Progress
from wutong.warehouse.publish.release import Step
from wutong.warehouse.resolve import identity, keys
from wutong.warehouse.standardize import registration

# Look-ups by key read one row group; this many rows keep that near a millisecond.
LOOK_UP_GROUP = 20_000
BY_ENTERPRISE = Layout(order_by=("enterprise_id",), row_group=LOOK_UP_GROUP)
# Most questions are about the biomedical eighth of all enterprises: together, they are read without the rest.
BY_TIER = Layout(order_by=("tier", "own_id"), row_group=LOOK_UP_GROUP)
BY_ROW = Layout(order_by=("file_id", "row_number"), row_group=LOOK_UP_GROUP)
# So many rows are sorted at a time and lie in one file. More in memory would have to be put aside on disk, which costs
# a fifth of standardizing them. Fewer would spare that a file that changes has many others copied, but every look-up by
# id opens every file: docs/adr/0014 has both.
SORTED_AT_ONCE = 1_000_000
LAYOUTS = {"rows": BY_TIER, "placement": BY_ROW, "shared": BY_ENTERPRISE, "rest": ANY_ORDER, "texts": ANY_ORDER}
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
        """Write the tables `rows` and `placement` of the parts `file_ids` under `folder`."""
        aside = self.scratch / folder.name
        placing = {"placing": [aside / "placing"]}
        self.step("placement")
        with self.told.stage(Text(zh="产业链定位", en="Placing on the chain")):
            # In no order: to keep one, a quarter of this would be done by one core alone.
            self._run("placing", self._placing, "enrich__placement", self._raw(file_ids), aside, ANY_ORDER)
        self.step("standardize")
        with self.told.stage(Text(zh="标准化", en="Standardizing")):
            self._standardize(file_ids, placing, folder / "rows")
            self._run("placement", kept, "enrich__placement", {**placing, **self._of(folder, "rows")}, folder)

    def _standardize(self, file_ids: Sequence[str], placing: Inputs, target: Path) -> None:
        """Write `rows` into `target`, a folder for as many as are sorted at once."""
        plan = Plan(f"rows.{self.source_id}.rows", self._rows, self.catalog.tables["enrich__placed_row"])
        for number, some in enumerate(self._slices(file_ids)):
            inputs = {**self._raw(some), **placing, "day": self._day()}
            self.engine.run(plan, inputs, target / f"{number:03d}", LAYOUTS["rows"])

    def _slices(self, file_ids: Sequence[str]) -> list[list[str]]:
        """`file_ids` in turn, each group of about SORTED_AT_ONCE rows."""
        slices: list[list[str]] = []
        count = SORTED_AT_ONCE
        for file_id in file_ids:
            if count >= SORTED_AT_ONCE:
                slices.append([])
                count = 0
            slices[-1].append(file_id)
            count += self.parts[file_id].report.rows_read
        return slices

    def _raw(self, file_ids: Sequence[str]) -> dict[str, list[Path]]:
        return {"raw": [self.parts[file_id].folder / "raw" for file_id in file_ids]}

    def derive(self, folder: Path, file_ids: Sequence[str]) -> None:
        """Write `shared`, `rest` and `texts` from `rows`: what these come to among themselves."""
        with self.told.stage(Text(zh="比对登记", en="Comparing registrations")):
            self._run("shared", shared, "resolve__record", self._of(folder, "rows"), folder)
            self._run("rest", rest, "enrich__placed_row", self._of(folder, "rows", "shared"), folder)
            texts = {"origins": [folder / "shared"], **self._raw(file_ids)}
            self._run("texts", enterprises.texts_of, "resolve__text", texts, folder)

    def _run(
        self, name: str, make: Make, table: str, inputs: Inputs, folder: Path, layout: Layout | None = None
    ) -> None:
        plan = Plan(f"rows.{self.source_id}.{name}", make, self.catalog.tables[table])
        self.engine.run(plan, inputs, folder / name, layout or LAYOUTS[name])

    def _of(self, folder: Path, *names: str) -> dict[str, list[Path]]:
        return {name: [folder / name] for name in names}

    def _day(self) -> list[Path]:
        """Today as a table of one cell: a plan that held the date could not be kept until tomorrow."""
        folder = self.scratch / "day"
        if not folder.exists():
            folder.mkdir()
            pq.write_table(pa.table({"today": pa.array([clock.today()], pa.date32())}), folder / "part-0.parquet")
        return [folder]

    def _placing(self, raw: ir.Table) -> ir.Table:
        source, chain = self.catalog.sources[self.source_id], self.catalog.chain
        likely = raw.filter(scanning.may_be_placed(raw.name_zh, raw.scope_text, chain))
        return placing.plan(registration.texts(likely, source=source, catalog=self.catalog), chain)

    def _rows(self, raw: ir.Table, placing: ir.Table, day: ir.Table) -> ir.Table:
        source = self.catalog.sources[self.source_id]
        today = day.today.as_scalar()
        rows = keys.with_own_key(registration.every_row(raw, source=source, catalog=self.catalog, today=today))
        return stored(rows, placing)


def stored(standard: ir.Table, placement: ir.Table) -> ir.Table:
    """Rows as they are kept; those held back have no place on the chain."""
    alone = standard.held_back.isnull() & keys.speaks_for_itself(standard)
    return enterprises.stored(standard, placement, alone)


def kept(placing: ir.Table, rows: ir.Table) -> ir.Table:
    """Placements of the rows that are used."""
    return placing.anti_join(rows.filter(rows.held_back.notnull()), keys.ORIGIN)


def shared(rows: ir.Table) -> ir.Table:
    """Rows of enterprises that have several."""
    return identity.exceptions(enterprises.whole(rows))


def rest(rows: ir.Table, shared: ir.Table) -> ir.Table:
    """Rows that must be seen beside others: those that do not stand alone, and those that share their enterprise."""
    others = rows.filter(rows.held_back.isnull(), ~rows.stands_alone)
    return ibis.union(others, enterprises.these(rows.filter(rows.stands_alone), shared))
