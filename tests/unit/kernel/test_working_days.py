"""Working days: the calendar of the law, and laws that any calendar keeps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.catalog import load_catalog
from wutong.kernel.working_days import WorkingCalendar

CHINA = load_catalog().calendars["china"].working_days()

days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    code=st.just("drawn"),
    off=st.frozensets(days, max_size=40),
    on=st.frozensets(days, max_size=40),
    settled=st.just(frozenset({2024})),
)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 2, 16), False),  # the eve of Spring Festival, a Monday
        (date(2026, 2, 14), True),  # a Saturday worked in its stead
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # the Saturday after National Day
        (date(2026, 11, 21), False),
        (date(2026, 11, 23), True),
    ],
)
def test_the_year_is_as_the_state_council_arranged_it(day: date, is_working: bool) -> None:
    assert CHINA.is_working(day) is is_working


def test_sixty_working_days_from_a_thursday_before_the_long_holiday() -> None:
    """Accepted on Thursday 24 September 2026: three days in September, 18 in October, 21, 18."""
    end = CHINA.after(date(2026, 9, 24), 60)
    assert end == date(2026, 12, 24)
    assert CHINA.count(date(2026, 9, 24), end) == 60


def test_a_year_without_its_notice_is_provisional() -> None:
    assert CHINA.is_settled(date(2026, 1, 1), date(2026, 12, 31))
    assert not CHINA.is_settled(date(2026, 12, 31), date(2027, 1, 4))
    assert not CHINA.is_working(date(2027, 1, 1))


@given(calendars, days, st.integers(0, 200))
def test_so_many_days_after_are_so_many_days_counted(calendar: WorkingCalendar, start: date, count: int) -> None:
    assert calendar.count(start, calendar.after(start, count)) == count


@given(calendars, days, days, days)
def test_counting_in_two_pieces_is_counting_at_once(calendar: WorkingCalendar, a: date, b: date, c: date) -> None:
    first, middle, last = sorted([a, b, c])
    assert calendar.count(first, middle) + calendar.count(middle, last) == calendar.count(first, last)


@given(calendars, days, st.integers(0, 60))
def test_counting_equals_looking_at_every_day(calendar: WorkingCalendar, start: date, length: int) -> None:
    seen = sum(calendar.is_working(start + timedelta(days=one)) for one in range(1, length + 1))
    assert calendar.count(start, start + timedelta(days=length)) == seen


@given(calendars, days)
def test_the_next_working_day_is_one(calendar: WorkingCalendar, day: date) -> None:
    found = calendar.on_or_after(day)
    assert calendar.is_working(found)
    assert calendar.count(day, found) <= 1


def test_no_days_cannot_be_taken_back() -> None:
    with pytest.raises(ValueError, match="cannot pass"):
        CHINA.after(date(2026, 1, 1), -1)
