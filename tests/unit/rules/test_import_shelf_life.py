"""How much of a batch's shelf life must be left on arrival: months of the calendar, named by their rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.catalog import load_catalog
from wutong.rules.import_shelf_life import Batch, last_arrival, too_late

RULE = load_catalog().imports.approvals.kind("drug_clearance").shelf_life
assert RULE is not None


@pytest.mark.parametrize(
    ("expires", "is_short_lived", "last"),
    [
        (date(2028, 3, 31), False, date(2027, 3, 31)),
        (date(2028, 2, 29), False, date(2027, 2, 28)),
        (date(2027, 8, 31), True, date(2027, 2, 28)),
        (date(2027, 8, 31), False, date(2026, 8, 31)),
    ],
)
def test_the_last_day_of_arrival(expires: date, is_short_lived: bool, last: date) -> None:
    batch = Batch(expires, last, is_short_lived)
    assert last_arrival(batch, RULE) == last
    assert too_late(batch, RULE) is None
    said = too_late(Batch(expires, last + timedelta(days=1), is_short_lived), RULE)
    assert said is not None and RULE.basis.text.en in said.en and RULE.basis.text.zh in said.zh
    assert str(last) in said.zh and f"{6 if is_short_lived else 12} months" in said.en


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_what_a_whole_life_may_a_short_one_may_too(expires: date, arrives: date) -> None:
    if too_late(Batch(expires, arrives, is_short_lived=False), RULE) is None:
        assert too_late(Batch(expires, arrives, is_short_lived=True), RULE) is None
        assert arrives < expires
