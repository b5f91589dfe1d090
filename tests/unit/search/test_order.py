"""The firm before its branches, the prominent before the obscure, and namesakes all shown."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from unit.search.drawn_firms import FIRMS, SEARCH, Firm, build
from wutong.warehouse.search.searching import Searcher

PLAIN = Firm("plain", "青禾", "云杉", "医药有限公司", "limited", 1e6, date(2015, 1, 1))
RULES = {
    "a firm before its branch": replace(PLAIN, rest="医药有限公司城北分公司", is_branch=True),
    "more capital": replace(PLAIN, region="白鹭", capital=1e5),
    "known capital": replace(PLAIN, region="白鹭", capital=None),
    "a joint-stock company": replace(PLAIN, region="白鹭", rest="医药股份有限公司", form="joint_stock"),
    "a company before a shop": replace(PLAIN, region="白鹭", rest="医药商店", form="shop"),
    "the older": replace(PLAIN, region="白鹭", registered=date(2024, 1, 1)),
    "core before none": replace(PLAIN, region="白鹭", tier="core"),
    "the proper name before a part of one": replace(PLAIN, proper="新云杉"),
    "little left out": replace(PLAIN, rest="医药进出口贸易服务有限公司"),
}
BETTER = {"a joint-stock company", "core before none"}


@pytest.mark.parametrize("rule", RULES)
def test_the_likelier_comes_first(tmp_path: Path, rule: str) -> None:
    other = replace(RULES[rule], id="other")
    hits = Searcher(build(tmp_path / "search", (other, PLAIN)), SEARCH).find("云杉")
    expected = ["other", "plain"] if rule in BETTER else ["plain", "other"]
    assert [hit.enterprise_id for hit in hits] == expected


def test_together_comes_before_apart(tmp_path: Path) -> None:
    stock = replace(PLAIN, rest="医药股份有限公司", form="joint_stock")
    apart = replace(stock, id="apart", proper="云海杉", capital=2e6)
    hits = Searcher(build(tmp_path / "search", (apart, stock)), SEARCH).find("云杉")
    assert [hit.enterprise_id for hit in hits] == ["plain", "apart"]


def test_namesakes_are_all_shown(tmp_path: Path) -> None:
    namesakes = tuple(replace(PLAIN, id=str(number), city=f"{number}市") for number in range(8))
    hits = Searcher(build(tmp_path / "search", namesakes), SEARCH).find(PLAIN.name)
    assert sorted(hit.enterprise_id for hit in hits) == [str(number) for number in range(8)]


def test_a_whole_name_comes_before_a_more_prominent_one(tmp_path: Path) -> None:
    small = Firm("small", "", "康霖", "药店", None, 1e4)
    hits = Searcher(build(tmp_path / "search", (*FIRMS, small)), SEARCH).find("康霖药店")
    assert [hit.enterprise_id for hit in hits][:2] == ["small", "kl-shop"]


def test_the_same_query_always_gives_the_same_answer(tmp_path: Path) -> None:
    namesakes = tuple(replace(PLAIN, id=f"{number:04d}") for number in range(300))
    one = Searcher(build(tmp_path / "one", namesakes), SEARCH)
    other = Searcher(build(tmp_path / "other", namesakes[::-1], size=7), SEARCH)
    assert one.find("云杉医药") == other.find("云杉医药")
