"""The steps over all rows at once, each from declared tables to declared tables. Called by `pipeline` only.

What one row says alone is done in `row_work`. Here is what more than one row decides, so most of it reads few rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from wutong.catalog.catalog import Catalog
from wutong.engine.engine import ANY_ORDER, Engine, Inputs, Layout, Plan
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.batches import Batch
from wutong.warehouse.enrich import enterprises, figures
from wutong.warehouse.files import link
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.resolve import identity, keys, parents, values
from wutong.warehouse.row_work import BY_ENTERPRISE, shared, used
from wutong.warehouse.standardize.issues import issues_of

_BY_PLACE = Layout(order_by=("place_code", "subject_kind", "subject"))
_BY_ORIGIN = Layout(order_by=("source_id", "file_id", "row_number", "reason"))
Make = Callable[..., ir.Table]


@dataclass(frozen=True)
class GlobalWork:
    """Resolve all rows, put enterprises together, and write every table of the release under `tables`."""

    catalog: Catalog
    engine: Engine
    batches: tuple[Batch, ...]
    tables: Path
    scratch: Path

    def resolve(self) -> None:
        """Who is who, where more than one row says so."""
        standard = self._rows("standard")
        if len(self.batches) == 1:
            link(self._rows("shared"), self.tables / "shared_records")
        else:
            self._release("shared_records", shared, {"standard": standard}, BY_ENTERPRISE)
        known = {"shared": self._released("shared_records")}
        self._release("overruled_rows", overruled, known | {"rest": self._rows("rest")})
        several = known | {"rest": self._looked_at()}
        self._release("enterprise_conflicts", conflicts, several, BY_ENTERPRISE)
        self._release("former_names", former_names, several, BY_ENTERPRISE)
        self._release("further_identifiers", further_identifiers, several, BY_ENTERPRISE)
        self._aside("parents", parents_of, "resolve__parent", several | {"standard": standard})

    def _looked_at(self) -> list[Path]:
        """The rows that must be seen beside others: those known by their batches, and those overruled."""
        rest, gone = self._rows("rest"), self._released("overruled_rows")
        if _row_count(gone):
            inputs = {name: self._rows(name) for name in ("standard", "placement")} | {"overruled": gone}
            self._aside("more", overruled_placed, "enrich__placed_row", inputs)
            rest.append(self.scratch / "more")
        return rest

    def enterprises(self) -> None:
        """What each of those is; the others are at hand."""
        inputs = {
            "shared": self._released("shared_records"),
            "rest": [*self._rows("rest"), *(one for one in [self.scratch / "more"] if one.exists())],
            "parents": [self.scratch / "parents"],
            "conflicts": self._released("enterprise_conflicts"),
        }
        self._release("joint_enterprises", joint, inputs, BY_ENTERPRISE)
        link(self._rows("single"), self.tables / "single_enterprises")

    def figures(self) -> None:
        """The chain counted by place and year."""
        names = {"single": "single_enterprises", "overruled": "overruled_rows", "joint": "joint_enterprises"}
        inputs = {name: self._released(table) for name, table in names.items()}
        self._release("chain_counts", self._counts, inputs, _BY_PLACE)
        self._release("chain_shares", figures.shares, {"counts": self._released("chain_counts")}, _BY_PLACE)

    def _counts(self, single: ir.Table, overruled: ir.Table, joint: ir.Table) -> ir.Table:
        return figures.counts(enterprises.all_of(single, overruled, joint), self.catalog.chain.field_of)

    def issues(self, parts: Sequence[Part], of_references: Sequence[Mapping[str, object]]) -> None:
        """Every issue of every stage."""
        write_rows(of_references, self.catalog.released["issues"], self.scratch)
        read = [*(part.folder / "issues" for part in parts), self.scratch / "issues"]
        self._release("issues", all_issues, {"read": read, "standard": self._rows("standard")}, _BY_ORIGIN)

    def link_rows(self, parts: Sequence[Part]) -> None:
        """Give the release the immutable row tables without copying them."""
        link(self._rows("standard"), self.tables / "standard_rows")
        link(self._rows("placement"), self.tables / "placements")
        raw = [part.folder / "raw" for part in parts if self._is_register(part)]
        link(raw, self.tables / "raw_registrations")

    def used(self) -> dict[str, int]:
        """How many rows of each file are used: file id to rows."""
        rows = used(self.engine.read(*self._rows("standard")))
        counted = rows.group_by("file_id").aggregate(rows=ibis._.count()).to_pyarrow()
        return dict(zip(counted["file_id"].to_pylist(), counted["rows"].to_pylist(), strict=True))

    def _is_register(self, part: Part) -> bool:
        return self.catalog.sources[part.report.source_id].standard == "registrations"

    def _rows(self, name: str) -> list[Path]:
        """One of the row-local tables, over all batches."""
        return [batch.table(name) for batch in self.batches]

    def _released(self, name: str) -> list[Path]:
        return [self.tables / name]

    def _release(self, name: str, make: Make, inputs: Inputs, layout: Layout = ANY_ORDER) -> None:
        self.engine.run(Plan(f"all.{name}", make, self.catalog.released[name]), inputs, self.tables / name, layout)

    def _aside(self, name: str, make: Make, table: str, inputs: Inputs) -> None:
        self.engine.run(Plan(f"all.{name}", make, self.catalog.tables[table]), inputs, self.scratch / name)


def overruled(shared: ir.Table, rest: ir.Table) -> ir.Table:
    """Rows that their batch took for the only one of their enterprise."""
    return shared.anti_join(rest, keys.ORIGIN)


def overruled_placed(standard: ir.Table, placement: ir.Table, overruled: ir.Table) -> ir.Table:
    """Those rows with their place on the chain."""
    return enterprises.placed(used(standard).semi_join(overruled, keys.ORIGIN), placement)


def conflicts(rest: ir.Table, shared: ir.Table) -> ir.Table:
    """What registrations of one enterprise say differently."""
    return values.conflicts(identity.members(rest, shared))


def former_names(rest: ir.Table, shared: ir.Table) -> ir.Table:
    """Names of enterprises besides their present ones."""
    return values.former_names(identity.members(rest, shared))


def further_identifiers(rest: ir.Table, shared: ir.Table) -> ir.Table:
    """Numbers of enterprises besides their credit codes."""
    return values.further_identifiers(identity.members(rest, shared))


def parents_of(rest: ir.Table, shared: ir.Table, standard: ir.Table) -> ir.Table:
    """Branches and their parents."""
    return parents.plan(identity.members(rest, shared), used(standard), shared)


def joint(rest: ir.Table, shared: ir.Table, parents: ir.Table, conflicts: ir.Table) -> ir.Table:
    """Enterprises that more than one row tells."""
    return enterprises.joint(members=identity.members(rest, shared), parents=parents, conflicts=conflicts)


def all_issues(read: ir.Table, standard: ir.Table) -> ir.Table:
    """What was found when reading, and when standardizing."""
    found = issues_of(standard)
    return ibis.union(read.select(*found.columns), found)


def _row_count(folders: Sequence[Path]) -> int:
    return sum(pq.read_metadata(file).num_rows for folder in folders for file in folder.rglob("*.parquet"))
