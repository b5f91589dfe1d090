"""What an approval lets its holder declare: never more than granted, never outside its time; and how shipments go."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.rules.import_approvals import (
    WAYS,
    Allowance,
    Move,
    Notice,
    State,
    Why,
    blocked,
    moved,
    refusal,
    warnings,
    written,
)

BEGIN, END = date(2026, 3, 1), date(2026, 8, 31)
HELD = Allowance(granted=10_000, deducted=0, valid_from=BEGIN, valid_to=END)


@given(st.integers(min_value=1, max_value=10**9), st.lists(st.integers(min_value=1, max_value=10**9)))
def test_no_row_of_declarations_goes_beyond_what_was_granted(granted: int, wanted: list[int]) -> None:
    held = replace(HELD, granted=granted)
    for quantity in wanted:
        if refusal(held, quantity, BEGIN) is None:
            held = replace(held, deducted=held.deducted + quantity, shipments=held.shipments + 1)
        assert 0 <= held.deducted <= granted
    assert refusal(held, (held.left or 0) + 1, BEGIN) is not None
    assert not held.left or refusal(held, held.left, BEGIN) is None


@given(st.integers(min_value=-400, max_value=400))
def test_nothing_is_declared_outside_the_validity(days: int) -> None:
    on = BEGIN + timedelta(days=days)
    no = blocked(HELD, on)
    assert (no is None) == (BEGIN <= on <= END)
    if no is not None:
        assert no.why is (Why.NOT_YET if on < BEGIN else Why.EXPIRED)
        assert (BEGIN if on < BEGIN else END).isoformat() in no.text.en


@pytest.mark.parametrize(
    ("changes", "quantity", "why"),
    [
        ({"withdrawn_on": date(2026, 4, 1)}, 1, Why.WITHDRAWN),
        ({"deducted": 10_000}, 1, Why.NOTHING),
        ({"deducted": 9_999}, 2, Why.BEYOND),
        ({"may_split": False, "shipments": 1, "deducted": 1}, 1, Why.WHOLE),
        ({"may_split": False}, 5, None),
        ({"granted": None}, 10**12, None),
    ],
)
def test_why_nothing_is_declared(changes: dict[str, object], quantity: int, why: Why | None) -> None:
    no = refusal(replace(HELD, **changes), quantity, BEGIN)
    assert (no.why if no else None) == why


def test_warnings_come_before_the_end_and_never_after() -> None:
    asked = {"days": 30, "share": 20}
    assert warnings(HELD, END - timedelta(days=31), **asked) == ()
    assert warnings(HELD, END - timedelta(days=30), **asked) == (Notice.ENDS_SOON,)
    assert warnings(HELD, END + timedelta(days=1), **asked) == ()
    assert warnings(replace(HELD, deducted=8_001), BEGIN, **asked) == (Notice.LITTLE_LEFT,)


@given(st.lists(st.sampled_from(Move)), st.integers(min_value=0, max_value=3))
def test_a_shipment_goes_only_by_its_ways(moves: list[Move], left: int) -> None:
    state = State.DECLARED
    for move in moves:
        after = moved(state, move, left=left)
        assert (after is None) == (WAYS[move].begin is not state)
        assert not (state.is_end and after)
        state = after or state


def test_part_of_a_shipment_stays_in_custody() -> None:
    assert moved(State.RECEIVED, Move.USE, left=1) is State.RECEIVED
    assert moved(State.RECEIVED, Move.USE) is State.USED
    assert moved(State.RECEIVED, Move.DESTROY) is State.DESTROYED
    assert not State.REFUSED.counts


@pytest.mark.parametrize(
    ("thousandths", "said"), [(1500, "1.5"), (12_000, "12"), (100_000_001, "100000.001"), (0, "0")]
)
def test_quantities_are_written_as_people_do(thousandths: int, said: str) -> None:
    assert written(thousandths) == said
