"""Registers as written: same seed same bytes, the truth fits every row, broken rows are broken and no others."""

import gzip
from pathlib import Path

import pytest

from unit.demo.generated import bytes_of, rows_of, truth_of, written_of
from unit.demo.standards import credit_code_holds, organisation_code_holds
from wutong.catalog.catalog import Catalog
from wutong.demo.changing import append_change
from wutong.demo.generating import Generated, OddDemand, generate
from wutong.demo.output import NotGenerated, PlaceTaken

HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址\n"
BROKEN = {"shifted_row", "split_row", "stray_quote"}
TOUCHED_CODE = {"wrong_check_digit", "lowercase_code"} | {
    f"old_number{kind}" for kind in ("", "_short", "_foreign", "_cooperative")
}


def mess_of(row: dict[str, object]) -> set[str]:
    return set(filter(None, str(row["mess"]).split("|")))


def test_same_seed_same_bytes_however_cut(catalog: Catalog, tmp_path: Path) -> None:
    ask = {"enterprises": 4000, "catalog": catalog, "cluster": "qiantang"}
    first = generate(**ask, seed=9, out=tmp_path / "a")
    cut = generate(**ask, seed=9, out=tmp_path / "b", rows_per_task=300)
    other = generate(**ask, seed=10, out=tmp_path / "c")
    files = bytes_of(first)
    truth = files.pop("truth.parquet")
    assert {name: data for name, data in bytes_of(cut).items() if name != "truth.parquet"} == files
    assert truth_of(cut) == truth_of(first)
    assert generate(**ask, seed=9, out=tmp_path / "d").truth.read_bytes() == truth
    assert bytes_of(other) != bytes_of(first)


@pytest.mark.slow
def test_processes_change_nothing(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wutong.demo.generating._WORTH_PROCESSES", 0)
    alone = generate(enterprises=3000, seed=1, out=tmp_path / "a", catalog=catalog, processes=1, rows_per_task=700)
    two = generate(enterprises=3000, seed=1, out=tmp_path / "b", catalog=catalog, processes=2, rows_per_task=700)
    assert bytes_of(alone) == bytes_of(two)


def test_a_single_file_holds_the_same_rows(catalog: Catalog, tmp_path: Path) -> None:
    many = generate(enterprises=3000, seed=2, out=tmp_path / "a", catalog=catalog)
    told: list[int] = []
    one = generate(enterprises=3000, seed=2, out=tmp_path / "b", catalog=catalog, single_file=True, on_rows=told.append)
    assert [path.name for path in one.files] == ["register.csv"]
    assert rows_of(one.files[0]) == [row for path in many.files for row in rows_of(path)]
    assert [row["row_number"] for row in truth_of(one)] == list(range(1, one.rows + 1))
    assert sum(told) == one.rows == many.rows


def test_truth_names_every_row_of_every_file(demo_register: Generated) -> None:
    truth = {(row["file"], row["row_number"]) for row in truth_of(demo_register)}
    assert truth == set(written_of(demo_register))
    assert len(truth) == demo_register.rows
    assert {row["enterprise"] for row in truth_of(demo_register)} == set(range(12_000))


def test_files_look_like_the_publishers(nation_register: Generated) -> None:
    for path in nation_register.files:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        assert text.startswith(HEADER)
        lines = text.splitlines()[1:]
        assert sum(line.count('"') == 6 for line in lines) > 0.99 * len(lines)
        year, province = path.name.removesuffix(".csv.gz").split("-")
        rows = rows_of(path)
        assert {row[7] for row in rows if len(row) == 10} <= {province, "N/A"}
        assert all(row[2] <= f"{year}-12-31" for row in rows)
        assert [row[2] for row in rows] == sorted(row[2] for row in rows)


def test_sound_rows_have_ten_cells_that_fit_the_truth(demo_register: Generated) -> None:
    written = written_of(demo_register)
    for row in truth_of(demo_register):
        cells, mess = written[row["file"], row["row_number"]], mess_of(row)
        assert row["is_sound"] == (not mess & BROKEN)
        if not row["is_sound"]:
            continue
        assert len(cells) == 10
        assert cells[1] == row["code_as_written"]
        assert cells[2] == str(row["registered_on"])
        if row["version"] != "former_name" and not mess & {"name_space", "name_note"}:
            assert cells[0] == row["name_zh"]
        if row["version"] == "former_name" and not mess & {"name_space", "name_note"}:
            assert cells[0] == row["former_names"] != row["name_zh"]
        assert (cells[5] == "N/A") <= (row["capital_amount"] is None)


def test_broken_rows_are_there_and_broken(demo_register: Generated) -> None:
    written = written_of(demo_register)
    seen: set[str] = set()
    for row in truth_of(demo_register):
        cells, kinds = written[row["file"], row["row_number"]], mess_of(row) & BROKEN
        seen |= kinds
        if "shifted_row" in kinds:
            assert cells[7] == "N/A"
        if "split_row" in kinds:
            assert len(cells) == 9
        if "stray_quote" in kinds:
            assert cells[3].endswith('"')
    assert "shifted_row" in seen
    assert len(seen) >= 2


def test_true_codes_hold_and_wrong_ones_do_not(demo_register: Generated) -> None:
    kinds: set[str] = set()
    for row in truth_of(demo_register):
        code, as_written, mess = str(row["credit_code"]), str(row["code_as_written"]), mess_of(row)
        kinds |= mess & TOUCHED_CODE
        assert credit_code_holds(code)
        assert organisation_code_holds(code[8:17])
        assert code[2:8] == row["division_code"]
        if "wrong_check_digit" in mess:
            assert len(as_written) == 18
            assert not credit_code_holds(as_written)
        elif "lowercase_code" in mess:
            assert as_written.upper() == code
        elif not mess & TOUCHED_CODE:
            assert as_written == code
    assert kinds >= {"wrong_check_digit", "lowercase_code", "old_number"}


def test_one_code_an_enterprise(demo_register: Generated) -> None:
    pairs = {(row["enterprise"], row["credit_code"]) for row in truth_of(demo_register)}
    assert len(pairs) == len({code for _, code in pairs}) == 12_000


def test_rows_of_one_enterprise_agree_on_what_does_not_change(demo_register: Generated) -> None:
    seen: dict[object, tuple[object, ...]] = {}
    versions: set[object] = set()
    for row in truth_of(demo_register):
        fixed = (row["credit_code"], row["name_zh"], row["tier"], row["segment"], row["registered_on"], row["parent"])
        assert seen.setdefault(row["enterprise"], fixed) == fixed
        versions.add(row["version"])
    assert versions == {"current", "duplicate", "earlier", "former_name"}


def test_a_duplicate_repeats_its_row(demo_register: Generated) -> None:
    written = written_of(demo_register)
    twice = [row for row in truth_of(demo_register) if row["version"] == "duplicate"]
    assert twice
    for row in twice:
        place = (row["file"], row["row_number"])
        neighbours = [written.get((place[0], place[1] + step)) for step in (-1, 1)]
        assert written[place] in neighbours


def test_branches_carry_the_name_of_their_parent(demo_register: Generated) -> None:
    truth = truth_of(demo_register)
    names = {row["enterprise"]: row["name_zh"] for row in truth}
    branches = [row for row in truth if row["is_branch"]]
    linked = [row for row in branches if row["parent"] is not None]
    assert len(linked) > len(branches) / 2 > 100
    assert all(names[row["parent"]] == row["parent_name"] for row in linked)
    assert all(str(row["name_zh"]).startswith(str(row["parent_name"])) for row in branches)
    is_branch = {row["enterprise"] for row in branches}
    assert not any(row["parent"] in is_branch for row in linked)


def test_full_names_of_firms_are_never_shared(nation_register: Generated) -> None:
    firms = {row["enterprise"]: row["name_zh"] for row in truth_of(nation_register) if not row["is_branch"]}
    assert len(set(firms.values())) == len(firms)


def test_odd_demands_are_refused(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(OddDemand, match="enterprises"):
        generate(enterprises=0, seed=1, out=tmp_path, catalog=catalog)
    with pytest.raises(OddDemand, match="qiantang"):
        generate(enterprises=10, seed=1, out=tmp_path, catalog=catalog, cluster="nowhere")
    with pytest.raises(OddDemand, match="nation"):
        generate(enterprises=10, seed=1, out=tmp_path, catalog=catalog, profile="moon")
    assert not list(tmp_path.iterdir())


def test_a_register_is_never_written_over(catalog: Catalog, tmp_path: Path) -> None:
    made = generate(enterprises=10, seed=1, out=tmp_path, catalog=catalog)
    before = bytes_of(made)
    with pytest.raises(PlaceTaken):
        generate(enterprises=10, seed=2, out=tmp_path, catalog=catalog)
    assert bytes_of(made) == before
    assert made.rows == sum(len(rows_of(path)) for path in made.files) >= 10


def test_a_run_that_broke_off_is_begun_anew(catalog: Catalog, tmp_path: Path) -> None:
    whole = generate(enterprises=900, seed=1, out=tmp_path / "whole", catalog=catalog)

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(enterprises=900, seed=6, out=tmp_path / "a", catalog=catalog, rows_per_task=100, on_rows=stop)
    assert list((tmp_path / "a" / "registry").iterdir())
    with pytest.raises(NotGenerated):
        append_change(out=tmp_path / "a", catalog=catalog)
    again = generate(enterprises=900, seed=1, out=tmp_path / "a", catalog=catalog)
    assert bytes_of(again) == bytes_of(whole)
    assert {path.name for path in (tmp_path / "a" / "registry").iterdir()} == {path.name for path in whole.files}
    assert bytes_of(generate(enterprises=900, seed=1, out=tmp_path / "a", catalog=catalog)) == bytes_of(whole)


def test_files_that_are_not_ours_are_left_alone(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "2019-浙江.csv").write_text("企业名称\n", encoding="utf-8")
    with pytest.raises(PlaceTaken):
        generate(enterprises=900, seed=1, out=tmp_path, catalog=catalog)
    assert (tmp_path / "registry" / "2019-浙江.csv").read_text(encoding="utf-8") == "企业名称\n"
