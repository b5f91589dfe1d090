"""A build keeps its promises: sums, incremental equals full, nothing changes without a reason."""

import csv
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wutong.catalog.catalog import Catalog
from wutong.kernel.home import Home
from wutong.warehouse.inputs import NoFiles, NothingToBuild, SourceMisspelt, SourceUnknown, chosen_inputs
from wutong.warehouse.pipeline import Built
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.checks import ChecksFailed
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.search.searching import Searcher

Build = Callable[..., Built]
COMPARED = (
    "enterprises",
    "enterprise_names",
    "enterprise_identifiers",
    "enterprise_records",
    "enterprise_conflicts",
    "enterprise_parents",
    "registrations",
    "raw_registrations",
    "placements",
    "chain_counts",
    "chain_shares",
    "issues",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, register: Path, built_from: Build) -> Built:
    return built_from(tmp_path_factory.mktemp("home"), register / "registry")


def rows_of(built: Built, table: str) -> list[str]:
    """Every row of a table as text, sorted: the order of rows is no promise."""
    with Reading(built.release) as reading:
        return sorted(str(row) for row in reading.query(f'SELECT * FROM "{table}"').rows)


def test_rows_read_are_rows_used_and_held_back(built: Built) -> None:
    (source,) = built.release.manifest.sources
    assert source.rows_read > 600
    assert source.rows_held_back > 0
    assert source.rows_read == source.rows_used + source.rows_held_back
    assert built.release.manifest.row_counts["registrations"] == source.rows_used


def test_each_enterprise_has_one_primary_record(built: Built) -> None:
    with Reading(built.release) as reading:
        odd = reading.query(
            "SELECT enterprise_id FROM enterprise_records GROUP BY 1 HAVING count(*) FILTER (is_primary) <> 1"
        )
        missing = reading.query("SELECT count(*) FROM enterprises SEMI JOIN enterprise_records USING (enterprise_id)")
        total = reading.query("SELECT count(*) FROM enterprises")
    assert not odd.rows
    assert missing.rows == total.rows


def test_every_value_leads_to_its_raw_row(built: Built) -> None:
    with Reading(built.release) as reading:
        lost = reading.query("SELECT count(*) FROM enterprises ANTI JOIN raw_registrations USING (file_id, row_number)")
        nameless = reading.query("SELECT count(*) FROM registrations ANTI JOIN files USING (file_id)")
    assert lost.rows == nameless.rows == ((0,),)


def test_figures_agree_with_the_list_behind_them(built: Built) -> None:
    with Reading(built.release) as reading:
        counted = reading.query(
            "SELECT subject, sum(core_count) FROM chain_counts WHERE subject_kind = 'segment' "
            "AND place_kind = 'nation' GROUP BY 1 HAVING sum(core_count) > 0 ORDER BY 1"
        )
        listed = reading.query("SELECT segment, count(*) FROM enterprises WHERE tier = 'core' GROUP BY 1 ORDER BY 1")
    assert counted.rows == listed.rows


def test_nothing_changed_means_no_new_release(register: Path, built: Built, built_from: Build) -> None:
    again = built_from(built.release.folder.parents[1], register / "registry")
    assert not again.is_new
    assert again.release.version == built.release.version


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_history_ends_where_a_full_build_does(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, register: Path, built_from: Build
) -> None:
    files = sorted((register / "registry").glob("*.csv.gz"))[:6]
    home, folder, fresh = (tmp_path_factory.mktemp(name) for name in ("home", "files", "fresh"))
    built = None
    for _ in range(2):
        chosen = data.draw(st.sets(st.sampled_from(files), min_size=1))
        shutil.rmtree(folder)
        folder.mkdir()
        for file in chosen:
            shutil.copy2(file, folder / file.name)
        built = built_from(home, folder)
    assert built is not None
    full = built_from(fresh, folder)
    for table in COMPARED:
        assert rows_of(built, table) == rows_of(full, table), table


def test_a_row_stands_alone_only_while_it_has_no_like_elsewhere(
    tmp_path: Path, register: Path, built_from: Build
) -> None:
    """A later file says more of enterprises that an earlier batch knew from one row each; then it is gone again."""
    files, fresh = tmp_path / "files", tmp_path / "fresh"
    files.mkdir()
    first = min((register / "registry").glob("*.csv.gz"))
    shutil.copy2(first, files / first.name)
    before = built_from(tmp_path / "home", files)
    with Reading(before.release) as reading:
        sql = "SELECT name_zh, credit_code FROM enterprises WHERE record_count = 1 AND credit_code IS NOT NULL LIMIT 3"
        known = reading.query(sql)
    with gzip.open(first, "rt", encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    renamed = [dict(row) for row in rows if row["统一社会信用代码"] in {code for _, code in known}]
    with gzip.open(files / "later.csv.gz", "wt", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"企业名称": f"康霖{number}号样例有限公司"} for number, row in enumerate(renamed))
    after, full = built_from(tmp_path / "home", files), built_from(fresh, files)
    with Reading(after.release) as reading:
        overruled = {row[0] for row in reading.query("SELECT own_id FROM shared_records")}
        several = reading.query("SELECT count(*) FROM enterprises WHERE record_count = 2")
    assert overruled >= {f"cn-{code}" for _, code in known}
    assert several.rows[0][0] >= len(known)
    for table in COMPARED:
        assert rows_of(after, table) == rows_of(full, table), table
    # Which of the two names is the present one depends on the origin of the rows; either finds the enterprise.
    assert Searcher(after.release.search).find("康霖0号样例", limit=1)[0].credit_code in {code for _, code in known}
    (files / "later.csv.gz").unlink()
    with gzip.open(files / "latest.csv.gz", "wt", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerow(rows[0] | {"企业名称": "杭州新来样例有限公司", "统一社会信用代码": ""})
    alone = built_from(tmp_path / "home", files)
    assert len(list((alone.release.search / "rows").iterdir())) > 1, "the index was carried forward, not built anew"
    for name, code in known:
        assert Searcher(alone.release.search).find(name, limit=1)[0].credit_code == code, "alone again, and found"
    assert Searcher(alone.release.search).find("杭州新来样例有限公司", limit=1)[0].name_zh == "杭州新来样例有限公司"


def test_who_is_who_follows_what_comes_and_goes(tmp_path: Path, register: Path, built_from: Build) -> None:
    """A row without a code joins the one enterprise of its name, place and date, only while there is but one."""
    with gzip.open(min((register / "registry").glob("*.csv.gz")), "rt", encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    coded = [row for row in rows if len(row["统一社会信用代码"]) == 18 and row["注册日期"] and row["地区"]]
    one, other, *more = coded[:6]
    rival = one | {"统一社会信用代码": other["统一社会信用代码"]}
    files = tmp_path / "files"
    files.mkdir()

    def put(name: str, *held: dict[str, str]) -> None:
        with gzip.open(files / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(held)

    def same_as_fresh(count: int) -> None:
        built, full = built_from(tmp_path / "home", files), built_from(tmp_path / f"fresh{count}", files)
        for table in COMPARED:
            assert rows_of(built, table) == rows_of(full, table), table
        with Reading(built.release) as reading:
            of_name = reading.query("SELECT count(*) FROM enterprises WHERE name_zh = ?", [one["企业名称"]])
        assert of_name.rows == ((count,),)
        shutil.rmtree(tmp_path / f"fresh{count}")

    put("a", one, one | {"统一社会信用代码": ""}, *more)
    same_as_fresh(1)
    put("b", rival)
    same_as_fresh(3)  # two firms of the name now: the row without a code is nobody's
    shutil.rmtree(tmp_path / "home")
    same_as_fresh(3)  # all in one batch
    (files / "b.csv.gz").unlink()
    same_as_fresh(1)  # the batch is thinned, and the row has its firm back


def test_a_release_whose_manifest_is_lost_is_built_over(tmp_path: Path, register: Path, built_from: Build) -> None:
    files = tmp_path / "files"
    files.mkdir()
    first = min((register / "registry").glob("*.csv.gz"))
    shutil.copy2(first, files / first.name)
    lost = built_from(tmp_path / "home", files)
    (lost.release.folder / "manifest.json").unlink()
    again = built_from(tmp_path / "home", files)
    assert again.is_new
    with Reading(again.release) as reading:
        assert reading.query("SELECT count(*) FROM enterprises").rows[0][0] > 0


def test_a_file_of_which_nothing_can_be_used_replaces_no_release(
    tmp_path: Path, register: Path, built_from: Build
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    first = min((register / "registry").glob("*.csv.gz"))
    shutil.copy2(first, files / first.name)
    served = built_from(tmp_path / "home", files).release
    header = gzip.decompress(first.read_bytes()).decode().splitlines()[0]
    (files / first.name).write_bytes(gzip.compress("\n".join([header, *["只有,两格"] * 40]).encode()))
    with pytest.raises(ChecksFailed, match=r"0\.0000"):
        built_from(tmp_path / "home", files)
    promoted = publishing.promoted(Home(tmp_path / "home"))
    assert promoted is not None
    assert promoted.version == served.version


def test_inputs_are_named_clearly(catalog: Catalog, tmp_path: Path, built_from: Build) -> None:
    home = Home(tmp_path)
    with pytest.raises(SourceUnknown):
        chosen_inputs(["nowhere=x.csv"], home, catalog.sources)
    with pytest.raises(SourceMisspelt):
        chosen_inputs(["x.csv"], home, catalog.sources)
    with pytest.raises(NothingToBuild):
        chosen_inputs([], home, catalog.sources)
    with pytest.raises(NoFiles):
        built_from(tmp_path, tmp_path / "empty")
