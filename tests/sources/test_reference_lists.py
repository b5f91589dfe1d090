"""Reference lists: divisions and industries as given, mended, and accounted for."""

from pathlib import Path

import pytest

from sources.readers import put
from wutong.catalog.catalog import Catalog, load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.ingest.parts import Part, Parts
from wutong.warehouse.reference.divisions import DivisionsIncomplete
from wutong.warehouse.reference.references import References, ReferenceTwice, read_references

CATALOG = load_catalog()


def parts_of(tmp_path: Path, source: str, *files: Path) -> list[Part]:
    store = Parts(Home(tmp_path / "home"))
    return [part for file in files for part in store.ensure(CATALOG.sources[source], file)]


def read(tmp_path: Path, source: str, *texts: str) -> References:
    files = [put(tmp_path, f"{number}.csv", text) for number, text in enumerate(texts)]
    return read_references(CATALOG, parts_of(tmp_path, source, *files))


def test_divisions_come_from_files_of_several_shapes(tmp_path: Path) -> None:
    references = read(
        tmp_path,
        "cn_divisions",
        "code,name\n33,浙江省\n31,上海市\n",
        "code,name,provinceCode\n3301,杭州市,33\n3101,市辖区,31\n",
        "code,name,cityCode,provinceCode\n330114,钱塘区,3301,33\n310115,浦东新区,3101,31\n",
        "code,name,areaCode,provinceCode,cityCode\n330114001,虚构街道,330114,33,3301\n",
    )
    assert references.divisions is not None
    assert [(row.code, row.name, row.level, row.parent_code) for row in references.divisions.rows] == [
        ("310000", "上海市", "province", None),
        ("310100", "上海市", "city", "310000"),
        ("310115", "浦东新区", "district", "310100"),
        ("330000", "浙江省", "province", None),
        ("330100", "杭州市", "city", "330000"),
        ("330114", "钱塘区", "district", "330100"),
    ]
    assert [(row.code, row.parent_code) for row in references.divisions.streets] == [("330114001", "330114")]
    assert sum(references.used.values()) == 7
    assert len(references.part_ids) == 4


def test_the_past_is_known_whatever_list_is_given(tmp_path: Path) -> None:
    references = read(tmp_path, "cn_divisions", "code,name\n33,浙江省\n330100,杭州市\n330102,上城区\n")
    assert references.divisions is not None
    assert ("330104", "江干区", "330102") in {
        (row.code, row.name, row.successor_code) for row in references.divisions.former
    }


def test_odd_rows_of_a_list_are_held_back_and_counted(tmp_path: Path) -> None:
    rows = "33,浙江省\n3301,杭州市\n330114,钱塘区\n33O1,杭州市\n12345,五位\n330114,又一次\n330108,N/A\n330108,\n"
    references = read(tmp_path, "cn_divisions", "code,name\n" + rows)
    assert [(issue["row_number"], issue["reason"]) for issue in references.issues] == [
        (4, "code_odd"),
        (5, "code_odd"),
        (6, "code_twice"),
        (8, "name_missing"),
    ]
    assert sum(references.used.values()) + len(references.issues) == 8


def test_a_city_without_districts_may_be_listed_at_both_levels(tmp_path: Path) -> None:
    references = read(tmp_path, "cn_divisions", "code,name\n44,广东省\n4419,东莞市\n441900,东莞市\n440103,荔湾区\n")
    assert (references.issues, sum(references.used.values())) == ((), 4)


def test_a_list_without_a_whole_level_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DivisionsIncomplete, match="no city"):
        read(tmp_path, "cn_divisions", "code,name\n33,浙江省\n330114,钱塘区\n")


def test_without_lists_the_catalogue_holds() -> None:
    references = read_references(CATALOG, [])
    assert (references.divisions, references.industries, references.part_ids) == (None, (), ())


def test_a_list_given_to_a_build_stands_in_for_the_one_built_in(tmp_path: Path) -> None:
    references = read(tmp_path, "cn_divisions", "code,name\n33,浙江省\n3301,杭州市\n330114,钱塘区\n")
    catalog = Catalog(CATALOG.root, divisions_given=references.divisions)
    assert len(catalog.divisions.rows) == 3
    assert catalog == CATALOG


def test_industries_take_level_and_parent_from_their_code(tmp_path: Path) -> None:
    rows = "C,制造业,\n27,医药制造业,C\n276,生物药品制品制造,27\n2761,生物药品制造,999\n2799,无中类,27\n"
    references = read(tmp_path, "cn_industries", "code,name,parent\n" + rows)
    made = {one.code: (one.level, one.parent_code) for one in references.industries}
    assert made["C"] == ("section", None)
    assert made["27"] == ("division", "C")
    assert made["2761"] == ("class", "276")
    assert made["2799"] == ("class", "27")


def test_known_slips_of_the_classification_are_mended(tmp_path: Path) -> None:
    rows = "B,采矿业,\n07,石油和天然气开采业,B\n071,石油开采,07\n0711,陆地石油开采,071\n0711,海洋石油开采,071\n"
    references = read(tmp_path, "cn_industries", "code,name,parent\n" + rows + "C,制造业,\n27,医药制造业,C\n")
    made = {one.code: one for one in references.industries}
    assert (made["0712"].name, made["0712"].parent_code) == ("海洋石油开采", "071")
    assert (made["2780"].level, made["2780"].parent_code, made["278"].parent_code) == ("class", "278", "27")
    assert "361" not in made
    assert (references.issues, sum(references.used.values())) == ((), 7)


def test_two_sources_of_one_standard_are_refused(tmp_path: Path) -> None:
    other = CATALOG.sources["cn_divisions"].model_copy(update={"id": "cn_other"})
    catalog = Catalog(CATALOG.root)
    vars(catalog)["sources"] = {**CATALOG.sources, "cn_other": other}
    path = put(tmp_path, "a.csv", "code,name\n33,浙江省\n")
    store = Parts(Home(tmp_path / "home"))
    parts = [part for one in ("cn_divisions", "cn_other") for part in store.ensure(catalog.sources[one], path)]
    with pytest.raises(ReferenceTwice):
        read_references(catalog, parts)


def test_every_sample_of_a_source_is_read_in_full(tmp_path: Path) -> None:
    for source in CATALOG.sources.values():
        (sample,) = (CATALOG.root / "sources" / source.id).glob("sample.*")
        for part in Parts(Home(tmp_path / source.id)).ensure(source, sample):
            assert part.report.held_back == {}


@pytest.mark.real
def test_real_lists_are_read_with_every_row_accounted_for(tmp_path: Path, real_data: Path) -> None:
    reference = real_data / "reference"
    divisions = parts_of(tmp_path, "cn_divisions", *sorted((reference / "divisions").glob("*.csv")))
    industries = parts_of(tmp_path, "cn_industries", reference / "gbt4754-2017.xlsx")
    references = read_references(CATALOG, [*divisions, *industries])
    assert references.divisions is not None
    assert references.divisions.by_code["330114"].name == "钱塘区"
    assert len(references.divisions.streets) == 41_352
    made = {one.code: one for one in references.industries}
    assert all(one.parent_code in made for one in made.values() if one.level != "section")
    assert {"278", "2780", "0712", "361"} <= set(made)
    assert references.issues == ()
    rows = sum(part.report.rows_read for part in (*divisions, *industries))
    assert sum(references.used.values()) == rows
