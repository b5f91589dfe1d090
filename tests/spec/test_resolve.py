"""Who is who, drawn: which rows are one enterprise, which value is chosen, who is whose branch."""

from collections.abc import Callable
from datetime import date

import ibis.expr.types as ir
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spec.conftest import Drawing
from wutong.warehouse.resolve import identity, parents, values

Drawn = Callable[..., ir.Table]
CODE = "91330100MA2AAAAAXA"
OTHER = "91330100MA2BBBBBXB"


def owners(draw: Drawing, table: ir.Table) -> dict[object, object]:
    """Row number to enterprise id."""
    members = identity.members(table, identity.exceptions(table))
    return {row["row_number"]: row["enterprise_id"] for row in draw.rows(identity.records(members))}


def test_one_enterprise_for_each_credit_code(draw: Drawing, registrations: Drawn) -> None:
    table = registrations({"credit_code": CODE}, {"credit_code": CODE}, {"credit_code": OTHER})
    assert owners(draw, table) == {1: f"cn-{CODE}", 2: f"cn-{CODE}", 3: f"cn-{OTHER}"}


def test_a_row_without_a_code_joins_its_namesake_of_the_same_place_and_date(
    draw: Drawing, registrations: Drawn
) -> None:
    wrong = {"identifier_scheme": "unrecognised", "identifier": "9133"}
    table = registrations({"credit_code": CODE}, wrong)
    assert owners(draw, table) == {1: f"cn-{CODE}", 2: f"cn-{CODE}"}


@pytest.mark.parametrize(
    "difference",
    [
        {"city_code": "320100"},
        {"registered_on": date(2016, 1, 1)},
        {"name_zh": "杭州别家有限公司"},
        {"city_code": None},
    ],
)
def test_a_namesake_elsewhere_stays_another_firm(
    draw: Drawing, registrations: Drawn, difference: dict[str, object]
) -> None:
    found = owners(draw, registrations({"credit_code": CODE}, difference))
    assert found[1] != found[2]


def test_two_possible_owners_leave_the_row_alone(draw: Drawing, registrations: Drawn) -> None:
    found = owners(draw, registrations({"credit_code": CODE}, {"credit_code": OTHER}, {}))
    assert len(set(found.values())) == 3


def test_an_old_number_joins_the_credit_code(draw: Drawing, registrations: Drawn) -> None:
    number = {"identifier_scheme": "cn_registration_number", "identifier": "330100000012345"}
    assert owners(draw, registrations({"credit_code": CODE}, number)) == {1: f"cn-{CODE}", 2: f"cn-{CODE}"}


def test_old_numbers_tell_firms_apart(draw: Drawing, registrations: Drawn) -> None:
    one, two = ({"identifier_scheme": "cn_registration_number", "identifier": f"33010000001234{n}"} for n in (1, 2))
    assert len(set(owners(draw, registrations(one, two)).values())) == 2


def test_without_place_or_date_only_equal_rows_are_one(draw: Drawing, registrations: Drawn) -> None:
    nowhere = {"city_code": None, "address": "某路1号"}
    found = owners(draw, registrations(nowhere, nowhere, nowhere | {"address": "某路2号"}))
    assert found[1] == found[2] != found[3]


def test_the_most_complete_record_leads_and_the_other_value_is_kept(draw: Drawing, registrations: Drawn) -> None:
    table = registrations(
        {"credit_code": CODE, "capital_cny": 1e6, "address": "某路1号", "name_zh": "杭州新名有限公司"},
        {"credit_code": CODE, "capital_cny": 2e6, "name_zh": "杭州旧名有限公司"},
    )
    members = identity.members(table, identity.exceptions(table))
    primary = {row["row_number"]: row["is_primary"] for row in draw.rows(identity.records(members))}
    assert primary == {1: True, 2: False}
    found = {(row["field"], row["value"], row["chosen"]) for row in draw.rows(values.conflicts(members))}
    assert ("name_zh", "杭州旧名有限公司", "杭州新名有限公司") in found
    assert {field for field, _, _ in found} == {"name_zh", "capital_cny"}
    names = [(row["name"], row["kind"]) for row in draw.rows(values.former_names(members))]
    assert names == [("杭州旧名有限公司", "former")]


def test_every_identifier_is_a_scheme_and_a_value_once(draw: Drawing, registrations: Drawn) -> None:
    table = registrations(
        {"credit_code": CODE},
        {"credit_code": CODE},
        {"identifier_scheme": "cn_registration_number", "identifier": "330100000012345"},
        {"identifier_scheme": "cn_registration_number", "identifier": "330100000012345"},
    )
    members = identity.members(table, identity.exceptions(table))
    found = [(row["scheme"], row["value"]) for row in draw.rows(values.further_identifiers(members))]
    assert found == [("cn_registration_number", "330100000012345")]


BRANCH = {"is_branch": True, "parent_name": "杭州样例有限公司", "name_zh": "杭州样例有限公司宁波分公司"}


@pytest.mark.parametrize(
    ("firms", "parent"),
    [
        ([{"credit_code": CODE}], f"cn-{CODE}"),
        ([{"credit_code": CODE, "province_code": "320000"}], f"cn-{CODE}"),
        ([{"credit_code": CODE}, {"credit_code": OTHER, "province_code": "320000"}], f"cn-{CODE}"),
        ([{"credit_code": CODE}, {"credit_code": OTHER, "registered_on": date(2001, 1, 1)}], None),
        ([{"credit_code": CODE, "name_zh": "杭州别家有限公司"}], None),
    ],
    ids=["only one", "only one, elsewhere", "the one of the province", "two in the province", "another name"],
)
def test_a_branch_finds_its_parent(
    draw: Drawing, registrations: Drawn, firms: list[dict[str, object]], parent: str | None
) -> None:
    table = registrations(*firms, BRANCH | {"identifier_scheme": "unrecognised", "identifier": "x"})
    exceptions = identity.exceptions(table)
    plan = parents.plan(identity.members(table, exceptions), table, exceptions)
    assert [row["parent_enterprise_id"] for row in draw.rows(plan)] == ([parent] if parent else [])


rows = st.fixed_dictionaries(
    {
        "credit_code": st.sampled_from([CODE, OTHER, None]),
        "name_zh": st.sampled_from(["杭州样例有限公司", "杭州别家有限公司"]),
        "city_code": st.sampled_from(["330100", "330200", None]),
        "capital_cny": st.sampled_from([None, 1e6, 2e6]),
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(rows, min_size=1, max_size=8), data=st.data())
def test_the_order_of_rows_never_matters(
    drawn: list[dict[str, object]],
    data: st.DataObject,
    duckdb_engine: object,
    catalog: object,
    request: pytest.FixtureRequest,
) -> None:
    """Also: each enterprise has exactly one primary record, and every row belongs to one enterprise."""
    if "spark" in request.node.name:
        pytest.skip("one engine is enough for a law about the plan")
    draw: Drawing = request.getfixturevalue("draw")
    registrations: Drawn = request.getfixturevalue("registrations")
    numbered = [row | {"row_number": number} for number, row in enumerate(drawn, start=1)]
    answers = []
    for order in (numbered, data.draw(st.permutations(numbered))):
        table = registrations(*order)
        answers.append(draw.rows(identity.records(identity.members(table, identity.exceptions(table)))))
    first, second = (sorted(map(str, answer)) for answer in answers)
    assert first == second
    assert sorted(row["row_number"] for row in answers[0]) == list(range(1, len(drawn) + 1))
    leading = [row["enterprise_id"] for row in answers[0] if row["is_primary"]]
    assert sorted(leading) == sorted({row["enterprise_id"] for row in answers[0]})
