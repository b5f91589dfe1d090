"""Divisions of today and of the past, as the catalogue knows them."""

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.catalog.divisions import Divisions, divisions_of, stem_of


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return load_catalog().divisions


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("330000", "浙江省", "province", None),
        ("330100", "杭州市", "city", "330000"),
        ("330114", "钱塘区", "district", "330100"),
        ("330113", "临平区", "district", "330100"),
        ("310100", "上海市", "city", "310000"),
        ("310115", "浦东新区", "district", "310100"),
        ("500233", "忠县", "district", "500100"),
        ("429004", "仙桃市", "district", "420000"),
    ],
)
def test_a_place_of_today_has_its_level_and_parent(
    divisions: Divisions, code: str, name: str, level: str, parent: str | None
) -> None:
    row = divisions.by_code[code]
    assert (row.name, row.level, row.parent_code) == (name, level, parent)


@pytest.mark.parametrize(
    ("code", "name", "successor"),
    [
        ("330103", "下城区", "330105"),
        ("330104", "江干区", "330102"),
        ("330184", "余杭市", "330110"),
        ("310108", "闸北区", "310106"),
        ("320602", "崇川区", "320613"),
        ("320803", "楚州区", "320803"),
        ("340203", "马塘区", "340209"),
        ("110104", "宣武区", "110102"),
    ],
)
def test_a_former_name_leads_to_the_place_that_took_over(
    divisions: Divisions, code: str, name: str, successor: str
) -> None:
    assert successor in {row.successor_code for row in divisions.former if (row.code, row.name) == (code, name)}


def test_no_abolished_code_is_a_place_of_today(divisions: Divisions) -> None:
    assert not {"330103", "330104", "310108", "371200"} & set(divisions.by_code)


def test_every_parent_and_every_successor_exists(divisions: Divisions) -> None:
    known = set(divisions.by_code)
    assert {row.parent_code for row in divisions.rows if row.parent_code} <= known
    assert {row.successor_code for row in divisions.former if row.successor_code} <= known


def test_headings_of_the_code_list_are_no_places(divisions: Divisions) -> None:
    assert not {"市辖区", "县"} & {row.name for row in divisions.rows}


def test_codes_are_unique_and_sorted(divisions: Divisions) -> None:
    codes = [row.code for row in divisions.rows]
    assert codes == sorted(set(codes))


def test_a_municipality_gets_its_city_row_under_its_own_name() -> None:
    rows = divisions_of({"310000": "上海市", "310115": "浦东新区"}).rows
    assert [(row.code, row.name, row.parent_code) for row in rows] == [
        ("310000", "上海市", None),
        ("310100", "上海市", "310000"),
        ("310115", "浦东新区", "310100"),
    ]


@pytest.mark.parametrize(
    ("name", "stem"), [("余杭区", "余杭"), ("沙县", "沙县"), ("恩施土家族苗族自治州", "恩施土家族苗族")]
)
def test_the_stem_is_the_name_without_its_rank(name: str, stem: str) -> None:
    assert stem_of(name) == stem
