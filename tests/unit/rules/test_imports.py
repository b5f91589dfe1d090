"""The guide to imports: every way ends in what follows, nothing is guessed, and the worked examples of the domain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.catalog import load_catalog
from wutong.catalog.imports_tree import UNKNOWN, Tree
from wutong.rules.imports import OddAnswer, Standing, Walk, walk

TREE: Tree = load_catalog().imports.trees[0]
PATHS = list(TREE.paths())


def applying(**answers: str) -> list[str]:
    """What applies for answers by question; questions not named are answered with no."""
    return [one.outcome.code for one in _whole(**answers).standing(Standing.APPLIES)]


def services(**answers: str) -> set[str]:
    found = _whole(**answers).standing(Standing.APPLIES)
    return {one.service for finding in found for one in finding.outcome.services}


def _whole(**answers: str) -> Walk:
    told = {one.code: "none" for one in TREE.questions} | answers
    asked = {code: told[code] for path in PATHS if all(told[c] == a for c, a in path.items()) for code in path}
    return walk(TREE, asked)


def test_every_way_ends_in_something_that_applies() -> None:
    for path in PATHS:
        end = walk(TREE, path)
        assert end.is_settled, path
        assert end.answers == path
        found = end.standing(Standing.APPLIES)
        assert found, path
        assert all(one.outcome.basis and one.outcome.papers and one.outcome.authorities for one in found)
        assert all(one.set_aside is not None for one in end.findings if one not in found)


@given(st.sampled_from(PATHS), st.integers(min_value=0, max_value=6))
def test_what_is_not_known_is_asked_and_never_guessed(path: dict[str, str], at: int) -> None:
    codes = list(path)[: at + 1]
    end = walk(TREE, {**{code: path[code] for code in codes}, codes[-1]: UNKNOWN})
    assert not end.is_settled
    assert end.unknown is not None
    assert end.unknown.code == codes[-1]
    assert end.question is None
    # Whatever follows later was named as possible, unless it was found before.
    late = {one.outcome.code for one in walk(TREE, path).standing(Standing.APPLIES)}
    assert late <= {one.code for one in end.possible}


@given(st.sampled_from(PATHS), st.integers(min_value=0, max_value=6))
def test_a_part_of_a_way_leads_to_its_next_question(path: dict[str, str], count: int) -> None:
    codes = list(path)
    end = walk(TREE, {code: path[code] for code in codes[:count]})
    assert (end.question.code if end.question else None) == (codes[count] if count < len(codes) else None)


def test_an_answer_that_does_not_exist_is_refused_and_one_off_the_way_is_told() -> None:
    with pytest.raises(OddAnswer, match="food"):
        walk(TREE, {"administered": "food"})
    assert walk(TREE, {"administered": "none", "market": "registered"}).unused == ("market",)


def test_a_registered_drug_is_filed_at_the_port() -> None:
    answers = {"administered": "drug", "market": "registered"}
    assert applying(**answers) == ["drug_filing"]
    assert services(**answers) == {"GS18", "VS16"}


def test_an_unregistered_drug_for_research_goes_by_the_list() -> None:
    answers = {"administered": "drug", "market": "unregistered"}
    assert applying(**answers) == ["research_list"]
    assert "GS17" in services(**answers)


def test_a_reference_sample_needs_one_approval_first() -> None:
    assert applying(administered="drug", market="reference") == ["reference_sample"]


@pytest.mark.parametrize(
    ("kind", "permit", "service"),
    [
        ("narcotic", "narcotic_permit", "GS19"),
        ("radioactive", "radioactive_permit", "GS08"),
        ("precursor", "precursor_permit", "GS20"),
    ],
)
def test_what_is_controlled_is_excluded_from_the_research_scheme(kind: str, permit: str, service: str) -> None:
    answers = {"administered": "drug", "market": "unregistered", "controlled": kind}
    end = _whole(**answers)
    assert [one.outcome.code for one in end.standing(Standing.APPLIES)] == [permit]
    (out,) = end.standing(Standing.EXCLUDED)
    assert (out.outcome.code, out.set_aside_by.question.code) == ("research_list", "controlled")
    assert service in services(**answers)


def test_a_narcotic_has_a_permit_instead_of_a_clearance() -> None:
    assert applying(administered="drug", market="registered", controlled="narcotic") == ["narcotic_permit"]


@pytest.mark.parametrize("kind", ["drug", "veterinary", "device"])
def test_what_is_administered_as_drug_or_device_is_outside_special_items(kind: str) -> None:
    asked = {code for path in PATHS if path["administered"] == kind for code in path}
    assert not asked & {"origin", "animal_plant"}


@pytest.mark.parametrize(
    ("origin", "outcome", "item_class", "grade"),
    [
        ("tissue", "special_tissue", "human_tissue", "A"),
        ("blood", "special_blood", "blood", "A"),
        ("pathogen_high", "special_pathogen_high", "pathogen", "A"),
        ("pathogen_low", "special_pathogen_low", "pathogen", "B"),
        ("biological", "special_biological", "biological", None),  # experts give it: the law's table is not known
    ],
)
def test_special_items_are_approved_by_customs(origin: str, outcome: str, item_class: str, grade: str | None) -> None:
    assert applying(origin=origin) == [outcome]
    found = TREE.outcome(outcome)
    assert (found.item_class, found.grade) == (item_class, grade)
    assert {"GS16", "VS15"} <= services(origin=origin)


def test_bovine_serum_is_biological_material() -> None:
    assert applying(animal_plant="animal") == ["biological_material"]


def test_blood_whose_genes_leave_needs_both() -> None:
    assert applying(origin="blood", genetic="out") == ["special_blood", "genetic_export"]
    assert {"GS14", "GS16"} <= services(origin="blood", genetic="out")


def test_a_bonded_zone_puts_the_filing_off_and_nothing_else() -> None:
    end = _whole(administered="drug", market="registered", bonded="into")
    assert [one.outcome.code for one in end.standing(Standing.DEFERRED)] == ["drug_filing"]
    assert applying(origin="tissue", bonded="into") == ["special_tissue", "bonded_entry"]


def test_goods_under_no_regime_are_ordinary() -> None:
    assert applying() == ["ordinary"]
