"""Listed companies: codes keep their zeros, names stay as written, figures come out in our units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.records.drawn import CATALOG, reasons, row
from wutong.catalog.finance import Metric
from wutong.kernel.credit_code import credit_code
from wutong.warehouse.records.companies.codes import stock_code
from wutong.warehouse.records.companies.company_tables import company_tables
from wutong.warehouse.records.companies.figure_tables import figure_tables
from wutong.warehouse.rows import Account, Row

STATEMENTS = CATALOG.finance.statements
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def figures(rows: list[Row]) -> tuple[dict[tuple[str, str, str], tuple[float, str]], Account]:
    account = Account()
    made = figure_tables(rows, STATEMENTS, account)["listed_figures"]
    return {(one["stock_code"], one["period"], one["metric"]): (one["value"], one["unit"]) for one in made}, account


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("000010", "000010"),
        ("10", "000010"),
        ("600550.SH", "600550"),
        ("sz000010", "000010"),
        ("０００００１", "000001"),
    ],
)
def test_a_stock_code_has_six_digits(text: str, code: str) -> None:
    assert stock_code(text) == code


@pytest.mark.parametrize("text", [None, "", "AAPL", "0000010", "00700.HK", "1.0"])
def test_another_code_is_none(text: str | None) -> None:
    assert stock_code(text) is None


@given(st.text(_ALPHABET, min_size=17, max_size=17))
def test_exactly_one_check_digit_holds(body: str) -> None:
    assert sum(credit_code(body + letter) is not None for letter in _ALPHABET) == 1


def test_names_of_a_company_are_aliases_as_written() -> None:
    account = Account()
    made = company_tables(
        [
            row(
                1,
                code_text="10",
                name_zh="杭州康霖生物股份有限公司",
                short_name="康  霖Ａ",
                name_en="KANGLIN CO.，LTD",
                former_names="杭州样例药业有限公司；杭州梧桐制药厂",
                credit_code_text="91330000000000000X",
            ),
            row(2, code_text="000010", name_zh="杭州康霖生物股份有限公司", short_name="康霖"),
            row(3, code_text="x", name_zh="样例"),
            row(4, code_text="000011"),
        ],
        account,
    )
    assert [one["stock_code"] for one in made["listed_companies"]] == ["000010"]
    assert {(one["alias"], one["language"], one["kind"]) for one in made["aliases"]} == {
        ("康  霖Ａ", "zh", "short"),
        ("康霖", "zh", "short"),
        ("KANGLIN CO.，LTD", "en", "official_english"),
        ("杭州样例药业有限公司", "zh", "former"),
        ("杭州梧桐制药厂", "zh", "former"),
    }
    assert reasons(account) == [
        ("credit_code.check_digit", "credit_code_text"),
        ("row.repeated", "code_text"),
        ("stock_code.unrecognised", "code_text"),
        ("name.absent", "name_zh"),
    ]
    assert account.used == {"f1": 2}


def test_the_name_of_a_file_tells_period_and_unit() -> None:
    found, account = figures(
        [
            row(1, file_id="a", file_name="profit2015_4.csv", code_text="000010", net_profits="1.5", eps="0.2"),
            row(1, file_id="b", file_name="copy of report2015_3 (1).csv", code_text="10", net_profits="150"),
            row(1, file_id="c", file_name="stock_basics.csv", code_text="000010", totals="2"),
            row(1, file_id="d", file_name="growth2015.csv", code_text="000010", nav="2"),
        ]
    )
    assert found == {
        ("000010", "2015Q4", "net_profit"): (1_500_000.0, "CNY"),
        ("000010", "2015Q4", "earnings_per_share"): (0.2, "CNY/share"),
        ("000010", "2015Q3", "net_profit"): (1_500_000.0, "CNY"),
        ("000010", "snapshot", "shares"): (20_000.0, "share"),
    }
    assert reasons(account) == [("file_name.unrecognised", "code_text")]


def test_repeats_are_told_and_the_first_figure_stands() -> None:
    name = "profit2015_4.csv"
    found, account = figures(
        [
            row(1, file_name=name, code_text="000010", eps="0.2", roe="n.a."),
            row(2, file_name=name, code_text="000010", eps="0.2"),
            row(3, file_name=name, code_text="000010", eps="0.3"),
            row(4, file_name=name, code_text="none", eps="0.3"),
        ]
    )
    assert found == {("000010", "2015Q4", "earnings_per_share"): (0.2, "CNY/share")}
    assert reasons(account) == [
        ("figure.unreadable", "roe"),
        ("row.repeated", "code_text"),
        ("figure.differs", "code_text"),
        ("stock_code.unrecognised", "code_text"),
    ]
    assert account.used == {"f1": 3}


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_figure_is_what_was_written_times_its_unit(written: object) -> None:
    found, _ = figures([row(file_name="profit2015_4.csv", code_text="000010", business_income=str(written))])
    assert found["000010", "2015Q4", "revenue"][0] == pytest.approx(float(str(written)) * 1_000_000)


def test_a_changed_unit_must_say_why() -> None:
    with pytest.raises(ValueError, match="needs `written` and `basis`"):
        Metric.model_validate(
            {"field": "x", "metric": "x", "title": {"zh": "x", "en": "x"}, "unit": "CNY", "times": 10}
        )
