"""What must hold of any register: a firm is found by its name, by its code, and with one letter mistyped."""

import random
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given, settings
from hypothesis import strategies as st

from unit.search.drawn_firms import SEARCH, Firm, build
from wutong.warehouse.letters.characters import clean
from wutong.warehouse.search.searching import Searcher

COUNT = 3000
REGIONS = ("青禾", "云溪市", "白鹭", "紫杉", "玄武岭", "")
PROPER = "康霖云杉双屿天枢新锐朗润博雅思源恒泽嘉禾丰盈瑞祥和畅启明致远宏图伟业晨曦星辰海川江河山岳"
TRADES = ("生物医药", "医疗器械", "商贸", "科技", "化工", "诊断试剂", "健康管理", "机械制造", "软件", "食品")
FORMS = (("有限公司", "limited"), ("股份有限公司", "joint_stock"), ("厂", "factory"))
LETTERS = st.characters(categories=("Lo", "Ll", "Nd"), min_codepoint=0x30, max_codepoint=0x9FA5)


def drawn(number: int) -> Firm:
    draws = random.Random(number)
    form, code = draws.choice(FORMS)
    proper = "".join(draws.choices(PROPER, k=draws.choice((2, 2, 3))))
    rest = draws.choice(TRADES) + form
    digits = "".join(draws.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=10))
    region, capital = draws.choice(REGIONS), draws.random() * 1e8
    return Firm(f"firm-{number}", region, proper, rest, code, capital, code="91990100" + digits)


@cache
def register() -> tuple[tuple[Firm, ...], Searcher]:
    firms = tuple(drawn(number) for number in range(COUNT))
    return firms, Searcher(build(Path(mkdtemp()) / "search", firms, size=500), SEARCH)


@settings(deadline=None)
@given(number=st.integers(0, COUNT - 1))
def test_a_firm_is_found_by_its_name(number: int) -> None:
    firms, searcher = register()
    assert searcher.find(firms[number].name)[0].name_zh == firms[number].name


@settings(deadline=None)
@given(number=st.integers(0, COUNT - 1), length=st.integers(12, 18))
def test_a_firm_is_found_by_its_code(number: int, length: int) -> None:
    firms, searcher = register()
    code = firms[number].code
    assert code
    ids = [hit.enterprise_id for hit in searcher.find(code[:length])]
    assert firms[number].id in ids
    assert length < 18 or ids == [firms[number].id]


@settings(max_examples=200, deadline=None)
@given(number=st.integers(0, COUNT - 1), kind=st.sampled_from("rid"), place=st.integers(0, 30), letter=LETTERS)
def test_one_mistyped_letter_is_forgiven(number: int, kind: str, place: int, letter: str) -> None:
    firms, searcher = register()
    name = firms[number].name
    place %= len(name)
    typed = {
        "r": name[:place] + letter + name[place + 1 :],
        "i": name[:place] + letter + name[place:],
        "d": name[:place] + name[place + 1 :],
    }[kind]
    assert name in [hit.name_zh for hit in searcher.find(typed, limit=5)], typed


@settings(deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    _, searcher = register()
    hits = searcher.find(text)
    assert len(hits) <= 10
    assert list(hits) == sorted(hits, key=lambda hit: -hit.score)


@given(text=st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
