"""Names beside each other: what is one name, and which parts of two agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.kernel.spelling import key_of as key_of_warehouse
from wutong.portal.desk.comparing import Piece, compared
from wutong.portal.desk.naming import LONGEST_KEY, key_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kanglin Bio", "  ＫＡＮＧＬＩＮ   bio "),
        ("康霖 生物（杭州）有限公司", "康霖生物(杭州)有限公司"),
        ("康霖\u3000生物", "康霖生物"),
    ],
)
def test_width_case_and_blanks_do_not_count(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [("Kang Lin Bio", "Kanglin Bio"), ("康霖生物", "康林生物"), ("A-B", "A B")])
def test_anything_else_does(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@given(st.text(max_size=60))
def test_the_warehouse_takes_the_same_spellings_for_one_name(name: str) -> None:
    assert key_of(name) == key_of_warehouse(name)


@given(st.text(min_size=LONGEST_KEY, max_size=3 * LONGEST_KEY), st.text(min_size=1, max_size=3))
def test_keys_are_short_enough_for_an_index_and_still_tell_names_apart(name: str, more: str) -> None:
    assert len(key_of(name)) <= LONGEST_KEY
    if key_of_warehouse(name) != key_of_warehouse(name + more):
        assert key_of(name) != key_of(name + more)


def marks(pieces: tuple[Piece, ...], agrees: bool) -> str:
    return "|".join(piece.text for piece in pieces if piece.agrees is agrees)


def test_chinese_names_are_compared_by_character() -> None:
    found = compared("康霖生物科技（杭州）有限公司", "杭州康琳生物科技有限公司")
    assert marks(found.written, agrees=False) == "霖|杭州"
    assert marks(found.candidate, agrees=True) == "康|生物科技有限公司"
    assert marks(found.candidate, agrees=False) == "杭州|琳"


def test_latin_names_are_compared_by_sound_and_reason() -> None:
    reasons = ("place agrees: Hangzhou", "proper name 康霖 = Kanglin", "trade agrees: 生物 = Biotech")
    found = compared("Hangzhou Kanglin Biotech Co., Ltd", "杭州康霖生物有限公司", reasons)
    assert marks(found.written, agrees=True) == "Hangzhou|Kanglin|Biotech"
    assert marks(found.written, agrees=False) == "Co|Ltd"
    assert marks(found.candidate, agrees=True) == "杭州康霖生物"


def test_a_part_of_a_name_agrees_as_it_does_in_the_whole_name() -> None:
    found = compared("Hangzhoukanglin Bio", "杭州康霖生物有限公司", ("proper name 杭州康霖 = Hangzhoukanglin",))
    assert found.agrees("康霖") is True
    assert found.agrees("生物") is False
    assert found.agrees("康霖生物") is None
    assert found.agrees("丹枫") is None
    assert found.agrees("") is None


@given(st.text(alphabet="康霖生物AaBb 1（）-=", max_size=20), st.text(alphabet="康霖林生物有限公司A1", max_size=20))
def test_nothing_of_a_name_is_lost(written: str, candidate: str) -> None:
    found = compared(written, candidate, ("trade agrees: 生物 = a",))
    assert key_of("".join(piece.text for piece in found.written)) == key_of(written)
    assert "".join(piece.text for piece in found.candidate) == candidate
    assert all(piece.agrees for piece in compared(written, written).written if piece.agrees is not None) or (
        not any("\u3400" <= one <= "\u9fff" for one in written)
    )
