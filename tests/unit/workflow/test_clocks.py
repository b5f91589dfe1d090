"""Clocks against worked examples of the law, and against what must hold for any order of pauses and extensions."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.workflow.walking import CHINA
from wutong.catalog.flows import Limit, Unit
from wutong.workflow.clocks import ClockRun, Due, due, paused_days, used

TWENTY = Limit(unit=Unit.WORKING_DAY, amount=20)
START = date(2026, 3, 2)  # a Monday
LATER = date(2026, 12, 31)


def run(limit: Limit = TWENTY, started_on: date = START) -> ClockRun:
    return ClockRun("review", limit, started_on)


limits = st.one_of(
    st.builds(Limit, unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), amount=st.integers(1, 60)),
    st.just(Limit(unit=Unit.INSTANT)),
    st.just(Limit(unit=Unit.SAME_DAY)),
)


@st.composite
def paused_runs(draw: st.DrawFn) -> ClockRun:
    """A run with pauses that have ended, one after the other, and perhaps an extension."""
    made = run(draw(limits), START + timedelta(days=draw(st.integers(0, 200))))
    days = sorted(made.started_on + timedelta(days=gap) for gap in draw(st.lists(st.integers(0, 60), max_size=8)))
    for start, end in list(pairwise(days))[::2]:
        made = made.paused("inspection", start).resumed(end)
    return made.extended(draw(st.integers(1, 20))) if draw(st.booleans()) else made


def test_twenty_working_days_and_ten_more() -> None:
    assert due(run(), CHINA, START) == Due(date(2026, 3, 30), None, is_provisional=False)
    # Qingming, on Monday 6 April in 2026, does not count.
    assert due(run().extended(10), CHINA, START).day == date(2026, 4, 14)


def test_joint_review_with_one_pause_moves_the_end() -> None:
    """45 + 15 working days; ten working days of inspection are out, so the end moves by ten."""
    joint = run(Limit(unit=Unit.WORKING_DAY, amount=45)).extended(15)
    end = due(joint, CHINA, START).day
    assert end is not None
    paused = joint.paused("inspection", date(2026, 3, 9)).resumed(date(2026, 3, 23))
    assert due(paused, CHINA, LATER).day == CHINA.after(end, 10)
    assert used(paused, CHINA, date(2026, 3, 23)) == 5


def test_three_plain_days_end_on_a_working_day() -> None:
    """Three days from Thursday end on a Sunday, so on Monday."""
    toxic = run(Limit(unit=Unit.CALENDAR_DAY, amount=3), date(2026, 3, 5))
    assert due(toxic, CHINA, START).day == date(2026, 3, 9)


def test_no_limit_has_no_end_and_at_once_is_today() -> None:
    assert due(run(Limit(unit=Unit.NONE)), CHINA, LATER) == Due(None, None, is_provisional=False)
    assert due(run(Limit(unit=Unit.INSTANT)), CHINA, LATER).day == START


def test_while_a_pause_lasts_there_is_no_end_but_a_forecast() -> None:
    paused = run().paused("hearing", date(2026, 3, 9))
    assert due(paused, CHINA, date(2026, 3, 16)) == Due(None, date(2026, 4, 7), is_provisional=False)
    assert used(paused, CHINA, date(2026, 3, 16)) == 5


def test_an_end_in_a_year_without_its_notice_is_provisional() -> None:
    assert due(run(started_on=date(2026, 12, 21)), CHINA, LATER).is_provisional


@given(paused_runs())
def test_the_limit_is_used_on_its_last_day_and_not_before(drawn: ClockRun) -> None:
    end = due(drawn, CHINA, LATER).day
    assert end is not None and drawn.whole is not None
    assert used(drawn, CHINA, end) >= drawn.whole
    if drawn.limit.unit is Unit.WORKING_DAY:
        assert used(drawn, CHINA, end) == drawn.whole
        assert used(drawn, CHINA, end - timedelta(days=1)) < drawn.whole


@given(paused_runs(), st.integers(0, 300))
def test_no_day_is_lost_or_gained(drawn: ClockRun, later: int) -> None:
    """Days used and days paused are together the days that have passed."""
    today = drawn.started_on + timedelta(days=later)
    whole = ClockRun("review", drawn.limit, drawn.started_on)
    assert used(drawn, CHINA, today) + paused_days(drawn, CHINA, today) == used(whole, CHINA, today)


@given(paused_runs(), st.integers(0, 40), st.integers(1, 15))
def test_it_is_the_same_whether_it_is_extended_before_or_after_a_pause(drawn: ClockRun, gap: int, more: int) -> None:
    start = max([drawn.started_on, *(pause.end or pause.start for pause in drawn.pauses)])
    end = start + timedelta(days=gap)
    before = drawn.extended(more).paused("testing", start).resumed(end)
    during = drawn.paused("testing", start).extended(more).resumed(end)
    after = drawn.paused("testing", start).resumed(end).extended(more)
    assert due(before, CHINA, end) == due(during, CHINA, end) == due(after, CHINA, end)


@given(paused_runs())
def test_a_pause_in_two_pieces_is_one_pause(drawn: ClockRun) -> None:
    start = max([drawn.started_on, *(pause.end or pause.start for pause in drawn.pauses)])
    middle, end = start + timedelta(days=9), start + timedelta(days=17)
    whole = drawn.paused("testing", start).resumed(end)
    pieces = drawn.paused("testing", start).resumed(middle).paused("testing", middle).resumed(end)
    assert due(whole, CHINA, end) == due(pieces, CHINA, end)


def test_a_clock_is_paused_once_at_a_time_and_resumed_only_then() -> None:
    with pytest.raises(ValueError, match="is paused"):
        run().paused("hearing", START).paused("testing", START)
    with pytest.raises(ValueError, match="not paused"):
        run().resumed(START)
