"""Laws of who is who: what is resolved stays resolved, and saying a thing twice changes nothing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ibis.expr.types as ir
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.conftest import Run
from wutong.warehouse.resolve import identity

Drawn = Callable[..., ir.Table]
Row = Mapping[str, Any]
NUMBERS = (
    {"credit_code": "91330100MA2AAAAAXA"},
    {"credit_code": "91330100MA2BBBBBXB"},
    {"identifier_scheme": "cn_registration_number", "identifier": "330100000012345"},
    {"identifier_scheme": "cn_organisation_code", "identifier": "100000008"},
    {},
)
row = st.builds(
    lambda number, rest: {**number, **rest},
    st.sampled_from(NUMBERS),
    st.fixed_dictionaries(
        {
            "name_zh": st.sampled_from(["杭州样例有限公司", "杭州别家有限公司"]),
            "city_code": st.sampled_from(["330100", "330200", None]),
            "registered_on": st.sampled_from([date(2015, 1, 1), date(2016, 1, 1), None]),
            "address": st.sampled_from(["某路1号", None]),
            "capital_cny": st.sampled_from([None, 1e6, 2e6]),
        }
    ),
)
registers = st.lists(row, min_size=1, max_size=8)


def owners(run: Run, table: ir.Table) -> dict[int, tuple[str, bool]]:
    """Row number to enterprise id, and whether the row leads."""
    members = identity.members(table, identity.exceptions(table))
    return {one["row_number"]: (one["enterprise_id"], one["is_primary"]) for one in run(identity.records(members))}


def numbered(rows: list[Row]) -> list[Row]:
    return [{**one, "row_number": number} for number, one in enumerate(rows, start=1)]


@settings(max_examples=30, deadline=None)
@given(rows=registers)
def test_what_was_resolved_stays_as_it_is(rows: list[Row], duckdb_run: Run, registrations: Drawn) -> None:
    """The primary records alone are again one enterprise each, with the ids that they had."""
    before = owners(duckdb_run, registrations(*numbered(rows)))
    leading = [one for one in numbered(rows) if before[one["row_number"]][1]]
    after = owners(duckdb_run, registrations(*leading))
    assert after == {number: owner for number, owner in before.items() if owner[1]}


@settings(max_examples=30, deadline=None)
@given(rows=registers, data=st.data())
def test_a_row_that_comes_twice_changes_no_identity(
    rows: list[Row], data: st.DataObject, duckdb_run: Run, registrations: Drawn
) -> None:
    """Neither whose the rows are nor who leads; and the copy belongs to whom its original does."""
    before = owners(duckdb_run, registrations(*numbered(rows)))
    place = data.draw(st.integers(0, len(rows) - 1))
    after = owners(duckdb_run, registrations(*numbered([*rows, rows[place]])))
    assert after.pop(len(rows) + 1) == (before[place + 1][0], False)
    assert after == before
