"""Names that are short, listed or slightly wrong: tied where one firm is meant, shown where somebody need look,
and passed over where nobody need."""

import pytest

from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked, Matcher


def _told(matcher: Matcher, name: str, city: str = "") -> tuple[str, str]:
    (answer,) = matcher.match([Asked(name, city)])
    return (answer.candidates[0].enterprise_id if answer.candidates else "", answer.verdict.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("宁波嵊嶷医疗", ("p", "same")),
        ("宁波嵊嶷", ("p", "unsure")),  # the only one of its place, of those that are registered
        ("ST霁澜", ("d", "same")),  # what exchanges write around a name is none of it
        ("霁澜股份", ("d", "same")),
        ("东方黎锴", ("n", "same")),  # 东方 is a city far away, and here a name
        ("浙江霁澜制药", ("d", "same")),
    ],
)
def test_a_short_name_leads_to_the_one_firm_that_it_means(matcher: Matcher, name: str, told: tuple[str, str]) -> None:
    assert _told(matcher, name) == told


def test_a_short_name_that_two_firms_of_a_place_may_have_is_left_to_people(matcher: Matcher) -> None:
    (answer,) = matcher.match([Asked("昆山市翊阙")])
    assert answer.verdict is Verdict.UNSURE
    assert {one.enterprise_id for one in answer.candidates} >= {"k", "l"}


def test_a_short_name_is_not_the_larger_firm_of_another_place(matcher: Matcher) -> None:
    assert _told(matcher, "昆山市嵊嶷") != ("p", "same")
    assert "m" not in [one.enterprise_id for one in next(matcher.match([Asked("昆山市翊阙")])).candidates[:1]]


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("宁波嵊峻医疗器械有限公司", "unsure"),  # one letter of a whole name may be a slip
        ("宁波峻嶷医药器械有限公司", "none"),  # two are another name
        ("宁波峻岭医疗", "none"),
        ("上海弈珂生物医药有限公司", "none"),  # only a branch is registered
        ("上海弈珂生物医药有限公司无锡办事处", "none"),  # and that is no other branch
    ],
)
def test_somebody_looks_at_what_may_be_a_slip_and_nobody_at_another_name(
    matcher: Matcher, name: str, verdict: str
) -> None:
    assert _told(matcher, name)[1] == verdict


def test_letters_in_the_midst_of_a_learned_name_are_chance(matcher: Matcher) -> None:
    assert _told(matcher, "Vex Medical")[1] == "none"
    assert _told(matcher, "Zorvex Medical") == ("e", "same")


@pytest.mark.parametrize(("name", "verdict"), [("Kang Lin", "none"), ("Kanglin Biotech", "unsure")])
def test_a_persons_name_is_no_firms(matcher: Matcher, name: str, verdict: str) -> None:
    assert _told(matcher, name)[1] == verdict


def test_a_name_that_comes_again_has_the_same_answer_in_its_place(index: Index) -> None:
    names = ["宁波嵊嶷", "Zzyzx", "宁波嵊嶷", "浙江霁澜制药", "Zzyzx"]
    answers: list[Answer] = list(match_many(index, [Asked(name) for name in names], 5))
    assert [one.name for one in answers] == names
    assert answers[0] == answers[2]
