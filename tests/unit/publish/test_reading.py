"""Reading: any SELECT on the tables of a release, and nothing else."""

import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unit.publish.drawn_release import ROWS, manifest_of, publish, write_table
from wutong.kernel.home import Home
from wutong.warehouse.publish.patience import Patience
from wutong.warehouse.publish.reading import (
    Bounds,
    QueryRefused,
    QueryTooLarge,
    QueryTooLong,
    QueryWrong,
    Reading,
    ReleaseDamaged,
)
from wutong.warehouse.publish.release import Release, seal, serving


@pytest.fixture
def release(tmp_path: Path) -> Release:
    home = Home(tmp_path / "it's a home")
    publish(home)
    return serving(home)


def test_rows_come_with_their_columns(release: Release) -> None:
    with Reading(release) as reading:
        rows = reading.query("SELECT firm_id, city FROM firms WHERE city = ? ORDER BY ALL", ["杭州"])
    assert rows.columns == ("firm_id", "city")
    assert rows.rows == (("a", "杭州"),)
    assert rows.as_dicts() == [{"firm_id": "a", "city": "杭州"}]
    assert len(rows) == 1


def test_tables_can_be_looked_at(release: Release) -> None:
    with Reading(release) as reading:
        assert reading.query("SHOW TABLES").rows == (("firms",),)
        assert [row[0] for row in reading.query("DESCRIBE firms")] == ROWS.column_names


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELECT 1; SELECT 2",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW firms",
        "INSERT INTO firms SELECT * FROM firms",
        "COPY firms TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'",
        "PRAGMA database_list",
        "EXPLAIN ANALYZE SELECT 1",
        "EXPORT DATABASE 'out'",
        "CALL pragma_version()",
    ],
)
def test_anything_but_one_select_is_refused(release: Release, sql: str) -> None:
    with Reading(release) as reading, pytest.raises(QueryRefused):
        reading.query(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_text('{folder}/../../promoted')",
        "SELECT * FROM query('COPY firms TO ''{folder}/out.csv''')",
        "SELECT nothing FROM firms",
        "SELEC",
        "SELECT ?",
    ],
)
def test_what_lies_outside_or_is_wrong_says_why(release: Release, sql: str) -> None:
    with Reading(release) as reading, pytest.raises(QueryWrong) as wrong:
        reading.query(sql.replace("{folder}", str(release.folder).replace("'", "''")))
    # The engine speaks English only: its words are quoted, and introduced in the reader's language.
    assert wrong.value.text.zh == f"查询有误。数据库引擎的原话是：“{wrong.value.params['problem']}”"
    assert not (release.folder / "out.csv").exists()


def test_a_query_that_takes_too_long_is_stopped(release: Release) -> None:
    with Reading(release, Bounds(seconds=0.2)) as reading:
        with pytest.raises(QueryTooLong, match=r"0\.2"):
            reading.query("SELECT count(*) FROM range(10000000) a(x), range(10000000) b(y) WHERE x * y % 7 = 3")
        assert reading.query("SELECT 1").rows == ((1,),)


def test_a_query_that_is_too_large_is_stopped(release: Release) -> None:
    with Reading(release, Bounds(memory_mib=40)) as reading, pytest.raises(QueryTooLarge, match="40"):
        reading.query("SELECT list(x) FROM range(50000000) t(x)")


def test_long_answers_come_in_batches(release: Release) -> None:
    with Reading(release) as reading:
        sizes = [len(rows) for rows in reading.batches("SELECT * FROM range(25)", size=10)]
        empty = list(reading.batches("SELECT firm_id FROM firms WHERE false"))
    assert sizes == [10, 10, 5]
    assert [(rows.columns, len(rows)) for rows in empty] == [(("firm_id",), 0)]


def test_threads_share_a_reading(release: Release) -> None:
    answers: list[int] = []
    with Reading(release) as reading:

        def ask(number: int) -> None:
            for _ in range(20):
                answers.append(reading.query("SELECT count(*) + ? FROM firms", [number]).rows[0][0] - number)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [3] * 80


def test_a_release_with_damaged_files_says_so(release: Release) -> None:
    file = release.tables / "firms" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ReleaseDamaged, match=r"part-0\.parquet"):
        Reading(release)


def test_several_files_are_one_table(tmp_path: Path) -> None:
    write_table(tmp_path)
    one = tmp_path / "tables" / "firms" / "part-0.parquet"
    one.with_name("part-1.parquet").write_bytes(one.read_bytes())
    seal(tmp_path, manifest_of("v"))
    with Reading(Release("v", tmp_path)) as reading:
        assert reading.query("SELECT count(*) FROM firms").rows == ((6,),)


def test_views_of_the_manifest_are_tables_too(tmp_path: Path) -> None:
    write_table(tmp_path)
    seal(tmp_path, manifest_of("v").model_copy(update={"views": {"cities": "SELECT DISTINCT city FROM firms"}}))
    with Reading(Release("v", tmp_path)) as reading:
        assert reading.query("SELECT count(city) FROM cities").rows == ((2,),)


def test_rows_of_one_input_file_are_read_from_its_own_part(release: Release) -> None:
    folder = release.tables / "raw"
    folder.mkdir()
    for number, files in enumerate((["one"], ["two"], ["three", "four"])):
        rows = pa.table({"file_id": files, "row_number": list(range(len(files)))})
        pq.write_table(rows, folder / f"part-{number}.parquet")
    with Reading(release) as reading:
        places = {name: reading.among("raw", name) for name in ("one", "two", "three", "none")}
        rows = {name: reading.query(f"SELECT DISTINCT file_id FROM {place}").rows for name, place in places.items()}
        assert reading.among("firms", "one") == '"firms"'
        assert reading.among("nothing", "one") == '"nothing"'
    assert (rows["one"], rows["two"]) == ((("one",),), (("two",),))
    assert places["three"] == places["none"] == '"raw"'


def test_patience_stops_what_is_late_and_nothing_else() -> None:
    patience, stopped = Patience(), list[str]()
    late, ended = threading.Event(), threading.Event()
    with patience.limit(0.05, late.set):
        with patience.limit(0.06, ended.set):
            pass
        assert late.wait(5)
    with patience.limit(60, lambda: stopped.append("early")):
        pass
    assert not ended.is_set()
    assert stopped == []
