"""A small release drawn by a seeded generator, in the shape that catalog/tables declares. Everything is invented."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.catalog.tables import Table
from wutong.engine.engine import Limits
from wutong.engine.opening import open_engine
from wutong.kernel.home import Home
from wutong.warehouse.enrich import figures
from wutong.warehouse.publish.manifest import (
    CheckResult,
    FileUsed,
    IssueCount,
    Manifest,
    Sentence,
    SourceUsed,
    TableWritten,
)

VERSION = "20261122-010203-abcdef"
FILE_ID = "00112233445566aa"
SEGMENTS = (
    ("device", 22), ("distribution", 30), ("research_service", 12), ("chemical_drug", 6), ("biologic", 7),
    ("ivd", 6), ("tcm", 5), ("care", 14), ("wellness", 8), ("equipment", 5), ("reagent_consumable", 5),
    ("digital_health", 4), ("api_excipient", 4), ("cell_gene_therapy", 2), ("other", 2),
)  # fmt: skip
PLACES = (
    ("330000", "330100", "330114", "浙江省", "杭州市", "钱塘区", 30, ("qiantang",)),
    ("330000", "330100", "330108", "浙江省", "杭州市", "滨江区", 14, ()),
    ("330000", "330100", "330110", "浙江省", "杭州市", "余杭区", 12, ()),
    ("330000", "330200", "330212", "浙江省", "宁波市", "鄞州区", 9, ()),
    ("310000", "310100", "310115", "上海市", "上海市", "浦东新区", 20, ("zhangjiang",)),
    ("320000", "320100", "320111", "江苏省", "南京市", "浦口区", 10, ("jiangbei",)),
    ("320000", "320500", "320571", "江苏省", "苏州市", None, 9, ()),
    ("440000", "440300", "440305", "广东省", "深圳市", "南山区", 12, ()),
    ("510000", "510100", None, "四川省", "成都市", None, 8, ()),
)
MAKING = ("device", "chemical_drug", "biologic", "ivd", "equipment", "api_excipient", "cell_gene_therapy")


def draw(home: Path, *, count: int = 600, seed: int = 7) -> str:
    """Write a promoted release of `count` enterprises under `home`; returns its version."""
    target = Home(home)
    folder = target.releases / VERSION
    tables = _catalog().tables
    rows = list(_enterprises(random.Random(seed), count))
    written = {
        "enterprises": _write(folder, tables["enterprises"], rows),
        "enterprise_names": _write(folder, tables["enterprise_names"], [_name(row) for row in rows]),
        "registrations": _write(folder, tables["standard__registration"], [_registration(row) for row in rows]),
        "placements": _write(
            folder, tables["enrich__placement"], [_placement(row) for row in rows if row["tier"] != "none"]
        ),
        "issues": _write(folder, tables["build__issues"], list(_issues())),
        "files": _write(folder, tables["build__files"], [_file(count)]),
    }
    written |= _write_figures(folder, tables, home / "scratch")
    for empty in ("raw__registration", "resolve__conflict", "resolve__parent", "resolve__record", "enterprise_identifiers"):
        table = tables[empty]
        written[table.released_as or empty] = _write(folder, table, [])
    manifest = _manifest(count, written)
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    target.promoted.write_text(VERSION, encoding="utf-8")
    return VERSION


def _enterprises(draws: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        place = draws.choices(PLACES, weights=[one[6] for one in PLACES])[0]
        segment = draws.choices(*zip(*SEGMENTS, strict=True))[0]
        making = segment in MAKING
        tier = draws.choices(
            ("core", "related", "peripheral", "none"), (50, 15, 20, 15) if making else (12, 50, 23, 15)
        )
        segment = "-" if tier[0] == "none" else segment
        on = date(2024, 11, 28) - timedelta(days=int(draws.expovariate(1 / 2600)))
        name = f"{place[4]}演示{number:04d}生物科技有限公司"
        yield {
            "enterprise_id": f"e{number:06d}", "credit_code": f"91330100TEST{number:06d}", "name_zh": name,
            "name_region": place[4], "proper_name": f"演示{number:04d}", "trade": "生物科技",
            "legal_form": "limited", "kind": "limited_company", "is_branch": number % 23 == 0,
            "tier": tier[0], "segment": segment, "further_segments": [],
            "nodes": _nodes_of(segment, draws), "capital_cny": float(draws.choice((5e5, 1e6, 5e6, 1e7, 5e7))),
            "registered_on": None if number % 37 == 0 else on, "province_code": place[0], "city_code": place[1],
            "district_code": place[2], "division_code": place[2] or place[1], "province": place[3],
            "city": place[4], "district": place[5], "zone_codes": list(place[7]),
            "file_id": FILE_ID, "row_number": number, "record_count": 1, "has_conflict": False,
        }  # fmt: skip


@cache
def _catalog() -> Catalog:
    return load_catalog()


def _nodes_of(segment: str, draws: random.Random) -> list[str]:
    """One or two nodes of the segment. Every fourth node stays empty, so that there are gaps."""
    chain = _catalog().chain
    mine = [code for at, (code, of) in enumerate(chain.segment_of.items()) if of == segment and at % 4]
    return draws.sample(mine, k=min(len(mine), draws.choice((1, 1, 2)))) if mine else []


def _name(row: dict[str, Any]) -> dict[str, Any]:
    return {"enterprise_id": row["enterprise_id"], "name": row["name_zh"], "kind": "current"} | _origin(row)


def _origin(row: dict[str, Any]) -> dict[str, Any]:
    return {"file_id": row["file_id"], "row_number": row["row_number"]}


def _registration(row: dict[str, Any]) -> dict[str, Any]:
    extra = {
        "source_id": "cn_registrations", "name_key": row["name_zh"], "kind_text": "有限责任公司",
        "capital_amount": row["capital_cny"] / 10000, "capital_currency": "CNY", "capital_unit": 10000,
        "identifier_scheme": "uscc", "identifier": row["credit_code"],
        "business_scope": "医疗器械研发、生产；技术服务（不含药品）。", "address": f"{row['city']}演示路1号",
    }  # fmt: skip
    return row | extra


def _placement(row: dict[str, Any]) -> dict[str, Any]:
    evidence = [{"field": "scope", "word": "医疗器械", "at": 0, "node": "", "role": "making"}]
    return row | {"evidence": evidence, "rule": "first_clause_making"}


def _issues() -> Iterator[dict[str, Any]]:
    reasons = (
        ("capital_unreadable", False, "capital_text"),
        ("field_count", True, None),
        ("credit_code_check", False, "code"),
    )
    for number in range(1, 61):
        reason, held, field = reasons[number % 3]
        yield {
            "source_id": "cn_registrations", "file_id": FILE_ID, "row_number": 5000 + number, "stage": "standardize",
            "reason": reason, "is_held_back": held, "field": field, "value": f"值{number}",
            "raw": json.dumps({"企业名称": f"演示坏行{number}", "注册资金": f"值{number}"}, ensure_ascii=False),
        }  # fmt: skip


def _file(count: int) -> dict[str, Any]:
    return {
        "file_id": FILE_ID, "source_id": "cn_registrations", "name": "demo-2024.csv.gz", "sha256": "ab" * 32,
        "byte_count": 123456, "encoding": "utf-8", "format": "csv", "delimiter": ",", "rows_read": count + 20,
        "rows_used": count, "rows_held_back": 20, "read_at": datetime(2026, 11, 22, 1, 2, 3),
    }  # fmt: skip


def _write(folder: Path, table: Table, rows: list[dict[str, Any]]) -> int:
    """One table as Parquet; columns that a row does not give are null."""
    target = folder / "tables" / (table.released_as or table.name)
    target.mkdir(parents=True)
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" {_sql_type(kind)}' for name, kind in table.types.items())
        connection.execute(f"CREATE TABLE t ({columns})")
        marks = ", ".join("?" for _ in table.types)
        if rows:
            connection.executemany(
                f"INSERT INTO t VALUES ({marks})", [[row.get(name) for name in table.types] for row in rows]
            )
        connection.execute(f"COPY t TO '{target / 'part-0.parquet'}' (FORMAT parquet)")
    return len(rows)


def _sql_type(kind: str) -> str:
    if kind.startswith("array<struct"):
        return 'STRUCT("field" VARCHAR, word VARCHAR, "at" BIGINT, node VARCHAR, "role" VARCHAR)[]'
    if kind.startswith("array"):
        return "VARCHAR[]"
    return {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE"}.get(kind, kind)


def _write_figures(folder: Path, tables: dict[str, Table], scratch: Path) -> dict[str, int]:
    scratch.mkdir(parents=True, exist_ok=True)
    with open_engine("duckdb", scratch=scratch, limits=Limits(memory_gib=1, threads=1)) as engine:
        enterprises = engine.read(folder / "tables" / "enterprises")
        counts, shares = figures.plan(enterprises, _catalog().chain.field_of)
        return {
            "chain_counts": engine.write(counts, folder / "tables" / "chain_counts"),
            "chain_shares": engine.write(shares, folder / "tables" / "chain_shares"),
        }


def _manifest(count: int, written: dict[str, int]) -> Manifest:
    file = FileUsed(
        file_id=FILE_ID, name="demo-2024.csv.gz", sha256="ab" * 32, byte_count=123456,
        rows_read=count + 20, rows_used=count, rows_held_back=20,
    )  # fmt: skip
    return Manifest(
        version=VERSION,
        created_at=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC),
        code_version="0.1.0",
        catalog_fingerprint="cafe",
        sources=(SourceUsed(source_id="cn_registrations", files=(file,)),),
        tables=tuple(TableWritten(name=name, row_count=rows, byte_count=1000) for name, rows in written.items()),
        issues=tuple(
            IssueCount(source_id="cn_registrations", reason=reason, is_held_back=held, issue_count=20)
            for reason, held in (("capital_unreadable", False), ("field_count", True), ("credit_code_check", False))
        ),
        checks=(
            CheckResult(
                code="row_sum", subject="cn_registrations", holds=True, sentence=Sentence(zh="行数相符", en="Sums hold")
            ),
        ),
        notes={"is_demo": "True"},
    )
