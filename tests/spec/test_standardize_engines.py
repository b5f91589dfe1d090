"""Spark gives what DuckDB gives, over every mess that the other tests of standardizing draw."""

from typing import Any

import pytest

from spec.conftest import Drawing
from spec.drawing import TODAY, credit_code, raw_register, registration_number
from spec.test_standardize_cells import CAPITALS
from spec.test_standardize_names import BRANCHES, PARTS
from spec.test_standardize_places import PLACES, ZONES
from wutong.catalog.catalog import Catalog
from wutong.warehouse.standardize import registration


def mess() -> list[dict[str, Any]]:
    names = [{"name_zh": name} for name in [*PARTS, *BRANCHES, None, "N/A", " 康霖（上海）有限公司 "]]
    capitals = [{"capital_text": text} for text in CAPITALS]
    places = [
        {"province_text": province, "city_text": city, "address_text": address, "name_zh": "康霖有限公司"}
        for province, city, address in [*PLACES, *ZONES]
    ]
    codes = [credit_code("91330110MA2TEST01"), "9133011", registration_number("33010800001234"), "10000000-8", None]
    days = ["2015/3/2", "2015年3月2日", "20150302", "2015-02-30", "2099-01-01", "2015-03", "2015-03-02 10:00:00", None]
    kinds = ["个体工商户", "分公司", "有限合伙", "奇怪的类型", "30(万美元)", "N/A", None]
    return [
        *names,
        *capitals,
        *places,
        *({"code_text": code} for code in codes),
        *({"code_text": str(code).lower()} for code in codes),
        *({"registered_on_text": day, "capital_text": "10(万美元)"} for day in days),
        *({"kind_text": kind} for kind in kinds),
    ]


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("table", ["rows", "issues"])
def test_spark_gives_what_duckdb_gives(spark_engine: Any, duckdb_engine: Any, catalog: Catalog, table: str) -> None:
    plan = registration.plan(
        raw_register(*mess()), source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY
    )

    def answer(engine: Any) -> list[dict[str, Any]]:
        found = Drawing(engine).rows(getattr(plan, table))
        return sorted(found, key=lambda row: (row["row_number"], row.get("reason", "")))

    expected = answer(duckdb_engine)
    assert len(expected) > 5
    assert answer(spark_engine) == expected
