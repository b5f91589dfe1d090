"""The steps over all rows at once, each from declared tables to declared tables. Called by `pipeline` only."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wutong.catalog.catalog import Catalog
from wutong.engine.contract import conform
from wutong.engine.engine import ANY_ORDER, Engine, Layout
from wutong.kernel.bilingual import Text
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.batches import AS_READ, Batch
from wutong.warehouse.enrich import enterprises, figures
from wutong.warehouse.enrich.placement import placing
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.progress import Progress
from wutong.warehouse.publish.release import Step
from wutong.warehouse.resolve import identity, parents, values
from wutong.warehouse.standardize import registration

# Look-ups by key read one row group; this many rows keep that near a millisecond.
_LOOK_UP_GROUP = 20_000
BY_ENTERPRISE = Layout(order_by=("enterprise_id",), row_group=_LOOK_UP_GROUP)
# Most questions are about the biomedical eighth of all enterprises: together, they are read without the rest.
BY_TIER = Layout(order_by=("tier", "enterprise_id"), row_group=_LOOK_UP_GROUP)


@dataclass(frozen=True)
class RowWork:
    """Standardize and place the raw rows of some parts of one source."""

    catalog: Catalog
    engine: Engine
    source_id: str
    parts: Mapping[str, Part]
    told: Progress
    step: Step

    def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
        """Write standard, standard_issues and placement of the parts `file_ids` under `folder`."""
        raw = [self.parts[file_id].folder / "raw" for file_id in file_ids]
        tables = self.catalog.tables
        self.step("standardize")
        with self.told.stage(Text(zh="标准化", en="Standardizing")):
            source = self.catalog.sources[self.source_id]
            made = registration.plan(self.engine.read(*raw), source=source, catalog=self.catalog)
            standard = conform(made.rows, tables["standard__registration"])
            self.engine.write(standard, folder / "standard", Layout(keep_order=True, row_group=_LOOK_UP_GROUP))
            self.engine.write(conform(made.issues, tables["build__issues"]), folder / "standard_issues")
        self.step("placement")
        with self.told.stage(Text(zh="产业链定位", en="Placing on the chain")):
            placed = placing.plan(self.engine.read(folder / "standard"), self.catalog.chain)
            self.engine.write(conform(placed, tables["enrich__placement"]), folder / "placement", AS_READ)


@dataclass(frozen=True)
class GlobalWork:
    """Resolve all rows, put enterprises together, and write every table of the release under `tables`."""

    catalog: Catalog
    engine: Engine
    batches: tuple[Batch, ...]
    tables: Path
    scratch: Path

    def rows(self, name: str) -> ir.Table:
        """One of the row-local tables, over all batches."""
        return self.engine.read(*(batch.table(name) for batch in self.batches))

    def resolve(self) -> None:
        """Who is who. Only what more than one row decides is worked out ahead; the rest is the row's own key."""
        shared = identity.exceptions(self.rows("standard"))
        self._write(shared, "shared_records", Layout(order_by=("enterprise_id", "file_id", "row_number")))
        members, exceptions = self._members(), self._exceptions()
        self._write(values.conflicts(members, exceptions), "enterprise_conflicts", BY_ENTERPRISE)
        self._write(values.former_names(members, exceptions), "former_names", BY_ENTERPRISE)
        self._write(values.further_identifiers(members), "further_identifiers", BY_ENTERPRISE)
        linked = conform(parents.plan(members), self.catalog.tables["resolve__parent"])
        self.engine.write(linked, self.scratch / "parents")

    def enterprises(self) -> None:
        """What each one is."""
        plan = enterprises.plan(
            members=self._members(),
            exceptions=self._exceptions(),
            placement=self.rows("placement"),
            parents=self.engine.read(self.scratch / "parents"),
            conflicts=self._released("enterprise_conflicts"),
            table=self.catalog.released["enterprises"],
        )
        self._write(plan, "enterprises", BY_TIER)

    def _members(self) -> ir.Table:
        return identity.members(self.rows("standard"), self._exceptions())

    def _exceptions(self) -> ir.Table:
        return self._released("shared_records")

    def figures(self) -> None:
        """The chain counted by place and year."""
        made = figures.plan(self._released("enterprises"), self.catalog.chain.field_of)
        self._write(made.counts, "chain_counts", Layout(order_by=("place_code", "subject_kind", "subject")))
        self._write(made.shares, "chain_shares", Layout(order_by=("place_code", "subject_kind", "subject")))

    def link_rows(self, parts: Sequence[Part]) -> None:
        """Give the release the immutable row tables without copying them."""
        for released, name in (("registrations", "standard"), ("placements", "placement")):
            link([batch.table(name) for batch in self.batches], self.tables / released)
        raw = [part.folder / "raw" for part in parts if self._is_register(part)]
        link(raw, self.tables / "raw_registrations")

    def issues(self, parts: Sequence[Part], of_references: Sequence[Mapping[str, object]]) -> None:
        """Every issue of every stage."""
        standard = self.rows("standard_issues")
        table = self.catalog.released["issues"]
        write_rows(of_references, table, self.scratch)
        read = self.engine.read(*(part.folder / "issues" for part in parts), self.scratch / table.name)
        both = ibis.union(conform(read, table), conform(standard, table))
        self._write(both, "issues", Layout(order_by=("source_id", "file_id", "row_number", "reason")))

    def used(self) -> dict[str, int]:
        """How many rows of each file are used: file id to rows."""
        counted = self.rows("standard").group_by("file_id").aggregate(rows=ibis._.count()).to_pyarrow()
        return dict(zip(counted["file_id"].to_pylist(), counted["rows"].to_pylist(), strict=True))

    def _is_register(self, part: Part) -> bool:
        return self.catalog.sources[part.report.source_id].standard == "registrations"

    def _released(self, name: str) -> ir.Table:
        return self.engine.read(self.tables / name)

    def _write(self, plan: ir.Table, name: str, layout: Layout = ANY_ORDER) -> None:
        self.engine.write(conform(plan, self.catalog.released[name]), self.tables / name, layout)


def link(folders: Sequence[Path], target: Path) -> None:
    """Hard links to every Parquet file of `folders`, numbered, under `target`: nothing is copied."""
    target.mkdir(parents=True)
    files = [file for folder in folders for file in sorted(folder.rglob("*.parquet"))]
    for number, file in enumerate(files):
        linked = target / f"part-{number}.parquet"
        try:
            os.link(file, linked)
        except OSError:  # a file system without hard links
            shutil.copyfile(file, linked)
