"""Financing rounds: amounts in words become ranges with their basis, and nothing is made of what says nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.records.drawn import CATALOG, reasons, row
from wutong.warehouse.records.rounds.amounts import UNDISCLOSED, UNREADABLE, Amount, AmountReader
from wutong.warehouse.records.rounds.round_tables import Tables, round_tables
from wutong.warehouse.rows import Account, Row

UNITS = {unit.word: unit.multiple for unit in CATALOG.names.amounts.units}
READER = AmountReader(UNITS, CATALOG.currencies, CATALOG.finance.amounts)


def tables(rows: list[Row]) -> tuple[Tables, Account]:
    account = Account()
    return round_tables(rows, CATALOG.finance, CATALOG.names.amounts, CATALOG.currencies, account), account


@pytest.mark.parametrize(
    ("text", "currency", "low", "high", "basis"),
    [
        ("数千万人民币", "CNY", 1e7, 1e8, "word: several"),
        ("数百万美元", "USD", 1e6, 1e7, "word: several"),
        ("数亿元", "CNY", 1e8, 1e9, "word: several"),
        ("几十万元人民币", "CNY", 1e5, 1e6, "word: several"),
        ("千万级人民币", "CNY", 1e7, 1e8, "word: several"),
        ("亿元及以上人民币", "CNY", 1e8, None, "word: at_least"),
        ("亿元及以上美元", "USD", 1e8, None, "word: at_least"),
        ("超1亿美元", "USD", 1e8, None, "word: at_least"),
        ("上亿元", "CNY", 1e8, None, "word: at_least"),
        ("近亿元人民币", "CNY", 8e7, 1e8, "word: nearly"),
        ("约5000万港元", "HKD", 4.5e7, 5.5e7, "word: about"),
        ("1,000万人民币", "CNY", 1e7, 1e7, "figure"),
        ("1.32亿美元", "USD", 1.32e8, 1.32e8, "figure"),
        ("1亿5000万元", "CNY", 1.5e8, 1.5e8, "figure"),
        ("3000万-5000万元", "CNY", 3e7, 5e7, "figure"),
        ("3000至5000万人民币", "CNY", 3e7, 5e7, "figure"),
        ("亿元人民币", "CNY", 1e8, 1e8, "figure"),
        ("１０００万", "CNY", 1e7, 1e7, "figure"),
    ],
)
def test_amounts(text: str, currency: str, low: float, high: float | None, basis: str) -> None:
    assert READER.read(text) == Amount(currency, low, high, basis)


@pytest.mark.parametrize("text", [None, "", "未透露", " 未披露 ", "Undisclosed"])
def test_what_says_nothing_has_no_range(text: str | None) -> None:
    assert READER.read(text) == UNDISCLOSED


@pytest.mark.parametrize("text", ["很多钱", "500", "1亿美元或港元", "5000万-1000万元", "股权"])
def test_what_cannot_be_read_is_not_guessed(text: str) -> None:
    assert READER.read(text) == UNREADABLE


@given(
    st.integers(1, 9_999), st.sampled_from(["万", "百万", "千万", "亿", "十亿"]), st.sampled_from(["CNY", "USD", "HKD"])
)
def test_a_figure_reads_back_in_every_unit_and_currency(number: int, unit: str, currency: str) -> None:
    for word in CATALOG.currencies[currency].words:
        expected = float(number * UNITS[unit])
        assert READER.read(f"{number}{unit}{word}") == Amount(currency, expected, expected, "figure")


@given(st.text("数近约超亿万千百十元美人民币0123456789.-以上左右级", max_size=12))
def test_any_text_is_a_range_in_order_or_none(text: str) -> None:
    amount = READER.read(text)
    assert (amount.low is None) == (amount.currency is None)
    assert amount.low is None or amount.high is None or amount.low <= amount.high


def test_an_event_with_foreign_money_says_the_year_of_its_rate() -> None:
    made, account = tables(
        [
            row(
                1,
                date_text="2017.12.22",
                company_text="康霖Kanglin",
                amount_text="1亿美元",
                round_text="B+轮",
                investors_text="梧桐资本、Phoenix Capital Co., Ltd，凤栖创投",
            ),
            row(2, date_text="", company_text="样例", amount_text="数千万美元", round_text="第九轮"),
            row(3, date_text="2017.12.22", company_text="康霖Kanglin", amount_text="1亿美元", round_text="B+轮"),
            row(4, date_text="2017.13.22", company_text="样例二", amount_text="很多"),
            row(5, date_text="2017.12.22"),
        ]
    )
    first, second, third = made["financing_rounds"]
    rate = CATALOG.currencies["USD"].cny_in(2017)
    assert (first["announced_on"], first["round"], first["rate_year"]) == (date(2017, 12, 22), "b_plus", 2017)
    assert first["amount_low_cny"] == first["amount_high_cny"] == pytest.approx(rate * 1e8)
    assert first["investors"] == ["梧桐资本", "Phoenix Capital Co., Ltd", "凤栖创投"]
    assert (second["amount_low"], second["amount_low_cny"], second["rate_year"]) == (1e7, None, None)
    assert (third["announced_on"], third["amount_basis"], third["currency"]) == (None, None, None)
    assert reasons(account) == [
        ("round.unrecognised", "round_text"),
        ("row.repeated", "company_text"),
        ("date.impossible", "date_text"),
        ("amount.unreadable", "amount_text"),
        ("name.absent", "company_text"),
    ]
    assert account.used == {"f1": 4}


def test_no_word_means_two_things() -> None:
    rounds = [word for one in CATALOG.finance.rounds.rounds for word in one.words]
    amounts = [word for one in CATALOG.finance.amounts.words for word in (*one.before, *one.after)]
    for words in (rounds, amounts):
        assert len(set(words)) == len(words)
        assert all(word == word.casefold() for word in words)
