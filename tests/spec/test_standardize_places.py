"""Where enterprises are: columns, addresses, names and authorities read into codes, and zones of clusters."""

from typing import Any

from spec.drawing import TODAY, credit_code, raw_register
from wutong.catalog.catalog import Catalog
from wutong.warehouse.standardize import registration

NO_CODE = {"code_text": "N/A", "name_zh": "康霖有限公司"}
# (province column, city column, address): province, city, district codes and what tells the district
PLACES: dict[tuple[str, str, str], tuple[str | None, ...]] = {
    ("浙江", "杭州", "浙江省杭州市滨江区江南大道1号"): ("330000", "330100", "330108", "address"),
    ("浙江省", "杭州市", "杭州市滨江区江南大道1号"): ("330000", "330100", "330108", "address"),
    ("浙江", "杭州", "滨江区江南大道1号"): ("330000", "330100", "330108", "address"),
    ("浙江", "杭州", "杭州余杭文一西路1号"): ("330000", "330100", "330110", "address"),
    ("浙江", "杭州", "余杭市云栖镇1号"): ("330000", "330100", "330110", "address"),
    ("浙江", "杭州", "杭州市西湖大道1号"): ("330000", "330100", None, None),
    ("浙江", "杭州", "杭州市江干区1号"): ("330000", "330100", "330104", "address"),
    ("浙江", "金华", "义乌市云栖街道1号"): ("330000", "330700", "330782", "address"),
    ("上海", "浦东", "张衡路1号"): ("310000", "310100", "310115", "city_column"),
    ("上海", "N/A", "上海市徐汇区1号"): ("310000", "310100", "310104", "address"),
    ("上海", "自贸区", "某路1号"): ("310000", "310100", None, None),
    ("上海", "闸北", "某路1号"): ("310000", "310100", "310108", "city_column"),
    ("N/A", "合肥", "某路1号"): ("340000", "340100", None, None),
    ("安徽", "芜湖", "安徽省芜湖市无为县1号"): ("340000", "340200", "340281", "address"),
    ("安徽", "宿州", "萧县城关1号"): ("340000", "341300", "341322", "address"),
    ("四川", "成都", "成都市高新区1号"): ("510000", "510100", None, None),
    ("内蒙古", "呼和浩特", "新城区1号"): ("150000", "150100", "150102", "address"),
    ("广西壮族自治区", "南宁", "南宁市青秀区1号"): ("450000", "450100", "450103", "address"),
    ("重庆", "渝中区", "某路1号"): ("500000", "500100", "500103", "city_column"),
    ("广东", "佛山", "顺德区1号"): ("440000", "440600", "440606", "address"),
    ("江苏", "昆山", "某路1号"): ("320000", "320500", "320583", "city_column"),
    ("N/A", "N/A", "N/A"): (None, None, None, None),
}


def placed(run: Any, catalog: Catalog, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    raw = raw_register(*rows)
    plan = registration.plan(raw, source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY)
    return sorted(run(plan.rows), key=lambda row: row["row_number"])


def test_places(duckdb_run: Any, catalog: Catalog) -> None:
    drawn = [
        {"province_text": province, "city_text": city, "address_text": address, **NO_CODE}
        for province, city, address in PLACES
    ]
    got = [
        (row["province_code"], row["city_code"], row["district_code"], row["district_basis"])
        for row in placed(duckdb_run, catalog, *drawn)
    ]
    assert dict(zip(PLACES, got, strict=True)) == PLACES


def test_the_name_tells_the_district_where_the_address_does_not(duckdb_run: Any, catalog: Catalog) -> None:
    (row,) = placed(duckdb_run, catalog, {"name_zh": "杭州市余杭区康霖有限公司", "address_text": "某路1号"})
    assert (row["district_code"], row["district_basis"]) == ("330110", "name")


def test_then_the_authority_in_the_credit_code_within_the_city(duckdb_run: Any, catalog: Catalog) -> None:
    drawn = {"name_zh": "康霖有限公司", "address_text": "某路1号"}
    near, renamed, far, whole = placed(
        duckdb_run,
        catalog,
        {**drawn, "code_text": credit_code("91330110MA2TEST01")},
        {**drawn, "code_text": credit_code("91330184MA2TEST01")},
        {**drawn, "code_text": credit_code("91320583MA2TEST01")},
        {**drawn, "code_text": credit_code("91330100MA2TEST01")},
    )
    assert (near["district_code"], near["district_basis"]) == ("330110", "authority")
    assert renamed["district_code"] == "330110"
    assert far["district_code"] is None and whole["district_code"] is None


def test_a_former_district_stays_itself_and_its_division_is_todays(duckdb_run: Any, catalog: Catalog) -> None:
    (row,) = placed(duckdb_run, catalog, {**NO_CODE, "address_text": "杭州市江干区1号"})
    assert (row["district"], row["district_code"]) == ("江干区", "330104")
    assert row["division_code"] in catalog.divisions.by_code and row["division_code"].startswith("3301")
    assert (row["province"], row["city"]) == ("浙江省", "杭州市")


def test_every_division_code_is_one_of_today(duckdb_run: Any, catalog: Catalog) -> None:
    former = [one for one in catalog.divisions.former if one.level == "district" and one.successor_code][::25]
    drawn = [
        {**NO_CODE, "province_text": catalog.divisions.by_code[f"{one.code[:2]}0000"].name, "city_text": "N/A",
         "address_text": one.name} for one in former
    ]  # fmt: skip
    codes = {row["division_code"] for row in placed(duckdb_run, catalog, *drawn)}
    assert codes and codes <= set(catalog.divisions.by_code)


# city column, address: clusters and zones
ZONES = {
    ("浙江", "杭州", "杭州经济技术开发区1号和达药谷"): {"qiantang", "qiantang.xiasha", "qiantang.medical_port"},
    ("浙江", "杭州", "杭州市江干区下沙街道1号"): {"qiantang", "qiantang.xiasha"},
    ("浙江", "杭州", "杭州市钱塘区1号"): {"qiantang"},
    ("浙江", "杭州", "杭州市萧山区临江工业园1号"): {"qiantang", "qiantang.linjiang"},
    ("浙江", "宁波", "宁波市下沙路1号"): set(),
    ("浙江", "杭州", "杭州市西湖区1号"): set(),
    ("上海", "浦东", "上海市浦东新区蔡伦路1号"): {"zhangjiang", "zhangjiang.core"},
    ("上海", "浦东", "上海市外高桥保税区英伦路1号"): {"waigaoqiao", "waigaoqiao.bonded_zone"},
    ("江苏", "南京", "南京市浦口区1号"): {"nanjing_jiangbei"},
    ("江苏", "南京", "南京市玄武区1号"): set(),
}  # fmt: skip


def test_zones(duckdb_run: Any, catalog: Catalog) -> None:
    drawn = [
        {"province_text": province, "city_text": city, "address_text": address, **NO_CODE}
        for province, city, address in ZONES
    ]
    got = [set(row["zone_codes"]) for row in placed(duckdb_run, catalog, *drawn)]
    assert dict(zip(ZONES, got, strict=True)) == ZONES
