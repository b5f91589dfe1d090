"""What stops a release from being promoted, each with its sentence."""

from pathlib import Path

import pyarrow as pa
import pytest

from unit.publish.drawn_release import FIRMS, LABEL, ROWS, write_table
from wutong.catalog.sources import Assertions, Source
from wutong.catalog.tables import Column, Table
from wutong.warehouse.publish.checks import ChecksFailed, check_release, refuse_failed, tables_written
from wutong.warehouse.publish.manifest import CheckResult, FileUsed, SourceUsed

TABLES = {"firms": FIRMS}
PLACED = Table(
    name="placed_rows",
    layer="enrich",
    title=LABEL,
    row=LABEL,
    key=("row_number",),
    columns=(
        Column(name="source_id", type="string", title=LABEL),
        Column(name="credit_code", type="string", title=LABEL),
        Column(name="held_back", type="string", title=LABEL),
    ),
)


def source(**assertions: object) -> Source:
    return Source(
        id="drawn",
        title=LABEL,
        publisher=LABEL,
        licence="none",
        standard="registrations",
        columns=(),
        assertions=Assertions.model_validate(assertions),
    )


def used(read: int, used_rows: int, held_back: int) -> SourceUsed:
    file = FileUsed(
        file_id="f",
        name="drawn.csv",
        sha256="0" * 64,
        byte_count=1,
        rows_read=read,
        rows_used=used_rows,
        rows_held_back=held_back,
    )
    return SourceUsed(source_id="drawn", files=(file,))


def check(folder: Path, one: SourceUsed | None = None, **assertions: object) -> dict[str, CheckResult]:
    tables = {**TABLES, "placed_rows": PLACED}
    results = check_release(folder, tables, {"drawn": source(**assertions)}, [one] if one else [])
    return {result.code: result for result in results}


def test_a_sound_release_passes(tmp_path: Path) -> None:
    write_table(tmp_path)
    results = check(tmp_path, used(5, 3, 2), least_rows=5, most_rows=5)
    assert set(results) == {"schema", "key", "sum", "least_rows", "most_rows"}
    assert all(result.holds for result in results.values())
    refuse_failed(results.values())
    assert [(table.name, table.row_count) for table in tables_written(tmp_path)] == [("firms", 3)]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS.drop_columns(["city"]),
        ROWS.append_column("more", pa.array([1, 2, 3])),
        ROWS.select(["city", "firm_id", "capital_cny", "nodes", "read_at"]),
        ROWS.set_column(2, "capital_cny", pa.array(["1", "2", "3"])),
        ROWS.set_column(3, "nodes", pa.array([[1], [2], None])),
    ],
    ids=["missing", "unknown", "order", "type", "inner type"],
)
def test_other_columns_than_declared(tmp_path: Path, rows: pa.Table) -> None:
    write_table(tmp_path, rows)
    results = check(tmp_path)
    assert not results["schema"].holds
    with pytest.raises(ChecksFailed, match="firms") as failed:
        refuse_failed(results.values())
    assert "firms" in failed.value.text.zh


def test_a_table_that_is_not_declared(tmp_path: Path) -> None:
    write_table(tmp_path, name="strangers")
    assert not check(tmp_path)["schema"].holds


def test_a_repeated_key(tmp_path: Path) -> None:
    write_table(tmp_path, pa.concat_tables([ROWS, ROWS.slice(0, 1)]))
    result = check(tmp_path)["key"]
    assert not result.holds
    assert "1" in result.sentence.en


def test_a_key_repeated_in_a_null(tmp_path: Path) -> None:
    write_table(tmp_path, pa.concat_tables([ROWS, ROWS.slice(2, 1)]))
    assert not check(tmp_path)["key"].holds


def test_rows_that_are_neither_used_nor_held_back(tmp_path: Path) -> None:
    write_table(tmp_path)
    result = check(tmp_path, used(5, 3, 1))["sum"]
    assert not result.holds
    assert "drawn.csv" in result.sentence.zh
    assert "drawn.csv" in result.sentence.en


@pytest.mark.parametrize(("assertions", "code"), [({"least_rows": 6}, "least_rows"), ({"most_rows": 4}, "most_rows")])
def test_too_few_or_too_many_rows(tmp_path: Path, assertions: dict[str, int], code: str) -> None:
    write_table(tmp_path)
    results = check(tmp_path, used(5, 3, 2), **assertions)
    assert [result.code for result in results.values() if not result.holds] == [code]


@pytest.mark.parametrize(("used_rows", "holds"), [(3, True), (2, False), (0, False)])
def test_the_share_of_rows_that_can_be_used(tmp_path: Path, used_rows: int, holds: bool) -> None:
    """A file of which nothing can be used must not take the place of a release that serves."""
    write_table(tmp_path)
    results = check(tmp_path, used(5, used_rows, 5 - used_rows), least_used_share=0.5)
    assert results["used_share"].holds is holds


@pytest.mark.parametrize(("least", "holds"), [(0.75, True), (0.76, False)])
def test_the_share_of_valid_values(tmp_path: Path, least: float, holds: bool) -> None:
    write_table(tmp_path)
    drawn = {
        "source_id": ["drawn"] * 5,
        "credit_code": ["x", "y", "z", None, "lost"],
        "held_back": pa.array([None] * 4 + ["row.shifted"], pa.string()),
    }
    write_table(tmp_path, pa.table(drawn), "placed_rows")
    results = check(tmp_path, used(4, 4, 0), least_valid_share={"credit_code": least})
    assert results["valid_share"].holds is holds
    assert "0.7500" in results["valid_share"].sentence.en
