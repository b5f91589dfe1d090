"""Placement on the chain: quality on labelled enterprises, and speed on a whole register.

Usage: python bench/placement.py --data ../shared/data [--labels FILE]... [--mistakes]

Labels are a CSV with uscc, name, tier, segment; `a|b` where either is right. Their scopes are looked up in the
register, so that nothing but the labels need be kept.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis

from wutong.catalog.catalog import load_catalog
from wutong.warehouse.enrich.placement import placing

TIERS = ("core", "related", "peripheral", "none")
_NONE = ("none", "-", "")
_REGISTER = "read_csv('{data}/registry/*.csv.gz', all_varchar=true, ignore_errors=true, null_padding=true)"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One enterprise with what people say of it, and what the plan says."""

    name: str
    tiers: tuple[str, ...]
    segments: tuple[str, ...]
    tier: str
    segment: str
    rule: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares from 0 to 1; the targets are 0.92, 0.88, 0.88, 0.88."""

    count: int
    tier: float
    segment: float
    core_recall: float
    core_precision: float


def quality(labelled: Sequence[Labelled]) -> Quality:
    """How often the plan says what people say. Recall counts the enterprises that only core is right for."""
    core = [one for one in labelled if one.tiers == ("core",)]
    said = [one for one in labelled if one.tier == "core"]
    return Quality(
        count=len(labelled),
        tier=_share(one.tier in one.tiers for one in labelled),
        segment=_share(one.segment in one.segments for one in labelled),
        core_recall=_share(one.tier == "core" for one in core),
        core_precision=_share("core" in one.tiers for one in said),
    )


def _share(hits: Iterator[bool]) -> float:
    counted = list(hits)
    return sum(counted) / max(1, len(counted))


def register(data: Path, folder: Path) -> Path:
    """The register under `data` as one Parquet file with the columns that the plan reads."""
    target = folder / "standard.parquet"
    duckdb.sql(
        f"""COPY (SELECT 'all' AS file_id, row_number() OVER () AS row_number, 企业名称 AS name_zh,
                  经营范围 AS business_scope, 统一社会信用代码 AS uscc
                  FROM {_REGISTER.format(data=data)} WHERE 企业名称 IS NOT NULL) TO '{target}' (FORMAT parquet)"""
    )
    return target


def place(standard: Path, folder: Path) -> tuple[Path, float]:
    """Run the plan over `standard` on DuckDB: its result, and the seconds it took."""
    backend = ibis.duckdb.connect()
    backend.raw_sql("SET preserve_insertion_order = false")
    backend.raw_sql("SET enable_progress_bar = false")
    plan = placing.plan(backend.read_parquet(standard), load_catalog().chain)
    target = folder / "placement.parquet"
    started = time.perf_counter()
    backend.raw_sql(f"COPY ({ibis.to_sql(plan, dialect='duckdb')}) TO '{target}' (FORMAT parquet)")
    seconds = time.perf_counter() - started
    backend.disconnect()
    return target, seconds


def label(labels: Path, standard: Path, placement: Path) -> list[Labelled]:
    """The labelled enterprises that the register holds, with their placement."""
    placed = duckdb.sql(
        f"""SELECT any_value(s.name_zh), s.uscc, any_value(p.tier), any_value(p.segment), any_value(p.rule)
            FROM '{standard}' s JOIN read_csv('{labels}', all_varchar=true) l ON s.uscc = l.uscc AND s.name_zh = l.name
            LEFT JOIN '{placement}' p USING (file_id, row_number) GROUP BY s.uscc, s.name_zh"""
    ).fetchall()
    found = {(uscc, name): (tier, segment, rule) for name, uscc, tier, segment, rule in placed}
    with labels.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if (row["uscc"], row["name"]) in found]
    return [_labelled(row, found[row["uscc"], row["name"]]) for row in rows]


def _labelled(row: dict[str, str], got: tuple[str | None, str | None, str | None]) -> Labelled:
    tier, segment, rule = (said or nothing for said, nothing in zip(got, _NONE, strict=True))
    return Labelled(row["name"], tuple(row["tier"].split("|")), tuple(row["segment"].split("|")), tier, segment, rule)


def confusion(labelled: Sequence[Labelled]) -> Iterator[str]:
    """A table of tiers: a row is what people say (the plan's answer where that is among theirs)."""
    counted = Counter((one.tier if one.tier in one.tiers else one.tiers[0], one.tier) for one in labelled)
    yield "| people \\ plan | " + " | ".join(TIERS) + " |"
    yield "|---|" + "---|" * len(TIERS)
    for people in TIERS:
        yield f"| {people} | " + " | ".join(str(counted[people, plan]) for plan in TIERS) + " |"


def run(data: Path, labels: Sequence[Path], folder: Path, *, mistakes: bool = False) -> Iterator[str]:
    """Lines of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    standard = register(data, folder)
    rows = duckdb.sql(f"SELECT count(*) FROM '{standard}'").fetchall()[0][0]
    placement, seconds = place(standard, folder)
    yield "## Placement on the chain"
    yield ""
    yield "`python bench/placement.py`. People's labels by `docs/howto/edit-the-chain.md`; `a|b` counts either."
    yield ""
    yield f"{rows:,} registrations in {seconds:.2f} s = {rows / seconds:,.0f} a second."
    for file in labels:
        labelled = label(file, standard, placement)
        found = quality(labelled)
        yield ""
        yield f"{file.name}: {found.count} enterprises"
        yield ""
        yield "| tier (0.92) | segment (0.88) | core recall (0.88) | core precision (0.88) |"
        yield "|---|---|---|---|"
        yield f"| {found.tier:.3f} | {found.segment:.3f} | {found.core_recall:.3f} | {found.core_precision:.3f} |"
        yield ""
        yield from confusion(labelled)
        if mistakes:
            yield from (str(one) for one in labelled if one.tier not in one.tiers or one.segment not in one.segments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with registry/ and chain/")
    parser.add_argument("--labels", type=Path, action="append", help="labels; default: chain/labels.csv of --data")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/wutong-bench-placement"))
    parser.add_argument("--mistakes", action="store_true", help="name each enterprise that is placed otherwise")
    given = parser.parse_args()
    labels = given.labels or [given.data / "chain" / "labels.csv"]
    for line in run(given.data, labels, given.folder, mistakes=given.mistakes):
        print(line)


if __name__ == "__main__":
    main()
