"""Dates of registers: every real date reads back in every accepted form, and nothing is made of what is none."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.warehouse.records.dates import NOTHING, Told, read_date

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day:%Y-%m-%d} 00:00:00",
    lambda day: f"{day:%Y-%m-%d}T09:30:00.0Z",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}-{MONTHS[day.month - 1][:3]}-{day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]}. {day.day} {day.year}",
    lambda day: f"国内：{day:%Y-%m-%d}；国际：登记人暂未填写该信息",
    lambda day: f"  {day:%Y-%m-%d}\u3000\n",
)
MONTH_FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%Y-%m}",
    lambda day: f"{day.year}年{day.month}月",
    lambda day: f"{MONTHS[day.month - 1]} {day.year}",
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_reads_back_in_every_form(day: date, form: Callable[[date], str]) -> None:
    assert read_date(form(day)) == Told(day, "day")


@given(DAYS, st.sampled_from(MONTH_FORMS))
def test_a_month_is_its_first_day_and_says_so(day: date, form: Callable[[date], str]) -> None:
    assert read_date(form(day)) == Told(day.replace(day=1), "month")


def test_a_year_is_its_first_day_and_says_so() -> None:
    assert read_date("2019") == read_date("2019年") == Told(date(2019, 1, 1), "year")


@pytest.mark.parametrize(
    "text", ["April 99, 9999", "2641-06-14", "2019-02-29", "31/04/2020", "2020-13-01", "Foo 3, 2020", "99990431", "0"]
)
def test_a_date_that_does_not_exist_is_an_issue(text: str) -> None:
    told = read_date(text)
    assert told.day is None
    assert told.problem in {"impossible", "unreadable"}


@pytest.mark.parametrize("text", ["Janitor 3, 2020", "Mayonnaise 2020", "2020-01-02-03", "soon", "5"])
def test_what_only_looks_like_a_date_is_not_read(text: str) -> None:
    assert read_date(text).day is None
    assert read_date(text).problem


@pytest.mark.parametrize(
    "text", [None, "", " \u3000", "N/A", "nil", "No date available", "登记人暂未填写该信息", "国内：；国际：；"]
)
def test_saying_nothing_is_no_problem(text: str | None) -> None:
    assert read_date(text) == NOTHING


@given(st.text(max_size=30))
def test_any_text_is_a_date_in_range_or_a_problem_or_nothing(text: str) -> None:
    told = read_date(text)
    assert told.day is None or date(1900, 1, 1) <= told.day <= date(2100, 12, 31)
    assert told.day is None or told.problem is None
