"""One enterprise put together, drawn: whose values it takes, and what it says where nothing is known."""

from collections.abc import Callable
from typing import Any

import ibis.expr.types as ir
import pytest

from spec.conftest import Drawing
from wutong.catalog.catalog import Catalog
from wutong.warehouse import global_work, row_work
from wutong.warehouse.enrich import enterprises
from wutong.warehouse.resolve import identity

Drawn = Callable[..., ir.Table]
CODE = "91330100MA2AAAAAXA"
OTHER = "91330100MA2BBBBBXB"
THIRD = "91330100MA2CCCCCXC"
PLACED = {
    "tier": "core",
    "segment": "device",
    "further_segments": ["distribution"],
    "nodes": ["imaging", "surgical"],
    "evidence": [{"field": "name", "word": "医疗器械", "at": 4, "node": "imaging", "role": "making"}],
    "rule": "name",
}


@pytest.fixture(scope="module")  # the longest plan of all: planned and run once on each engine
def made(draw: Drawing, registrations: Drawn, catalog: Catalog) -> dict[str, dict[str, Any]]:
    """By enterprise id: a firm with two registrations that differ, a branch, and a firm of another trade."""
    standard = registrations(
        {"credit_code": CODE, "capital_cny": 1e6, "address": "某路1号"},
        {"credit_code": CODE, "capital_cny": 2e6},
        {"credit_code": OTHER, "is_branch": True, "name_zh": "杭州样例宁波分公司"},
        {"credit_code": THIRD, "name_zh": "杭州别家有限公司", "zone_codes": ["qiantang"]},
    )
    placement = draw.table(
        [
            PLACED | {"file_id": "f", "row_number": 1},
            PLACED | {"file_id": "f", "row_number": 2, "tier": "related", "nodes": ["surgical"]},
        ],
        catalog.tables["enrich__placement"].types,
    )
    rows = row_work.stored(standard, placement)
    shared = row_work.shared(rows)
    rest = row_work.rest(rows, shared)
    members = identity.members(enterprises.whole(rest), shared)
    raw = draw.table(
        [{"file_id": "f", "row_number": 1, "address_text": "某路1号"}, {"file_id": "f", "row_number": 2}],
        {"file_id": "string", "row_number": "int64", "scope_text": "string", "address_text": "string"},
    )
    joint = enterprises.joint(
        members=members,
        conflicts=global_work.conflicts(rest, shared, raw),
    )
    plan = enterprises.all_of(rows, shared, joint.select(*catalog.released["enterprises"].types))
    rows = draw.rows(plan)
    assert len(rows) == 3
    return {row["enterprise_id"]: row for row in rows}


def test_the_primary_registration_speaks_and_the_others_are_told_of(made: dict[str, dict[str, Any]]) -> None:
    firm = made[f"cn-{CODE}"]
    assert (firm["file_id"], firm["row_number"], firm["capital_cny"]) == ("f", 1, 1e6)
    assert (firm["tier"], firm["segment"]) == ("core", "device")
    assert (firm["further_segments"], firm["nodes"]) == (["distribution"], ["imaging", "surgical"])
    told = {key: (row["record_count"], row["has_conflict"]) for key, row in made.items()}
    assert told == {f"cn-{CODE}": (2, True), f"cn-{OTHER}": (1, False), f"cn-{THIRD}": (1, False)}


def test_who_has_no_place_says_so(made: dict[str, dict[str, Any]]) -> None:
    other = made[f"cn-{THIRD}"]
    assert (other["tier"], other["segment"], other["nodes"], other["further_segments"]) == ("none", "-", [], [])
    assert other["zone_codes"] == ["qiantang"]
