"""What holds of any records whatever: their order does not matter, and what is superseded never acts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from unit.tying.drawn import judged, settled

IDS = [f"j{number}" for number in range(1, 8)]
RECORDS = st.lists(
    st.builds(
        lambda number, identifier, **told: judged(number, judgement_id=identifier, **told),
        st.integers(1, 4),
        st.sampled_from([*IDS, None]),
        name=st.sampled_from(["Kanglin Bio", "KANGLIN  BIO", "虚构药业"]),
        enterprise_id=st.sampled_from(["e1", "e2", "gone", None]),
        verdict=st.sampled_from(["same", "different", "unsure", "withdrawn", "odd"]),
        supersedes=st.sampled_from([*IDS, None, None, None]),
    ),
    max_size=9,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(told: list[dict[str, str | None]], dice: object) -> None:
    mixed = list(told)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = settled(told), settled(mixed)
    plain = [
        [{k: v for k, v in one.columns().items() if k != "row_number"} for one in found] for found, _ in (first, second)
    ]
    assert plain[0] == plain[1]
    counted = [
        Counter((i["reason"], i["is_held_back"], i["value"]) for i in account.issues) for _, account in (first, second)
    ]
    assert counted[0] == counted[1]


@given(RECORDS)
def test_what_is_superseded_never_rules(told: list[dict[str, str | None]]) -> None:
    superseded = {one.get("supersedes") for one in told}
    assert not [one for one in settled(told)[0] if one.is_current and one.judgement_id in superseded]


@given(RECORDS)
def test_each_record_is_used_or_held_back_once(told: list[dict[str, str | None]]) -> None:
    _, account = settled(told)
    held = [issue["row_number"] for issue in account.issues if issue["is_held_back"]]
    assert len(held) == len(set(held))
    assert len(told) == account.used.get("f1", 0) + len(held)


@given(RECORDS)
def test_one_judgement_rules_a_pair_and_one_same_a_name(told: list[dict[str, str | None]]) -> None:
    ruling = [one for one in settled(told)[0] if one.is_current]
    assert max(Counter((*one.key, one.enterprise_id) for one in ruling).values(), default=1) == 1
    assert max(Counter(one.key for one in ruling if one.verdict == "same").values(), default=1) == 1
