"""Names are tied to the right firm, with a verdict and reasons; what leaves no trace is tied to none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.matching.invented_firms import FILLERS, FIRMS
from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.keeping.index import index_of_list
from wutong.warehouse.matching.matcher import Asked, Matcher


def _best(matcher: Matcher, name: str, city: str = "") -> tuple[str, Answer]:
    (answer,) = matcher.match([Asked(name, city)])
    return (answer.candidates[0].enterprise_id if answer.candidates else "", answer)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Hangzhou Kanglin Biotechnology Co., Ltd.", "a"),
        ("HANGZHOU KANG LIN BIOTECH CO LTD", "a"),
        ("Suzhou Kanglin Bio-Technology Co.,Ltd", "b"),
        ("Zhejiang Jilan Pharmaceutical Co., Ltd.", "d"),
        ("Shenzhen Qiongyao Information Technology Limited", "f"),
        ("Beijing Qiongyao Building Materials Co., Ltd.", "g"),
        ("Shaanxi Fengyu Cement Group Co., Ltd.", "h"),
        ("Shanxi Fengyu Cement Co., Ltd.", "i"),
        ("QXK Technology Inc.", "j"),
        ("杭州康霖生物科技有限公司", "a"),
        ("康霖生物科技（苏州）有限公司", "b"),
        ("浙江霽瀾製藥股份有限公司", "d"),
        ("浙江泮溪药业有限公司", "d"),
        ("深圳穹垚信息技术有限公司", "f"),
        ("江苏旭日辰曦医疗器械股份有限公司", "e"),
    ],
)
def test_the_first_candidate_is_the_one_that_is_meant(matcher: Matcher, name: str, meant: str) -> None:
    assert _best(matcher, name)[0] == meant


def test_the_city_beside_a_name_tells_namesakes_apart(matcher: Matcher) -> None:
    assert _best(matcher, "Kanglin Biotechnology Co., Ltd.", "Suzhou")[0] == "b"
    assert _best(matcher, "Kanglin Biotechnology Co., Ltd.", "杭州市")[0] == "a"


def test_namesakes_without_a_place_are_never_the_same(matcher: Matcher) -> None:
    _, answer = _best(matcher, "Kanglin Biotechnology Co., Ltd.")
    assert answer.verdict is not Verdict.SAME
    assert {one.enterprise_id for one in answer.candidates} >= {"a", "b"}


def test_a_namesake_in_another_city_is_another_firm(matcher: Matcher) -> None:
    _, answer = _best(matcher, "Guangzhou Kanglin Biotechnology Co., Ltd.")
    assert answer.verdict is not Verdict.SAME


@pytest.mark.parametrize(
    ("name", "is_same"),
    [
        ("杭州康霖生物科技有限公司", True),
        ("康霖生物科技（杭州）有限公司", True),
        ("浙江霁澜制药有限公司", True),  # the same but for its legal form
        ("康霖生物科技有限公司", False),  # a firm without a region in its name is another
        ("浙江康霖生物科技有限公司", False),  # and one of the province too
        ("杭州康霖生物有限公司", False),
        ("杭州康霖生物科技有限公司西湖分公司", False),  # a branch is no other branch
    ],
)
def test_a_full_legal_name_is_one_firms(matcher: Matcher, name: str, is_same: bool) -> None:
    _, answer = _best(matcher, name)
    assert (answer.verdict is Verdict.SAME) is is_same


def test_a_branch_is_not_its_parent(matcher: Matcher) -> None:
    meant, answer = _best(matcher, "Hangzhou Kanglin Biotechnology Co., Ltd.")
    assert meant == "a"
    assert all(one.score < answer.candidates[0].score / 10 for one in answer.candidates if one.enterprise_id == "c")


def test_a_former_name_leads_to_the_firm_of_today(matcher: Matcher) -> None:
    meant, answer = _best(matcher, "浙江泮溪药业有限公司")
    assert (meant, answer.candidates[0].name_zh) == ("d", "浙江霁澜制药股份有限公司")
    assert "former name: 浙江泮溪药业有限公司" in [why.en for why in answer.candidates[0].reasons]


def test_an_english_name_learned_from_a_source_is_known(matcher: Matcher) -> None:
    meant, answer = _best(matcher, "ZORVEX MEDICAL CO., LTD.")
    assert (meant, answer.verdict) == ("e", Verdict.SAME)
    assert answer.candidates[0].name_zh == "江苏旭日晨曦医疗器械股份有限公司"
    assert "also known as: Zorvex Medical, Inc." in [why.en for why in answer.candidates[0].reasons]


@pytest.mark.parametrize("name", ["Zzyzx Dynamics Corp.", "", "  ", "Co., Ltd.", "!!!"])
def test_what_leaves_no_trace_is_none(matcher: Matcher, name: str) -> None:
    _, answer = _best(matcher, name)
    assert answer.verdict is Verdict.NONE
    assert answer.reasons


def test_reasons_are_words_a_clerk_understands(matcher: Matcher) -> None:
    _, answer = _best(matcher, "Hangzhou Kanglin Biotechnology Co., Ltd.")
    english = [why.en for why in answer.candidates[0].reasons]
    assert "place agrees: Hangzhou" in english
    assert "proper name 康霖 = Kanglin" in english
    assert any(why.startswith("trade agrees: 生物科技") for why in english)
    assert "字号 康霖 = Kanglin" in [why.zh for why in answer.candidates[0].reasons]


def test_answers_come_in_the_order_of_the_names(matcher: Matcher) -> None:
    names = ["Suzhou Kanglin Biotechnology", "杭州康霖生物科技有限公司", "Zzyzx"] * 150
    assert [answer.name for answer in matcher.match(map(Asked, names))] == names


_HOSPITALS = ("霁澜县中医院", "霁澜县第二人民医院", "霁澜县第三人民医院", "穹垚大学附属医院", "穹垚大学附属医院北院")


@pytest.mark.parametrize(
    ("written", "meant", "verdict"),
    [
        ("霁澜县中医院", "霁澜县中医院", Verdict.SAME),
        ("霽澜縣第三人民醫院", "霁澜县第三人民医院", Verdict.SAME),
        ("穹垚大学附属医院（北院）", "穹垚大学附属医院北院", Verdict.SAME),
    ],
)
def test_a_list_of_names_is_matched_like_a_release(
    catalog: Catalog, tmp_path: Path, written: str, meant: str, verdict: Verdict
) -> None:
    matcher = Matcher(index_of_list(_HOSPITALS, catalog, tmp_path))
    _, answer = _best(matcher, written)
    assert (answer.candidates[0].name_zh, answer.verdict) == (meant, verdict)
    assert answer.candidates[0].enterprise_id == str(_HOSPITALS.index(meant) + 1)


@pytest.mark.parametrize("written", ["霁澜县第四人民医院", "穹垚大学附属医院南院"])
def test_the_second_hospital_is_not_the_third_nor_a_site_its_house(
    catalog: Catalog, tmp_path: Path, written: str
) -> None:
    _, answer = _best(Matcher(index_of_list(_HOSPITALS, catalog, tmp_path)), written)
    assert answer.verdict is not Verdict.SAME


@given(st.sampled_from([firm[1] for firm in (*FIRMS, *FILLERS)]))
def test_a_registered_name_is_its_own_first_candidate(matcher: Matcher, name: str) -> None:
    _, answer = _best(matcher, name)
    assert answer.candidates[0].name_zh == name
    assert sum(one.score for one in answer.candidates) <= 1.001
