"""Texts of records: joint sponsors come apart, names stay as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.warehouse.records import texts

FIRMS = (
    "杭州康霖生物医药有限公司",
    "上海凤栖医疗器械股份有限公司",
    "虚构大学附属第一医院",
    "Invented Therapeutics Inc.",
    "Hangzhou Kanglin Biotech Co., Ltd.",
    "Phoenix (Hangzhou) Pharma Co.,Ltd",
)


@given(
    st.lists(st.sampled_from(FIRMS), min_size=1, max_size=4, unique=True),
    st.sampled_from(["/", " / ", ";", "；\n", "|"]),
)
def test_joint_sponsors_come_apart_in_their_order(firms: list[str], between: str) -> None:
    assert texts.sponsors(between.join(firms)) == tuple(firms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲药业有限公司、乙生物科技有限公司", ("甲药业有限公司", "乙生物科技有限公司")),
        ("甲药业有限公司/甲药业有限公司", ("甲药业有限公司",)),
        ("1 甲药业有限公司/ 2 乙生物科技有限公司", ("甲药业有限公司", "乙生物科技有限公司")),
        (
            "Kanglin Biosciences/ Phoenix Services Limited/ 丙医药科技（上海）有限公司",
            ("Kanglin Biosciences", "Phoenix Services Limited", "丙医药科技（上海）有限公司"),
        ),
        ("ALK-Invented A/S", ("ALK-Invented A/S",)),
        ("3 甲药业有限公司/ 5 乙药业有限公司", ("3 甲药业有限公司", "5 乙药业有限公司")),
        ("Department of Things/School of Medicine", ("Department of Things/School of Medicine",)),
        ("甲、乙联合制药有限公司", ("甲、乙联合制药有限公司",)),
        ("Kanglin &amp; Phoenix Ltd.", ("Kanglin & Phoenix Ltd.",)),
        ("<br>甲药业有限公司  ", ("甲药业有限公司",)),
        ("none", ()),
        (None, ()),
    ],
)
def test_sponsors_of_one_field(text: str | None, expected: tuple[str, ...]) -> None:
    assert texts.sponsors(text) == expected


@given(st.sampled_from(FIRMS), st.sampled_from([" ", "\u3000", "\u00a0", "<p>", "&nbsp;"]))
def test_a_name_is_kept_as_written_but_for_padding(firm: str, padding: str) -> None:
    assert texts.plain(f"{padding}{firm}{padding}") == firm


@given(st.text(max_size=80))
def test_plain_text_is_plain_the_second_time(text: str) -> None:
    once = texts.plain(text)
    assert once is None or once == once.strip()
    assert once is None or "  " not in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["A", "B"]', "A; B"),
        ('[{"name": "A"}, {"type": "x"}]', "A"),
        ("[not json", "[not json"),
        ("A", "A"),
        (None, None),
    ],
)
def test_lists_become_one_text(text: str | None, expected: str | None) -> None:
    assert texts.joined(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国内:45；", 45),
        ("1,200", 1200),
        ("目标入组人数 30 人", 30),
        ("none", None),
        ("999999999999999", None),
        (None, None),
    ],
)
def test_the_first_number_counts(text: str | None, expected: int | None) -> None:
    assert texts.count(text) == expected
