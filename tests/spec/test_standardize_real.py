"""The whole real register: the sum of its rows, and how much of each field is understood. Names no row of it."""

from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest

from spec.drawing import RAW
from wutong.catalog.catalog import Catalog
from wutong.warehouse.standardize import registration

pytestmark = [pytest.mark.real, pytest.mark.slow]
_SOURCE = "cn_registrations"
_STANDARD = ("identifier_scheme", "credit_code", "capital_cny", "registered_on", "city_code", "district_code",
             "division_code", "proper_name", "legal_form", "trade", "name_key")  # fmt: skip


@pytest.fixture(scope="module")
def made(real_data: Path, tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> dict[str, ir.Table]:
    """Tables raw, rows and issues of the register, the last two stored."""
    backend = ibis.duckdb.connect()
    read = backend.read_csv(
        str(real_data / "registry" / "*.csv.gz"), all_varchar=True, null_padding=True, strict_mode=False, filename=True
    )
    published = catalog.sources[_SOURCE].fields()
    numbered = read.select(
        file_id="filename",
        row_number=ibis.row_number().over(group_by="filename"),
        **{field: read[column] for field, column in published.items()},
    )
    raw = tmp_path_factory.mktemp("register") / "raw.parquet"
    numbered.select(*RAW).to_parquet(raw)
    register = backend.read_parquet(raw)
    plan = registration.plan(register, source=catalog.sources[_SOURCE], catalog=catalog)
    rows = plan.rows.select("file_id", "row_number", *_STANDARD)
    return {
        "raw": register,
        "rows": backend.create_table("standard_rows", rows),
        "issues": backend.create_table("standard_issues", plan.issues),
    }


def value(expression: Any) -> float:
    return float(expression.to_pyarrow().as_py())


def share(column: Any) -> float:
    return value(column.notnull().mean())


def test_rows_read_are_rows_used_and_held_back(made: dict[str, ir.Table]) -> None:
    rows, issues = made["rows"], made["issues"]
    held = issues.filter(issues.is_held_back).select("file_id", "row_number").distinct()
    assert value(made["raw"].count()) == value(rows.count()) + value(held.count())
    assert value(rows.semi_join(held, ["file_id", "row_number"]).count()) == 0
    assert value(rows.select("file_id", "row_number").distinct().count()) == value(rows.count())


def test_most_identifiers_are_recognised(made: dict[str, ir.Table]) -> None:
    """About one row in seventy has an old number in the column of credit codes; hardly any is of no scheme."""
    rows = made["rows"]
    assert 0.98 < share(rows.credit_code) < 0.99
    assert value((rows.identifier_scheme == "unrecognised").mean()) < 0.001


def test_capital_is_read_in_all_its_spellings(made: dict[str, ir.Table]) -> None:
    issues = made["issues"]
    unreadable = value((issues.reason == "capital.unreadable").sum())
    assert unreadable / value(made["rows"].capital_cny.count()) < 0.001
    assert share(made["rows"].capital_cny) > 0.8


def test_places_are_found(made: dict[str, ir.Table], catalog: Catalog) -> None:
    rows = made["rows"]
    assert share(rows.city_code) > 0.999
    assert share(rows.district_code) > 0.88
    codes = {row["division_code"] for row in rows.select("division_code").distinct().to_pyarrow().to_pylist()}
    assert codes - {None} <= set(catalog.divisions.by_code)


def test_names_are_taken_apart(made: dict[str, ir.Table]) -> None:
    rows = made["rows"]
    assert share(rows.legal_form) > 0.999
    assert share(rows.proper_name) > 0.97
    assert share(rows.trade) > 0.85
    assert value((rows.proper_name.length() <= 4).mean()) > 0.9
    assert value((rows.name_key == "").sum()) == 0
