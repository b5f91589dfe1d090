"""Every row of the real registers is kept or held back, and what is kept is what Python's own reader finds."""

import csv
import gzip
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.ingest.parts import Part, Parts

pytestmark = [pytest.mark.real, pytest.mark.slow]

PERSONAL = 4  # the place of the legal representative among the register's ten columns


@pytest.fixture(scope="module")
def parts(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Part]]:
    store = Parts(Home(tmp_path_factory.mktemp("home")))
    source = load_catalog().sources["cn_registrations"]
    files = sorted((real_data / "registry").glob("*.csv.gz"))
    return [(file, part) for file in files for part in store.ensure(source, file)]


def test_rows_read_are_rows_kept_and_rows_held_back(parts: list[tuple[Path, Part]]) -> None:
    reports = [part.report for _, part in parts]
    held_back = sum(sum(report.held_back.values()) for report in reports)
    assert len(reports) == 134
    assert sum(report.rows_read for report in reports) == 559_330
    assert sum(report.rows_kept for report in reports) + held_back == 559_330
    assert held_back <= 5
    assert {report.encoding for report in reports} == {"utf-8"}


def test_rows_kept_are_those_of_pythons_reader(parts: list[tuple[Path, Part]]) -> None:
    for file, part in parts[::7]:
        raw = pq.read_table(part.folder / "raw")
        issues = pq.read_table(part.folder / "issues")["row_number"].to_pylist()
        with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
            wanted = dict(enumerate(csv.reader(text)))
        kept = dict(zip(raw["row_number"].to_pylist(), zip(*raw.columns[2:], strict=True), strict=True))
        assert len(kept) + len(issues) == part.report.rows_read
        if not issues:
            without_person = {n: (*row[:PERSONAL], *row[PERSONAL + 1 :]) for n, row in wanted.items() if n}
            assert {n: tuple(map(str, row)) for n, row in kept.items()} == without_person


def test_a_second_look_reads_nothing(parts: list[tuple[Path, Part]]) -> None:
    store = Parts(Home(parts[0][1].folder.parents[1]))
    source = load_catalog().sources["cn_registrations"]
    assert not any(part.is_new for file, _ in parts for part in store.ensure(source, file))
