"""Row-local work is done once for each file, and a store that grew and shrank holds what a fresh one holds."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wutong.engine.engine import Engine
from wutong.engine.opening import open_engine
from wutong.warehouse import batches, fingerprints, row_work
from wutong.warehouse.batches import Batch, Batches
from wutong.warehouse.enrich import enterprises
from wutong.warehouse.enrich.placement import placing, scanning
from wutong.warehouse.resolve import identity, keys
from wutong.warehouse.standardize import registration


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine("duckdb", scratch=tmp_path_factory.mktemp("scratch")) as opened:
        yield opened


class Worker:
    """Writes two rows for each file, and remembers for which files it was asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[str] = []

    def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
        self.asked.extend(file_ids)
        rows = [{"file_id": one, "row_number": number} for one in file_ids for number in (1, 2)]
        for name in batches.ROWS:
            self.engine.write(ibis.memtable(pa.Table.from_pylist(rows)), folder / name)

    def derive(self, folder: Path, file_ids: Sequence[str]) -> None:
        for name in sorted({*batches.TABLES} - {*batches.ROWS}):
            self.engine.write(self.engine.read(folder / "rows"), folder / name)


def ensure(home: Path, engine: Engine, files: Sequence[str], fingerprint: str = "f") -> tuple[list[str], list[Batch]]:
    worker = Worker(engine)
    store = Batches(home / "batches", home / "staging", engine)
    found = store.ensure(source_id="s", fingerprint=fingerprint, file_ids=files, work=worker)
    batches.prune(home / "batches", found)
    return worker.asked, list(found)


def rows_of(engine: Engine, found: Sequence[Batch], name: str = "rows") -> list[tuple[str, int]]:
    table = engine.read(*(batch.table(name) for batch in found)).to_pyarrow()
    return sorted(zip(table["file_id"].to_pylist(), table["row_number"].to_pylist(), strict=True))


def test_only_what_is_new_is_worked_on(tmp_path: Path, engine: Engine) -> None:
    assert ensure(tmp_path, engine, ["a", "b"])[0] == ["a", "b"]
    assert ensure(tmp_path, engine, ["a", "b"])[0] == []
    assert ensure(tmp_path, engine, ["a", "b", "c"])[0] == ["c"]


def test_a_file_that_is_gone_takes_its_rows_along_without_new_work(tmp_path: Path, engine: Engine) -> None:
    ensure(tmp_path, engine, ["a", "b"])
    asked, found = ensure(tmp_path, engine, ["b"])
    assert asked == []
    assert rows_of(engine, found) == [("b", 1), ("b", 2)]


def test_files_of_a_batch_that_hold_nothing_that_is_gone_are_shared(tmp_path: Path, engine: Engine) -> None:
    class Slices(Worker):
        """One file of rows for each input file."""

        def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
            for one in file_ids:
                super().fill(folder / one, [one])
            for name in batches.ROWS:
                for one in file_ids:
                    (folder / one / name).rename(made(folder / name) / one)

    def made(folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        return folder

    store = Batches(tmp_path / "batches", tmp_path / "staging", engine)

    def ensured(*files: str) -> Batch:
        (batch,) = store.ensure(source_id="s", fingerprint="f", file_ids=files, work=Slices(engine))
        return batch

    before, after = ensured("a", "b", "c"), ensured("a", "c")
    known = {file.stat().st_ino for file in before.table("rows").rglob("*.parquet")}
    assert len([file for file in after.table("rows").rglob("*.parquet") if file.stat().st_ino in known]) == 2
    assert rows_of(engine, [after]) == [("a", 1), ("a", 2), ("c", 1), ("c", 2)]
    assert before.is_compared
    assert not after.is_compared, "rows that are gone may be what kept others apart"


def test_what_a_killed_build_made_is_used_by_the_next(tmp_path: Path, engine: Engine) -> None:
    """Killed after it had worked on rows, a build has forgotten none of the batches before it."""
    worker = Worker(engine)
    store = Batches(tmp_path / "batches", tmp_path / "staging", engine)
    for files in (["a", "b"], ["a"], ["a"], ["a", "c"], ["a", "c"], ["a", "b"]):
        found = store.ensure(source_id="s", fingerprint="f", file_ids=files, work=worker)
        assert rows_of(engine, found) == sorted((file, number) for file in files for number in (1, 2)), files
    assert worker.asked == ["a", "b", "c"]


def test_another_declaration_means_new_work(tmp_path: Path, engine: Engine) -> None:
    ensure(tmp_path, engine, ["a"])
    assert ensure(tmp_path, engine, ["a"], fingerprint="g")[0] == ["a"]


def test_a_change_of_any_code_that_a_batch_comes_from_means_new_work() -> None:
    """Else what an earlier program worked out would be served beside what this one does."""
    makers = (
        *(batches.Batches, row_work.RowWork, registration.every_row, placing.plan, scanning.may_be_placed),
        *(enterprises.stored, enterprises.these, keys.with_own_key, identity.exceptions),
    )
    known = {str(file) for file in fingerprints.row_code()}
    assert [maker for maker in makers if inspect.getfile(maker) not in known] == []


def test_work_that_dies_leaves_no_half_batch(tmp_path: Path, engine: Engine) -> None:
    class Dying(Worker):
        def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
            (folder / "rows").mkdir()
            raise OSError("the disk is full")

    store = Batches(tmp_path / "batches", tmp_path / "staging", engine)
    with pytest.raises(OSError, match="full"):
        store.ensure(source_id="s", fingerprint="f", file_ids=["a"], work=Dying(engine))
    assert not (tmp_path / "batches").exists()


def test_many_small_batches_become_few(tmp_path: Path, engine: Engine) -> None:
    files = [f"file{number:02}" for number in range(20)]
    for count in range(1, len(files) + 1):
        asked, found = ensure(tmp_path, engine, files[:count])
        assert asked == [files[count - 1]]
        assert len(found) <= 13
    assert rows_of(engine, found) == sorted((file, number) for file in files for number in (1, 2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=4))
def test_any_history_ends_where_a_fresh_start_does(
    tmp_path_factory: pytest.TempPathFactory, engine: Engine, history: list[set[str]]
) -> None:
    home = tmp_path_factory.mktemp("home")
    for files in history:
        _, found = ensure(home, engine, sorted(files))
    expected = sorted((file, number) for file in history[-1] for number in (1, 2))
    for name in (*batches.ROWS, *batches.BESIDE):
        assert rows_of(engine, found, name) == expected
