"""What judgements make of the answers of matching."""

from unit.tying.drawn import judged, settled
from wutong.kernel.bilingual import Text
from wutong.warehouse.matching.answers import Verdict
from wutong.warehouse.tying.judgements import Judgement
from wutong.warehouse.tying.ruling import Choice, Ruled, rule

SAME, UNSURE, NONE = Verdict.SAME, Verdict.UNSURE, Verdict.NONE
WHY = Text(zh="字号相同", en="proper name agrees")


def choice(identifier: str, verdict: Verdict = UNSURE) -> Choice:
    return Choice(identifier, f"虚构{identifier}有限公司", 0.5, verdict, (WHY,))


def judgements(*told: dict[str, str | None]) -> list[Judgement]:
    return [one for one in settled(told)[0] if one.is_current]


def ruled(verdict: Verdict, choices: list[Choice], *told: dict[str, str | None]) -> Ruled:
    return rule(verdict, choices, (), judgements(*told))


def best(one: Ruled) -> str | None:
    return one.best.identifier if one.best else None


def test_without_a_judgement_matching_has_the_last_word() -> None:
    found = ruled(UNSURE, [choice("e1"), choice("e2")])
    assert (found.verdict, best(found), found.by, found.reasons) == (UNSURE, "e1", None, (WHY,))


def test_same_ties_and_says_who_when_and_why() -> None:
    found = ruled(UNSURE, [choice("e2"), choice("e1")], judged(1, why="官网地址一致"))
    assert (found.verdict, best(found)) == (SAME, "e1")
    assert found.reasons[0] == Text(
        zh="17 于 2026-03-01 判断为同一家：官网地址一致", en="judged the same by 17 on 2026-03-01: 官网地址一致"
    )
    assert found.by is not None
    assert [one.identifier for one in found.choices] == ["e1", "e2"]


def test_the_day_is_the_day_in_china() -> None:
    found = ruled(UNSURE, [choice("e1")], judged(1, judged_at="2026-03-01T17:30:00Z"))
    assert found.reasons[0].en == "judged the same by 17 on 2026-03-02"


def test_same_ties_what_matching_did_not_find() -> None:
    found = ruled(NONE, [], judged(1))
    assert (found.verdict, best(found), found.best.name if found.best else "") == (SAME, "e1", "虚构e1有限公司")


def test_different_bars_and_the_next_is_taken_only_for_what_it_is_by_itself() -> None:
    told = judged(1, verdict="different")
    found = ruled(SAME, [choice("e1", SAME), choice("e2", NONE)], told)
    assert (found.verdict, best(found), found.by) == (NONE, "e2", None)
    found = ruled(SAME, [choice("e1", SAME), choice("e2", UNSURE)], told)
    assert (found.verdict, best(found)) == (UNSURE, "e2")
    assert [one.identifier for one in found.choices] == ["e2", "e1"]
    assert "not 虚构e1有限公司: judged by 17 on 2026-03-01" in [why.en for why in found.reasons]


def test_where_all_are_barred_there_is_none_and_the_judgement_says_so() -> None:
    found = ruled(SAME, [choice("e1", SAME)], judged(1, verdict="different"))
    assert (found.verdict, best(found)) == (NONE, None)
    assert found.by is not None


def test_unsure_stays_unsure() -> None:
    told = judged(1, verdict="unsure")
    assert ruled(SAME, [choice("e1", SAME)], told).verdict is UNSURE
    assert ruled(UNSURE, [choice("e1")], told).verdict is UNSURE
    assert ruled(NONE, [choice("e1", NONE)], told).verdict is NONE
    # Of another candidate it says nothing about the best one.
    assert ruled(SAME, [choice("e2", SAME), choice("e1")], told).verdict is SAME


def test_a_judgement_taken_back_is_as_if_there_were_none() -> None:
    told = [judged(1, verdict="different"), judged(2, verdict="withdrawn", supersedes="j1")]
    found = ruled(SAME, [choice("e1", SAME)], *told)
    assert (found.verdict, best(found), found.by) == (SAME, "e1", None)


def test_a_name_without_candidates_bears_a_judgement_of_another() -> None:
    found = ruled(NONE, [], judged(1, verdict="different"))
    assert (found.verdict, best(found), found.by) == (NONE, None, None)
