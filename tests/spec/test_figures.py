"""The chain counted, drawn: each figure is the number of rows behind it."""

from datetime import date
from typing import Any

import ibis.expr.types as ir
import pytest

from spec.conftest import Drawing
from wutong.catalog.catalog import Catalog
from wutong.warehouse.enrich import figures

FIELDS = {"device": "devices", "distribution": "supporting_services"}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def counts(draw: Drawing, catalog: Catalog) -> ir.Table:
    """Two biomedical firms and one other in one district; one biomedical firm and five others elsewhere."""

    def firm(number: int, tier: str, segment: str, **more: object) -> dict[str, object]:
        plain = {
            "enterprise_id": f"cn-{number}",
            "name_zh": f"甲{number}",
            "kind": "limited",
            "is_branch": False,
            "tier": tier,
            "segment": segment,
            "nodes": [],
            "further_segments": [],
            "registered_on": date(2015, 1, 1),
            "province_code": "330000",
            "city_code": "330100",
            "district_code": "330114",
            "zone_codes": [],
            "file_id": "f",
            "row_number": number,
            "record_count": 1,
            "has_conflict": False,
        }
        return plain | more

    rows = [
        firm(1, "core", "device", nodes=["surgical", "imaging"], zone_codes=["qiantang", "qiantang.xiasha"]),
        firm(2, "related", "distribution", nodes=["wholesale"], registered_on=date(2016, 3, 1)),
        firm(3, "none", "-", zone_codes=["qiantang"]),
        firm(4, "core", "device", nodes=["surgical"], district_code="330110", registered_on=None),
        *(firm(number, "none", "-", district_code="330110") for number in range(5, 10)),
    ]
    return figures.counts(draw.table(rows, catalog.released["enterprises"].types), FIELDS)


@pytest.fixture(scope="module")
def counted(draw: Drawing, counts: ir.Table) -> Rows:
    return draw.rows(counts)


@pytest.fixture(scope="module")
def shared(draw: Drawing, counts: ir.Table) -> Rows:
    return draw.rows(figures.shares(counts))


def test_counts_by_place_and_year(counted: Rows) -> None:
    found = {
        (row["subject"], row["place_code"], row["registered_year"]): row["core_count"]
        for row in counted
        if row["subject_kind"] == "node" and row["subject"] == "surgical"
    }
    assert found == {
        ("surgical", "000000", 2015): 1,
        ("surgical", "000000", None): 1,
        ("surgical", "330000", 2015): 1,
        ("surgical", "330000", None): 1,
        ("surgical", "330100", 2015): 1,
        ("surgical", "330100", None): 1,
        ("surgical", "330114", 2015): 1,
        ("surgical", "330110", None): 1,
        ("surgical", "qiantang", 2015): 1,
        ("surgical", "qiantang.xiasha", 2015): 1,
    }


def test_shares_and_location_quotient(shared: Rows) -> None:
    shares = {(row["subject"], row["place_code"]): row for row in shared}
    here = shares["device", "330114"]
    assert here["share_of_nation"] == pytest.approx(1 / 2)
    assert here["share_of_region"] == pytest.approx(1 / 2)
    # one of two device firms on three of nine enterprises
    assert here["location_quotient"] == pytest.approx((1 / 2) / (3 / 9))
    assert shares["device", "000000"]["location_quotient"] == pytest.approx(1)
    assert here["newest_registered_on"] == date(2015, 1, 1)


def test_firms_that_are_not_biomedical_count_only_as_a_tier(counted: Rows) -> None:
    none = [row for row in counted if row["subject"] == "none" and row["place_code"] == "000000"]
    assert sum(int(str(row["enterprise_count"])) for row in none) == 6
    assert not [row for row in counted if row["subject"] == "-"]


def test_fields_follow_segments(shared: Rows) -> None:
    fields = {row["subject"]: row for row in shared if row["subject_kind"] == "field" and row["place_kind"] == "nation"}
    assert (fields["devices"]["core_count"], fields["supporting_services"]["related_count"]) == (2, 1)
