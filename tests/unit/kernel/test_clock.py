"""Moments are kept in UTC and are of a day in China."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from wutong.kernel import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 16, 0), date(2026, 11, 23)),  # as a release keeps it
        (datetime(2026, 11, 22, 23, 0, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 22)),
    ],
)
def test_a_moment_is_of_a_day_in_china(moment: datetime, day: date) -> None:
    assert clock.day_of(moment) == day


def test_today_is_the_day_of_now() -> None:
    with clock.standing(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 1)
