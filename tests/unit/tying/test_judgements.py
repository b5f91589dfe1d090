"""Which judgements are read, which are held back and why, and which rule."""

import pytest

from unit.tying.drawn import current, judged, reasons, settled
from wutong.kernel.spelling import key_of
from wutong.warehouse.tying.judgements import ENTERPRISE
from wutong.warehouse.tying.settling import Known


def test_a_judgement_that_none_supersedes_rules() -> None:
    found, account = settled([judged(1, verdict="unsure"), judged(2, supersedes="j1")])
    assert [(one.judgement_id, one.verdict, one.is_current) for one in found] == [
        ("j1", "unsure", False),
        ("j2", "same", True),
    ]
    assert account.issues == []
    assert account.used == {"f1": 2}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"verdict": "perhaps"}, "verdict.unrecognised"),
        ({"verdict": None}, "verdict.unrecognised"),
        ({"kind": "product"}, "kind.unrecognised"),
        ({"enterprise_id": "e9"}, "enterprise_id.unknown"),
        ({"enterprise_id": None}, "enterprise_id.absent"),
        ({"name": None}, "name.absent"),
        ({"judged_by": None}, "judged_by.absent"),
        ({"judged_at": "yesterday"}, "judged_at.unreadable"),
        ({"judged_at": None}, "judged_at.unreadable"),
        ({"judgement_id": None}, "judgement_id.absent"),
        ({"supersedes": "j1"}, "supersedes.cycle"),
    ],
)
def test_what_cannot_be_used_is_held_back(told: dict[str, str | None], reason: str) -> None:
    found, account = settled([judged(1, **told)])
    assert found == ()
    assert reasons(account) == [(reason, True)]
    assert account.used == {}


def test_one_that_supersedes_nothing_known_is_used_and_remarked_on() -> None:
    found, account = settled([judged(1, supersedes="lost")])
    assert [one.is_current for one in found] == [True]
    assert reasons(account) == [("supersedes.unknown", False)]


def test_what_is_superseded_never_acts_even_by_one_held_back() -> None:
    assert current([judged(1), judged(2, supersedes="j1", verdict="maybe")]) == []
    assert current([judged(1), judged(2, supersedes="j1", enterprise_id="gone")]) == []


def test_a_circle_is_held_back_and_whoever_supersedes_it_is_not() -> None:
    told = [judged(1, supersedes="j3"), judged(2, supersedes="j1"), judged(3, supersedes="j2")]
    found, account = settled([*told, judged(4, supersedes="j1", enterprise_id="e2")])
    assert [one.judgement_id for one in found if one.is_current] == ["j4"]
    assert reasons(account) == [("supersedes.cycle", True)] * 3


def test_a_record_told_again_counts_once_and_one_told_otherwise_is_not_believed() -> None:
    _, account = settled([judged(1), judged(1)])
    assert reasons(account) == [("row.repeated", False)]
    assert account.used == {"f1": 2}
    found, account = settled([judged(1), judged(1, verdict="different")])
    assert found == ()
    assert reasons(account) == [("judgement_id.repeated", True)] * 2


def test_of_several_on_one_pair_the_latest_rules_and_the_others_are_told() -> None:
    told = [judged(2, verdict="different"), judged(1)]
    assert current(told) == ["j2"]
    assert reasons(settled(told)[1]) == [("judgement.outweighed", False)]


def test_a_name_means_one_enterprise() -> None:
    assert current([judged(1), judged(2, enterprise_id="e2", name="ＫＡＮＧＬＩＮ  bio")]) == ["j2"]
    # Once the later one is taken back, the earlier one stands as it stood.
    told = [judged(1), judged(2, enterprise_id="e2")]
    assert current([*told, judged(3, enterprise_id="e2", verdict="withdrawn", supersedes="j2")]) == ["j1", "j3"]


def test_moments_are_compared_as_moments() -> None:
    morning = judged(1, judged_at="2026-03-02T08:00:00+08:00")
    night = judged(2, judged_at="2026-03-02T01:00:00Z", verdict="different")
    assert current([morning, night]) == ["j2"]


def test_an_id_is_followed_to_what_it_stands_for_now() -> None:
    known = {(ENTERPRISE, "old"): Known("e2", "虚构e2有限公司"), (ENTERPRISE, "e2"): Known("e2", "虚构e2有限公司")}
    (found,), account = settled([judged(1, enterprise_id="old")], known)
    assert (found.enterprise_id, found.judged_enterprise_id) == ("e2", "old")
    assert reasons(account) == [("enterprise_id.moved", False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kanglin Bio", "ＫＡＮＧＬＩＮ　BIO"),
        ("虚构（杭州）药业", "虚构 (杭州) 药业"),
        (" Kanglin\tBio\n", "kanglin bio"),
    ],
)
def test_width_case_and_blanks_tell_no_names_apart(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_blanks_between_words_part_them() -> None:
    assert key_of("Kang Lin Bio") != key_of("Kanglin Bio")
