"""Cells of a register, each kind of mess beside what it must become."""

from datetime import date
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.drawing import TODAY, credit_code, raw_register, registration_number
from wutong.catalog.catalog import Catalog
from wutong.warehouse.standardize import registration

CODE = credit_code("91330108MA2TEST01")
NUMBER = registration_number("33010800001234")


def standardized(run: Any, catalog: Catalog, *rows: dict[str, Any]) -> tuple[dict[int, Any], set[tuple[int, str]]]:
    """Rows by number, and (row number, reason) of every issue."""
    plan = registration.plan(
        raw_register(*rows), source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY
    )
    used = {row["row_number"]: row for row in run(plan.rows)}
    return used, {(issue["row_number"], issue["reason"]) for issue in run(plan.issues)}


def expected(run: Any, catalog: Catalog, field: str, cases: dict[Any, dict[str, Any]]) -> None:
    """Each text of `field` gives the row that is written beside it, and just the reasons given as `issues`."""
    used, issues = standardized(run, catalog, *({field: text} for text in cases))
    for number, (text, wanted) in enumerate(cases.items(), start=1):
        got = {name: used[number][name] for name in wanted if name != "issues"}
        assert got == {name: value for name, value in wanted.items() if name != "issues"}, text
        assert {reason for row, reason in issues if row == number} == wanted.get("issues", set()), text


def capital(amount: float | None, currency: str | None, unit: int | None, *issues: str) -> dict[str, Any]:
    return {
        "capital_amount": amount, "capital_currency": currency, "capital_unit": unit, "issues": set(issues),
    }  # fmt: skip


UNREADABLE = capital(None, None, None, "capital.unreadable")
CAPITALS = {
    "1,000(万元人民币)": capital(1000, "CNY", 10_000),
    "26(万美元)": capital(26, "USD", 10_000),
    "100万人民币": capital(100, "CNY", 10_000),
    "3.4000(万元人民币)": capital(3.4, "CNY", 10_000),
    "1,200,000(万元人民币)": capital(1_200_000, "CNY", 10_000),
    "230(万)": capital(230, "CNY", 10_000),
    "500(万元)": capital(500, "CNY", 10_000),
    "12万元人民币": capital(12, "CNY", 10_000),
    "800万人民币元": capital(800, "CNY", 10_000),
    "100(万元(人民币))": capital(100, "CNY", 10_000),
    "400(万人民币 )": capital(400, "CNY", 10_000),
    "24,000.5000( 万人民币元)": capital(24_000.5, "CNY", 10_000),
    "30(万元美元)": capital(30, "USD", 10_000),
    "60,000(万日元)": capital(60_000, "JPY", 10_000),
    "200(万香港元)": capital(200, "HKD", 10_000),
    "500(万港币)": capital(500, "HKD", 10_000),
    "280(万德国马克)": capital(280, "DEM", 10_000),
    "3,000(万丹麦克郎)": capital(3000, "DKK", 10_000),
    "20万欧元": capital(20, "EUR", 10_000),
    "人民币５００万元": capital(500, "CNY", 10_000),
    "USD 100万": capital(100, "USD", 10_000),
    "RMB1,200,000元": capital(1_200_000, "CNY", 1),
    "1.5亿元": capital(1.5, "CNY", 100_000_000),
    "300万元整": capital(300, "CNY", 10_000),
    "0(万元人民币)": capital(0, "CNY", 10_000),
    "50": capital(50, "CNY", 10_000, "capital.unit_assumed"),
    "5000000": capital(5_000_000, "CNY", 1, "capital.unit_assumed"),
    "N/A": capital(None, None, None),
    "-": capital(None, None, None),
    " ": capital(None, None, None),
    "60(元/万元)": UNREADABLE,
    "三百万元": UNREADABLE,
    "100/200万元": UNREADABLE,
    "10万火星币": UNREADABLE,
}


def test_capital_in_every_spelling(duckdb_run: Any, catalog: Catalog) -> None:
    expected(duckdb_run, catalog, "capital_text", CAPITALS)


def test_capital_in_cny_at_the_rate_of_its_year(duckdb_run: Any, catalog: Catalog) -> None:
    used, _ = standardized(
        duckdb_run,
        catalog,
        {"capital_text": "1.1万元"},
        {"capital_text": "10(万美元)", "registered_on_text": "1998-01-01"},
        {"capital_text": "10(万美元)", "registered_on_text": "2014-12-31"},
        {"capital_text": "10(万美元)", "registered_on_text": "N/A"},
    )
    dollar = catalog.currencies["USD"]
    assert used[1]["capital_cny"] == 11_000
    assert used[2]["capital_cny"] == 100_000 * dollar.cny_in(1998)
    assert used[3]["capital_cny"] == 100_000 * dollar.cny_in(2014)
    assert used[4]["capital_cny"] == 100_000 * dollar.cny_in(2050)


def identifier(scheme: str | None, value: str | None, code: str | None, *issues: str) -> dict[str, Any]:
    return {"identifier_scheme": scheme, "identifier": value, "credit_code": code, "issues": set(issues)}


def test_identifiers(duckdb_run: Any, catalog: Catalog) -> None:
    full_width = CODE.translate({ord(plain): ord(plain) + 0xFEE0 for plain in CODE})
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    wrong_number = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    cases = {
        CODE: identifier("credit_code", CODE, CODE),
        CODE.lower(): identifier("credit_code", CODE, CODE),
        full_width: identifier("credit_code", CODE, CODE),
        f" {CODE[:8]} {CODE[8:]}": identifier("credit_code", CODE, CODE),
        wrong: identifier("unrecognised", wrong, None, "credit_code.check_digit"),
        NUMBER: identifier("cn_registration_number", NUMBER, None),
        wrong_number: identifier("unrecognised", wrong_number, None, "registration_number.check_digit"),
        "3301080000001": identifier("cn_registration_number", "3301080000001", None),
        "330108NA000001X": identifier("cn_registration_number", "330108NA000001X", None),
        "10000000-6": identifier("unrecognised", "10000000-6", None, "identifier.unrecognised"),
        "10000000-8": identifier("cn_organisation_code", "100000008", None),
        "企合浙杭总字第0001": identifier("unrecognised", "企合浙杭总字第0001", None, "identifier.unrecognised"),
        "N/A": identifier(None, None, None),
        None: identifier(None, None, None),
    }
    expected(duckdb_run, catalog, "code_text", cases)


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17),
    st.integers(0, 17),
    st.integers(1, 30),
)
def test_one_wrong_character_never_passes(duckdb_run: Any, body: str, place: int, shift: int) -> None:
    """31 is prime and no weight is a multiple of it, so every single slip shows."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = credit_code(body)
    slipped = code[:place] + alphabet[(alphabet.index(code[place]) + shift) % 31] + code[place + 1 :]
    holds = registration.credit_code.credit_code_holds
    table = ibis.memtable({"code": [code, slipped]})
    told = {row["code"]: row["holds"] for row in duckdb_run(table.mutate(holds=holds(table.code)))}
    assert told == {code: True, slipped: False}


def day(value: date | None, *issues: str) -> dict[str, Any]:
    return {"registered_on": value, "issues": set(issues)}


def test_dates(duckdb_run: Any, catalog: Catalog) -> None:
    cases = {
        "2015-03-02": day(date(2015, 3, 2)),
        "2015/3/2": day(date(2015, 3, 2)),
        "2015.03.02": day(date(2015, 3, 2)),
        "2015年3月2日": day(date(2015, 3, 2)),
        "２０１５－０３－０２": day(date(2015, 3, 2)),
        "20150302": day(date(2015, 3, 2)),
        "2015-03-02 00:00:00": day(date(2015, 3, 2)),
        "2015-03-02T08:00:00Z": day(date(2015, 3, 2)),
        "1899-01-01": day(date(1899, 1, 1)),
        "2015-02-30": day(None, "registered_on.impossible"),
        "1015-02-20": day(None, "registered_on.impossible"),
        "2015-03": day(None, "registered_on.impossible"),
        "去年": day(None, "registered_on.impossible"),
        "2099-01-01": day(None, "registered_on.future"),
        "2024-06-30": day(TODAY),
        "N/A": day(None),
        None: day(None),
    }
    expected(duckdb_run, catalog, "registered_on_text", cases)


def test_kinds(duckdb_run: Any, catalog: Catalog) -> None:
    cases = {
        "有限责任公司(自然人独资)": {"kind": "limited_company"},
        "有限责任公司　外商投资企业": {"kind": "limited_company"},
        "股份有限公司": {"kind": "joint_stock_company"},
        "个体工商户": {"kind": "individual_business"},
        "个人独资企业": {"kind": "sole_proprietorship"},
        "普通合伙": {"kind": "general_partnership"},
        "有限合伙": {"kind": "limited_partnership"},
        "集体分支机构（非法人）": {"kind": "branch", "is_branch": True},
        "农民专业合作社": {"kind": "farmer_cooperative"},
        "外国(地区)企业常驻代表机构": {"kind": "representative_office"},
        "股份合作制": {"kind": "stock_cooperative"},
        "集体所有制": {"kind": "collective"},
        "港、澳、台": {"kind": "foreign_invested"},
        "奇怪的类型": {"kind": "limited_company", "issues": {"kind.unrecognised"}},
        "N/A": {"kind": "limited_company", "kind_text": None},
        None: {"kind": "limited_company", "kind_text": None},
    }
    expected(duckdb_run, catalog, "kind_text", cases)


def test_kind_from_code_and_name_where_the_register_is_silent(duckdb_run: Any, catalog: Catalog) -> None:
    used, _ = standardized(
        duckdb_run,
        catalog,
        {"kind_text": "N/A", "name_zh": "余杭区星月茶楼", "code_text": credit_code("92330110MA2TEST01")},
        {"kind_text": "N/A", "name_zh": "宁海县青禾水果专业合作社", "code_text": "N/A"},
        {"kind_text": "N/A", "name_zh": "杭州云栖投资合伙企业（有限合伙）", "code_text": "N/A"},
        {"kind_text": "N/A", "name_zh": "杭州云栖药业有限公司滨江分公司"},
        {"kind_text": "N/A", "name_zh": "云栖小铺", "code_text": "N/A"},
    )
    assert [used[number]["kind"] for number in range(1, 6)] == [
        "individual_business", "farmer_cooperative", "limited_partnership", "branch", "unknown",
    ]  # fmt: skip


def test_shifted_and_nameless_rows_are_held_back(duckdb_run: Any, catalog: Catalog) -> None:
    cases = [
        {"name_zh": None},
        {"name_zh": "N/A"},
        {"name_zh": "2015-03-02"},
        {"name_zh": CODE},
        {"kind_text": "30(万美元)", "capital_text": "陈大文）", "province_text": "N/A"},
        {"kind_text": "JOSEPH", "capital_text": "JEAN"},
        {"kind_text": "2", "capital_text": "Pierre", "province_text": "1"},
        {"code_text": "2015-03-02", "registered_on_text": "有限责任公司"},
        {"province_text": "有限责任公司 外商投资企业", "capital_text": "AHMED A"},
    ]
    used, issues = standardized(duckdb_run, catalog, *cases, {})
    assert set(used) == {len(cases) + 1}
    assert issues == {(number, "name.absent" if number < 3 else "row.shifted") for number in range(1, len(cases) + 1)}


def test_a_held_back_row_keeps_its_raw_cells(duckdb_run: Any, catalog: Catalog) -> None:
    plan = registration.plan(
        raw_register({"kind_text": "30(万美元)"}),
        source=catalog.sources["cn_registrations"],
        catalog=catalog,
        today=TODAY,
    )
    (issue,) = duckdb_run(plan.issues)
    assert issue["is_held_back"] and issue["raw"].split("\t")[:2] == ["杭州康霖生物科技有限公司", CODE]
    assert (issue["source_id"], issue["stage"], issue["field"], issue["value"]) == (
        "cn_registrations", "standardize", "kind_text", "30(万美元)",
    )  # fmt: skip


_CELL = st.none() | st.sampled_from(
    ["N/A", "", "30(万美元)", "JEAN", "2015-03-02", CODE, "浙江", "杭州", "有限责任公司"]
)


# One plan over many rows: rows know nothing of each other, and a plan takes a second to write.
@settings(max_examples=4, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("name_zh", "code_text", "registered_on_text", "kind_text", "capital_text", "province_text", "city_text"), _CELL
)), min_size=20, max_size=40))  # fmt: skip
def test_rows_in_are_rows_out_and_rows_held_back(duckdb_run: Any, catalog: Catalog, rows: list[dict[str, Any]]) -> None:
    plan = registration.plan(
        raw_register(*rows), source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY
    )
    used = [row["row_number"] for row in duckdb_run(plan.rows)]
    issues = duckdb_run(plan.issues)
    held = {issue["row_number"] for issue in issues if issue["is_held_back"]}
    assert sorted([*used, *held]) == list(range(1, len(rows) + 1))
    keys = [(issue["row_number"], issue["reason"]) for issue in issues]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("absent", ["kind_text", "capital_text", "address_text"])
def test_a_source_may_lack_a_column(duckdb_run: Any, catalog: Catalog, absent: str) -> None:
    raw = raw_register({}).drop(absent)
    plan = registration.plan(raw, source=catalog.sources["cn_registrations"], catalog=catalog, today=TODAY)
    (row,) = duckdb_run(plan.rows)
    assert row["proper_name"] == "康霖" and not duckdb_run(plan.issues)
