"""Limits as the pages of flows and services say them."""

import pytest

from wutong.catalog.flows import Limit, Unit
from wutong.workflow.drawing import limit_in_words


@pytest.mark.parametrize(
    ("unit", "amount", "said"),
    [
        (Unit.WORKING_DAY, 20, "20 个工作日 · 20 working days"),
        (Unit.WORKING_DAY, 1, "1 个工作日 · 1 working day"),
        (Unit.CALENDAR_DAY, 60, "60 日 · 60 days"),
        (Unit.SAME_DAY, None, "当日 · the same day"),
        (Unit.INSTANT, None, "即时 · at once"),
        (Unit.NONE, None, "未设时限 · none set"),
    ],
)
def test_a_limit_is_said_in_words(unit: Unit, amount: int | None, said: str) -> None:
    assert limit_in_words(Limit(unit=unit, amount=amount)) == said
