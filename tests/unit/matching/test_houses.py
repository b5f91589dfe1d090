"""Hospitals and universities: written names, Chinese and English, to standard ones. Houses and cities are invented
save for places, which are the catalogue's."""

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.houses.matcher import House, HouseMatcher
from wutong.warehouse.matching.matcher import Asked

SAME, UNSURE, NONE = Verdict.SAME, Verdict.UNSURE, Verdict.NONE
STANDARD = (
    "衢州市霁岚医院",
    "杭州市第九十人民医院",
    "杭州市第九十一人民医院(原:杭州丝织厂职工医院)",
    "衢州市余风区中医院",
    "澜川大学附属第一医院",
    "澜川大学附属第一医院北岭院区",
    "澜川医科大学附属第一医院",
    "澜川医科大学附属肿瘤医院衢州市肿瘤医院",
    "首都医科大学附属北京霁岚医院",
    "中国人民解放军第七七七医院",
    "桐庐县人民医院",
    "桐庐县妇幼保健院（桐庐县儿童医院）",
    "苏州市第八十人民医院",
    "宿州市第八十人民医院",
    "衢州市精神病医院衢州市第七人民医院",
    "浙江省衢州岚田医院(民营)",
    "霁岚大学",
)


@pytest.fixture(scope="module")
def matcher() -> HouseMatcher:
    return HouseMatcher(load_catalog(), [House(name, name) for name in STANDARD])


def answer(matcher: HouseMatcher, name: str, city: str = "") -> Answer:
    (found,) = matcher.match([Asked(name, city)])
    return found


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("衢州市霁岚医院", "衢州市霁岚医院"),
        ("浙江省衢州市霁岚医院(民营)", "衢州市霁岚医院"),
        ("衢州霁嵐醫院", "衢州市霁岚医院"),
        ("杭州市第90人民医院", "杭州市第九十人民医院"),
        ("杭州丝织厂职工医院", "杭州市第九十一人民医院(原:杭州丝织厂职工医院)"),
        ("澜川大学第一附属医院", "澜川大学附属第一医院"),
        ("澜川大学医学院附属第一医院", "澜川大学附属第一医院"),
        ("澜川大学附属第一医院（北岭院区）", "澜川大学附属第一医院北岭院区"),
        ("澜川医学院附属第一医院", "澜川医科大学附属第一医院"),
        ("衢州市肿瘤医院", "澜川医科大学附属肿瘤医院衢州市肿瘤医院"),
        ("解放军第777医院", "中国人民解放军第七七七医院"),
        ("桐庐县人民医院〓桐庐县第一医院", "桐庐县人民医院"),
        ("桐庐县儿童医院", "桐庐县妇幼保健院（桐庐县儿童医院）"),
        ("衢州市第七人民医院", "衢州市精神病医院衢州市第七人民医院"),
        ("衢州岚田医院", "浙江省衢州岚田医院(民营)"),
        ("The First Affiliated Hospital of Lanchuan Medical University", "澜川医科大学附属第一医院"),
        ("Lanchuan University First Hospital", "澜川大学附属第一医院"),
        ("Beijing Ji Lan Hospital, Capital Medical University", "首都医科大学附属北京霁岚医院"),
        ("Quzhou Cancer Hospital - Oncology (Site 12)", "澜川医科大学附属肿瘤医院衢州市肿瘤医院"),
        ("Hangzhou 90th People's Hospital", "杭州市第九十人民医院"),
        ("The People’s Hospital of Tonglu County", "桐庐县人民医院"),
        ("The 777th Hospital of Chinese People's Liberation Army", "中国人民解放军第七七七医院"),
        (
            "Department of Oncology, Lanchuan Medical Univeristy Cancer Hospital",
            "澜川医科大学附属肿瘤医院衢州市肿瘤医院",
        ),
    ],
)
def test_a_house_is_known_in_other_words(matcher: HouseMatcher, written: str, standard: str) -> None:
    found = answer(matcher, written)
    assert found.verdict is SAME, found
    assert found.candidates[0].name_zh == standard
    assert found.candidates[0].reasons


@pytest.mark.parametrize(
    "written",
    [
        "杭州市第九十二人民医院",  # another number
        "衢州市第九十人民医院",  # another city
        "澜川大学附属第二医院",
        "桐庐县中医院",  # another kind
        "霁岚大学医院",  # the house of a university is not the university
        "Research Site",
        "Novartis Investigative Site",
        "Lanchuan University Second Hospital",
        "The First People's Hospital of Quzhou",
    ],
)
def test_another_house_is_not_the_same(matcher: HouseMatcher, written: str) -> None:
    assert answer(matcher, written).verdict is NONE


@pytest.mark.parametrize(
    ("written", "city", "why"),
    [
        ("澜川大学附属第一医院南山分院", "", "another site"),
        ("Suzhou 80th People's Hospital", "", "more than one place is called so"),
        ("北京霁岚医院", "杭州市", "the place told disagrees"),
        ("Lanchuan University First Hospital Branch Beiling", "", "another site"),
    ],
)
def test_where_somebody_must_look_the_reason_is_told(matcher: HouseMatcher, written: str, city: str, why: str) -> None:
    found = answer(matcher, written, city)
    assert found.verdict is not SAME
    told = [*found.reasons, *(reason for one in found.candidates for reason in one.reasons)]
    assert found.verdict is NONE or any(why in text.en for text in told)


def test_the_city_that_is_told_settles_which_is_meant(matcher: HouseMatcher) -> None:
    found = answer(matcher, "Suzhou 80th People's Hospital", "宿州市")
    assert (found.verdict, found.candidates[0].name_zh) == (SAME, "宿州市第八十人民医院")


def test_a_university_is_tied_to_itself(matcher: HouseMatcher) -> None:
    assert answer(matcher, "Jilan University").candidates[0].name_zh == "霁岚大学"
