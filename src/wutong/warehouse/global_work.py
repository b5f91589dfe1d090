"""The steps over all rows at once, each from declared tables to declared tables. Called by `pipeline` only.

What one row says alone is done in `row_work`. Here is what more than one row decides, so most of it reads few rows.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wutong.catalog.catalog import Catalog
from wutong.engine.engine import ANY_ORDER, Engine, Inputs, Layout, Plan
from wutong.warehouse.accounting import used_rows, write_rows
from wutong.warehouse.batches import Batch
from wutong.warehouse.enrich import enterprises, figures
from wutong.warehouse.files import file_ids_of, link
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.resolve import identity, keys, parents, values
from wutong.warehouse.row_work import BY_ENTERPRISE, shared
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
    parts: tuple[Part, ...]
    tables: Path
    scratch: Path

    def resolve(self) -> None:
        """Who is who, where more than one row says so."""
        rows = self._rows("rows")
        if self._is_compared:
            link(self._rows("shared"), self.tables / "shared_records")
        else:
            self._release("shared_records", shared, {"rows": rows}, BY_ENTERPRISE)
            self._look_at(rows)
        known = {"shared": self._released("shared_records")}
        several = known | {"rest": self._rest}
        self._release("enterprise_conflicts", conflicts, several | {"texts": self._texts}, BY_ENTERPRISE)
        self._release("former_names", former_names, several, BY_ENTERPRISE)
        self._release("further_identifiers", further_identifiers, several, BY_ENTERPRISE)
        self._release("enterprise_parents", parents_of, known | {"rows": rows}, BY_ENTERPRISE)

    @property
    def _is_compared(self) -> bool:
        """True of a single batch whose rows were compared when it was made."""
        return len(self.batches) == 1 and self.batches[0].is_compared

    def _look_at(self, rows: list[Path]) -> None:
        """Write `rest` and `texts` aside, as they are over all batches: a row may have its like in another batch, and
        may have lost it."""
        shared = {"shared": self._released("shared_records")}
        self._aside("rest", looked_at, "enrich__placed_row", shared | {"rows": rows, "rest": self._rows("rest")})
        self._aside("untold", untold, "resolve__text", shared | {"texts": self._rows("texts")})
        raw = self._raw(file_ids_of(self.scratch / "untold"))
        if raw:
            origins = [self.scratch / "untold"]
            self._aside("texts", enterprises.texts_of, "resolve__text", {"origins": origins, "raw": raw})

    @property
    def _rest(self) -> list[Path]:
        """The rows that must be seen beside others."""
        return self._rows("rest") if self._is_compared else [self.scratch / "rest"]

    @property
    def _texts(self) -> list[Path]:
        """The long texts of those that are compared: as their batches have them, and of the others."""
        others = self.scratch / "texts"
        return [*self._rows("texts"), *([others] if others.exists() else [])]

    def enterprises(self) -> None:
        """What each of those is; the others are at hand."""
        inputs = {
            "shared": self._released("shared_records"),
            "rest": self._rest,
            "conflicts": self._released("enterprise_conflicts"),
        }
        self._release("joint_enterprises", joint, inputs, BY_ENTERPRISE)
        link(self._rows("rows"), self.tables / "placed_rows")

    def figures(self) -> None:
        """The chain counted by place and year."""
        names = {"rows": "placed_rows", "shared": "shared_records", "joint": "joint_enterprises"}
        inputs = {name: self._released(table) for name, table in names.items()}
        self._release("chain_counts", self._counts, inputs, _BY_PLACE)
        self._release("chain_shares", figures.shares, {"counts": self._released("chain_counts")}, _BY_PLACE)

    def _counts(self, rows: ir.Table, shared: ir.Table, joint: ir.Table) -> ir.Table:
        return figures.counts(enterprises.all_of(rows, shared, joint), self.catalog.chain.field_of)

    def issues(self, of_references: Sequence[Mapping[str, object]]) -> None:
        """Every issue of every stage."""
        write_rows(of_references, self.catalog.released["issues"], self.scratch)
        read = [*(part.folder / "issues" for part in self.parts), self.scratch / "issues"]
        self._release("issues", all_issues, {"read": read, "rows": self._rows("rows")}, _BY_ORIGIN)

    def link_rows(self) -> None:
        """Give the release the immutable row tables without copying them."""
        link(self._rows("placement"), self.tables / "placements")
        link(self._raw(), self.tables / "raw_registrations")

    def used(self) -> dict[str, int]:
        """How many rows of each file are used: file id to rows."""
        return used_rows(self._rows("rows"))

    def _raw(self, file_ids: Container[str] | None = None) -> list[Path]:
        """The rows of registers as they were read; of the files `file_ids` only, where they are named."""
        wanted = [part for part in self.parts if file_ids is None or part.id in file_ids]
        return [part.folder / "raw" for part in wanted if self._is_register(part)]

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


def looked_at(rows: ir.Table, shared: ir.Table, rest: ir.Table) -> ir.Table:
    """Rows that must be seen beside others: `rest` of the batches without those that turn out to stand alone, and the
    rows that a batch took for the only one of their enterprise."""
    still = rest.filter(rest.stands_alone).semi_join(shared, keys.ORIGIN)
    overruled = enterprises.these(rows, shared.anti_join(rest, keys.ORIGIN))
    return ibis.union(rest.filter(~rest.stands_alone), still, overruled)


def untold(shared: ir.Table, texts: ir.Table) -> ir.Table:
    """The origins of `shared` rows whose `texts` no batch has."""
    none = ibis.null("string")
    return shared.anti_join(texts, keys.ORIGIN).select(*keys.ORIGIN, scope_text=none, address_text=none)


def conflicts(rest: ir.Table, shared: ir.Table, texts: ir.Table) -> ir.Table:
    """What registrations of one enterprise say differently."""
    several = enterprises.with_texts(enterprises.whole(rest).semi_join(shared, keys.ORIGIN), texts)
    return values.conflicts(identity.members(several, shared))


def former_names(rest: ir.Table, shared: ir.Table) -> ir.Table:
    """Names of enterprises besides their present ones."""
    return values.former_names(identity.members(enterprises.whole(rest), shared))


def further_identifiers(rest: ir.Table, shared: ir.Table) -> ir.Table:
    """Numbers of enterprises besides their credit codes."""
    return values.further_identifiers(identity.members(enterprises.whole(rest), shared))


def parents_of(rows: ir.Table, shared: ir.Table) -> ir.Table:
    """Branches and their parents."""
    known = enterprises.whole(rows)
    branches = known.filter(known.is_branch, known.parent_key.notnull())
    return parents.plan(identity.members(branches, shared), known, shared)


def joint(rest: ir.Table, shared: ir.Table, conflicts: ir.Table) -> ir.Table:
    """Enterprises that more than one row tells."""
    return enterprises.joint(members=identity.members(enterprises.whole(rest), shared), conflicts=conflicts)


def all_issues(read: ir.Table, rows: ir.Table) -> ir.Table:
    """What was found when reading, and when standardizing."""
    found = issues_of(rows)
    return ibis.union(read.select(*found.columns), found)
