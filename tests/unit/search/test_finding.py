"""Each way of searching finds the firm that is meant, and says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from unit.search.drawn_firms import FIRMS, SEARCH, build, extras
from wutong.warehouse.search.searching import Hit, Searcher


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return Searcher(build(tmp_path_factory.mktemp("index") / "search", more=extras()), SEARCH)


WAYS = [
    ("full name", "青禾康霖生物医药股份有限公司", "kl", "名称完全一致"),
    ("without form", "青禾康霖生物医药", "kl", "名称中含“青禾康霖生物医药”"),
    ("proper name", "康霖", "kl", "字号一致：“康霖”"),
    ("proper name and trade", "康霖医药", "kl", "名称中依次含“康霖”“医药”"),
    ("letters skipped", "青禾石化", "qh", "名称中依次含“青禾石”“化”"),
    ("with 股份", "双屿股份", "sy", "字号一致：“双屿”"),
    ("exchange mark", "*ST康霖", "kl", "字号一致：“康霖”"),
    ("spaces and share class", "康 霖 Ａ", "kl", "字号一致：“康霖”"),
    ("full width", "ＡＢＣ诊断", "abc", "名称中含“abc诊断”"),
    ("half-width brackets", "ABC诊断试剂(青禾)有限公司", "abc", "名称完全一致"),
    ("letters in the name", "abc", "abc", "字号一致：“abc”"),
    ("former name", "老槐医疗", "renamed", "曾用名“云溪老槐医疗器械厂”"),
    ("English name", "kanglin biomedical", "kl", "外文名称“Kanglin Biomedical Co., Ltd.”"),
    ("English, unfinished", "shuangyu fine che", "sy", "外文名称“SHUANGYU FINE CHEMICALS”"),
    ("English, one typo", "kanglin biomedcal", "kl", "外文名称“Kanglin Biomedical Co., Ltd.”"),
    ("pinyin", "kanglin", "kl", "“康霖”的拼音或首字母与输入一致"),
    ("longer pinyin", "kanglinshengwuyiyao", "kl", "“康霖生物医药”的拼音或首字母与输入一致"),
    ("pinyin, unfinished", "kanglinsh", "kl", "“康霖生”的拼音或首字母与输入一致"),
    ("pinyin with a gap", "kanglinyiyao", "kl", "“康霖医药”的拼音或首字母与输入一致"),
    ("pinyin with region", "qinghekanglin", "kl", "“青禾康霖”的拼音或首字母与输入一致"),
    ("pinyin with tone and space", "Kāng lín", "kl", "“康霖”的拼音或首字母与输入一致"),
    ("initials", "klsw", "kl", "“康霖生物”的拼音或首字母与输入一致"),
    ("initials with a gap", "klyy", "kl", "“康霖医药”的拼音或首字母与输入一致"),
    ("pinyin and initials", "kanglinyy", "kl", "“康霖医药”的拼音或首字母与输入一致"),
    ("pinyin, wrong letter", "tiamshu", "tian", "“天枢”的拼音与输入相差一个字母"),
    ("pinyin, wrong first letter", "dianshu", "tian", "“天枢”的拼音与输入相差一个字母"),
    ("pinyin, missing letter", "tinshuchangfeng", "tian", "“天枢长风”的拼音与输入相差一个字母"),
    ("pinyin, letter too many", "tianshhu", "tian", "“天枢”的拼音与输入相差一个字母"),
    ("pinyin, neighbours changed", "tiasnhu", "tian", "“天枢”的拼音与输入相差一个字母"),
    ("pinyin, slip beyond the key", "tianshuchanfgeng", "tian", "“天枢长风”的拼音与输入相差一个字母"),
    ("former name by pinyin", "laohuai", "renamed", "曾用名“云溪老槐医疗器械厂”"),
    ("former name by initials", "lhylqx", "renamed", "曾用名“云溪老槐医疗器械厂”"),
    ("former name by pinyin with region", "yunxilaohuai", "renamed", "曾用名“云溪老槐医疗器械厂”"),
    ("former name by pinyin, wrong letter", "laohuei", "renamed", "曾用名“云溪老槐医疗器械厂”"),
    ("usual reading", "tianshuchangfeng", "tian", "“天枢长风”的拼音或首字母与输入一致"),
    ("other reading", "tianshuzhangfeng", "tian", "“天枢长风”的拼音或首字母与输入一致"),
    ("credit code", "91990100MA0KANG01X", "kl", "统一社会信用代码一致"),
    ("small letters", "91990100ma0kang01x", "kl", "统一社会信用代码一致"),
    ("beginning of a code", "91990200MA", "renamed", "统一社会信用代码以“91990200MA”开头"),
    ("registration number", "3399021234567", "renamed", "登记号“3399021234567”"),
    ("beginning of a number", "330000NA", "none", "登记号“330000NA0001”"),
    ("wrong letter", "青禾康森生物医药", "kl", "与输入相差一个字，相同部分：“青禾康”“生物医药”"),
    ("missing letter", "青禾康生物医药股份有限公司", "kl", "名称中依次含“青禾康”“生物医药股份有限公司”"),
    ("letter too many", "青禾康霖霖生物医药", "kl", "与输入相差一个字"),
    ("short with a wrong letter", "双玉化工", "sy", "与输入相差一个字，相同部分：“双”“化工”"),
    ("neighbours changed", "霖康生物医药", "kl", "与输入相差一个字"),
    ("one letter", "霖", "kl", "名称中含“霖”"),
]


@pytest.mark.parametrize(("typed", "meant", "why"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_each_way_finds_what_is_meant(searcher: Searcher, typed: str, meant: str, why: str) -> None:
    hits = searcher.find(typed)
    assert hits, typed
    assert hits[0].enterprise_id == meant
    assert any(reason.zh.startswith(why) for reason in hits[0].why), hits[0].why


NOTHING = ("", " ", "()", "？！", "zzzzqqq", "鑫鑫鑫鑫", "12345678", "\0", "a" * 500, "康" * 500)


@pytest.mark.parametrize("typed", NOTHING)
def test_nothing_is_found_where_nothing_is_meant(searcher: Searcher, typed: str) -> None:
    assert searcher.find(typed) == ()


def test_a_hit_says_who_it_is(searcher: Searcher) -> None:
    hit = searcher.find("康霖生物")[0]
    assert hit == Hit(
        enterprise_id="kl",
        credit_code="91990100MA0KANG01X",
        name_zh="青禾康霖生物医药股份有限公司",
        score=hit.score,
        why=hit.why,
        is_branch=False,
        tier="core",
        city="青禾市",
    )
    assert all(reason.zh and reason.en for reason in hit.why)
    assert searcher.find("无名")[0].city is None
    assert searcher.find("无名")[0].credit_code is None


def test_a_former_name_gives_the_present_one(searcher: Searcher) -> None:
    assert searcher.find("云溪老槐医疗器械厂")[0].name_zh == "云溪新锐医疗器械有限公司"


def test_each_enterprise_is_given_once(searcher: Searcher) -> None:
    for typed in ("医疗器械", "康霖", "kanglin", "91990100"):
        ids = [hit.enterprise_id for hit in searcher.find(typed)]
        assert len(ids) == len(set(ids))


def test_it_answers_each_letter_as_one_types(searcher: Searcher) -> None:
    for name in ("青禾康霖生物医药", "kanglinshengwu", "91990100MA0KANG"):
        for end in range(4, len(name) + 1):
            assert "kl" in [hit.enterprise_id for hit in searcher.find(name[:end])], name[:end]


def test_one_code_among_many_that_begin_alike(tmp_path: Path) -> None:
    alike = tuple(replace(FIRMS[8], id=str(number), code=f"91990100MA0{number:07d}") for number in range(3000))
    searcher = Searcher(build(tmp_path / "search", alike, size=1000), SEARCH)
    assert [hit.enterprise_id for hit in searcher.find("91990100MA00001234")] == ["1234"]
    assert {hit.enterprise_id for hit in searcher.find("91990100MA0000123", limit=20)} == {
        str(number) for number in range(1230, 1240)
    }
    assert len(searcher.find("91990100MA0", limit=20)) == 20


def test_the_limit_holds(searcher: Searcher) -> None:
    assert len(searcher.find("康霖", limit=2)) == 2
