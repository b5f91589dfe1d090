"""Names are read into place, trade, legal form and proper name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.letters import codes_of, digest_of, digest_of_text
from wutong.warehouse.matching.matcher import Asked, Matcher
from wutong.warehouse.matching.reading.english import EnglishReader
from wutong.warehouse.matching.reading.places import Places
from wutong.warehouse.matching.reading.spelling import Speller
from wutong.warehouse.matching.reading.units import Part


@pytest.fixture(scope="module")
def english(catalog: Catalog, index: Index) -> EnglishReader:
    return EnglishReader(catalog, index.alphabet, index.places)


def _parts(english: EnglishReader, text: str) -> dict[str, Part]:
    return {unit.written: unit.part for unit in english.read(text).units}


@pytest.mark.parametrize(
    ("spelled", "codes"),
    [("shaanxi", (610000,)), ("shanxi", (140000,)), ("suzhou", (320500, 341300)), ("innermongolia", (150000,))],
)
def test_a_spelling_means_all_places_that_bear_it(catalog: Catalog, spelled: str, codes: tuple[int, ...]) -> None:
    assert Places(catalog).by_spelling[spelled] == codes


@pytest.mark.parametrize(
    ("cell", "code"), [("杭州市", 330100), ("Hangzhou City", 330100), ("浙江省杭州市", 330100), ("西藏", 540000)]
)
def test_a_column_of_cities_is_read_in_both_languages(catalog: Catalog, cell: str, code: int) -> None:
    assert Places(catalog).named(cell) == (code,)


def test_a_region_is_read_from_the_outside_in(catalog: Catalog) -> None:
    assert Places(catalog).leading("浙江省杭州市康霖") == (6, 330100)
    assert Places(catalog).leading("康霖生物") == (0, 0)


def test_an_english_name_has_parts(english: EnglishReader) -> None:
    assert _parts(english, "Hangzhou KangLin Biotechnology Group Co., Ltd.") == {
        "hangzhou": Part.PLACE,
        "kanglin": Part.PROPER,
        "biotechnology": Part.TRADE,
        "group": Part.GROUP,
    }


def test_syllables_written_apart_are_one_proper_name(english: EnglishReader) -> None:
    assert _parts(english, "Kang Lin Pharmaceutical Inc.") == {"kanglin": Part.PROPER, "pharmaceutical": Part.TRADE}


def test_signs_accents_and_width_do_not_matter(english: EnglishReader) -> None:
    plain = english.read("Xian Kanglin Hi-Tech Co Ltd")
    assert english.read("XI'AN KÁNGLÍN ＨＩ－ＴＥＣＨ CO.，LTD.").units == plain.units


def test_a_proper_word_has_its_translations(english: EnglishReader) -> None:
    (unit,) = english.read("Great Wall Co., Ltd.").units
    assert [way.shown for way in unit.ways] == ["长城"]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("kanglin", {("kang", "lin")}), ("xian", {("xian",), ("xi", "an")}), ("huamao", {("hua", "mao")}), ("qxk", set())],
)
def test_pinyin_is_parted_as_people_read_it(index: Index, word: str, syllables: set[tuple[str, ...]]) -> None:
    assert {way for way, _ in Speller(index.alphabet).spelt(word)} == syllables


@pytest.mark.parametrize(("word", "meant"), [("hsinhwa", ("xin", "hua")), ("tungfang", ("dong", "fang"))])
def test_older_spellings_are_understood(index: Index, word: str, meant: tuple[str, ...]) -> None:
    assert meant in {way for way, _ in Speller(index.alphabet).spelt_freely(word)}


def test_a_chinese_name_is_read_with_its_place_in_brackets(matcher: Matcher) -> None:
    read = matcher.read(Asked("康霖生物科技（杭州）股份有限公司"))
    assert (read.letters, read.places, read.is_stock) == ("康霖生物科技", (330100,), True)


@given(st.text(max_size=60), st.text(max_size=10))
def test_nothing_that_is_written_fails(matcher: Matcher, name: str, city: str) -> None:
    (answer,) = matcher.match([Asked(name, city)])
    assert answer.name == name


@given(st.lists(st.text(st.characters(min_codepoint=1, max_codepoint=0xFFFF, exclude_categories=("Cs",)), max_size=30)))
def test_a_text_has_the_digest_of_its_letters(texts: list[str]) -> None:
    assert [digest_of_text(text) for text in texts] == digest_of(codes_of(texts)).tolist()
