"""A plan is compiled once: what is kept is found again, and nothing that changed is ever taken for the same."""

from collections.abc import Iterator
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wutong.catalog.tables import Column, Table
from wutong.catalog.yaml_file import Label
from wutong.engine.compiled import Shelf
from wutong.engine.engine import Plan
from wutong.engine.opening import open_engine

WORDS = Label(zh="虚构", en="invented")


def table(*columns: tuple[str, str]) -> Table:
    made = tuple(Column(name=name, type=kind, title=WORDS) for name, kind in columns)
    return Table(name="drawn", layer="mart", title=WORDS, row=WORDS, key=("code",), columns=made)


DRAWN = table(("code", "string"), ("weight", "int64"))


class Maker:
    """A plan with a small table of its own, that counts how often it was made."""

    def __init__(self, weight: int = 10) -> None:
        self.times = 0
        self.weight = weight

    def __call__(self, given: ir.Table) -> ir.Table:
        self.times += 1
        words = ibis.memtable(pa.table({"word": ["a", "b"], "weight": [self.weight, 20]}))
        return given.left_join(words, given.code == words.word).select("code", "weight")


@pytest.fixture
def files(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    for name, codes in (("one", ["a", "c"]), ("two", ["b"])):
        pq.write_table(pa.table({"code": codes}), tmp_path / f"{name}.parquet")
    yield tmp_path / "one.parquet", tmp_path / "two.parquet"


def run(tmp_path: Path, make: Maker, file: Path, target: Path, fingerprint: str = "f") -> list[tuple[str, int | None]]:
    """The rows of the plan, run in an engine of its own as each build has."""
    shelf = Shelf(tmp_path / "shelf", fingerprint)
    (tmp_path / "scratch").mkdir(exist_ok=True)
    with open_engine("duckdb", scratch=tmp_path / "scratch", shelf=shelf) as engine:
        engine.run(Plan("drawn", make, DRAWN), {"given": [file]}, target)
    rows = pq.read_table(target / "part-0.parquet").to_pylist()
    return sorted((row["code"], row["weight"]) for row in rows)


def test_the_second_build_compiles_nothing_and_reads_its_own_files(tmp_path: Path, files: tuple[Path, Path]) -> None:
    make = Maker()
    assert run(tmp_path, make, files[0], tmp_path / "first") == [("a", 10), ("c", None)]
    assert run(tmp_path, make, files[1], tmp_path / "second") == [("b", 20)]
    assert make.times == 1


def test_other_code_or_declarations_compile_anew(tmp_path: Path, files: tuple[Path, Path]) -> None:
    run(tmp_path, Maker(), files[0], tmp_path / "first")
    assert run(tmp_path, Maker(weight=11), files[0], tmp_path / "second", fingerprint="g")[0] == ("a", 11)


def test_other_columns_compile_anew(tmp_path: Path, files: tuple[Path, Path]) -> None:
    make = Maker()
    run(tmp_path, make, files[0], tmp_path / "first")
    pq.write_table(pa.table({"code": ["a"], "more": [1]}), files[1])
    assert run(tmp_path, make, files[1], tmp_path / "second") == [("a", 10)]
    assert make.times == 2


@pytest.mark.parametrize("damage", ["half a table", "no table", "no plan"])
def test_a_damaged_shelf_costs_time_only(tmp_path: Path, files: tuple[Path, Path], damage: str) -> None:
    make = Maker()
    run(tmp_path, make, files[0], tmp_path / "first")
    (kept,) = (tmp_path / "shelf").iterdir()
    (words,) = kept.glob("*.arrow")
    if damage == "half a table":
        words.write_bytes(words.read_bytes()[:50])
    else:
        (words if damage == "no table" else kept / "plan.json").unlink()
    assert run(tmp_path, make, files[0], tmp_path / "second") == [("a", 10), ("c", None)]


def test_a_shelf_that_cannot_be_written_is_no_trouble(tmp_path: Path, files: tuple[Path, Path]) -> None:
    (tmp_path / "shelf").write_text("a file where the folder should be", encoding="utf-8")
    assert run(tmp_path, Maker(), files[0], tmp_path / "first") == [("a", 10), ("c", None)]
