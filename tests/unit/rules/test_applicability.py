"""What applies to an enterprise, by its facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.catalog import load_catalog
from wutong.catalog.services import Applies
from wutong.catalog.yaml_file import Label
from wutong.rules.applicability import Answer, Facts, applicability

WHY = Label(zh="因", en="Why")
CATALOG = load_catalog()


def facts(tier: str | None = "core", segments: tuple[str, ...] = (), nodes: tuple[str, ...] = ()) -> Facts:
    return Facts(tier, frozenset(segments), frozenset(nodes))


@pytest.mark.parametrize(
    ("applies", "known", "answer"),
    [
        (Applies(why=WHY), facts(None), Answer.MET),
        (Applies(why=WHY, tiers=("core",)), facts("core"), Answer.MET),
        (Applies(why=WHY, tiers=("core",)), facts("related"), Answer.NOT_MET),
        (Applies(why=WHY, tiers=("core",)), facts(None), Answer.UNKNOWN),
        (Applies(why=WHY, segments=("device",)), facts("core", ("ivd",)), Answer.NOT_MET),
        (Applies(why=WHY, segments=("device",), nodes=("imaging",)), facts("core", ("ivd",), ("imaging",)), Answer.MET),
        (Applies(why=WHY, tiers=("core",), segments=("device",)), facts("related", ("device",)), Answer.NOT_MET),
    ],
)
def test_conditions(applies: Applies, known: Facts, answer: Answer) -> None:
    assert applicability(applies, known).answer is answer


def test_each_reason_says_what_was_wanted_and_what_was_found() -> None:
    verdict = applicability(Applies(why=WHY, segments=("device", "ivd")), facts("core", ("ivd", "biologic")))
    assert [(one.about, one.wanted, one.found) for one in verdict.reasons] == [("chain", ("device", "ivd"), ("ivd",))]


segments = st.frozensets(st.sampled_from([one.code for one in CATALOG.chain.segments]))


@given(segments, segments)
def test_to_know_more_of_a_firm_never_takes_a_service_away(some: frozenset[str], more: frozenset[str]) -> None:
    for versions in CATALOG.services.values():
        applies = versions[-1].applies
        if applicability(applies, Facts("core", some, frozenset())).answer is Answer.MET:
            assert applicability(applies, Facts("core", some | more, frozenset())).answer is Answer.MET
