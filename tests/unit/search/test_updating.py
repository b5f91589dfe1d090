"""An index carried forward answers as one built anew, and the one before is left as it was."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.search.drawn_firms import FIRMS, IDENTIFIERS, NAMES, SEARCH, Firm, batch, build, extras
from wutong.warehouse.search.building import is_worth_updating, update_index
from wutong.warehouse.search.keeping.making import IndexForeign
from wutong.warehouse.search.searching import Hit, Searcher

QUERIES = (
    "康霖", "青禾", "医药", "kanglin", "kl", "91990100", "云溪", "老槐", "3399021234567", "kanglin biomedical",
    "康森生物", "商贸", "长风", "有限公司", "云杉医药",
)  # fmt: skip
NEW = Firm("new", "青禾", "云杉", "医药股份有限公司", "joint_stock", 1e8, code="91990100MA0NEW999W")


def answers(folder: Path) -> dict[str, tuple[Hit, ...]]:
    searcher = Searcher(folder, SEARCH)
    return {query: searcher.find(query, limit=20) for query in QUERIES}


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def update(previous: Path, folder: Path, removed: list[str], added: list[Firm]) -> None:
    ids = {firm.id for firm in added}
    more = extras([one for one in NAMES if one[0] in ids], [one for one in IDENTIFIERS if one[0] in ids])
    assert update_index(previous, folder, removed, [batch(added)], SEARCH, more) == len(added)


def test_added_changed_and_removed(tmp_path: Path) -> None:
    build(tmp_path / "old", more=extras())
    before = digest(tmp_path / "old")
    changed = replace(FIRMS[0], capital=1e4, tier="none", rest="药业股份有限公司")
    update(tmp_path / "old", tmp_path / "new", ["kl", "sy", "unknown"], [changed, NEW])
    anew = (*(firm for firm in FIRMS if firm.id not in ("kl", "sy")), changed, NEW)
    build(tmp_path / "anew", anew, extras([one for one in NAMES if one[0] != "sy"]))
    assert answers(tmp_path / "new") == answers(tmp_path / "anew")
    assert digest(tmp_path / "old") == before


SOME = st.sets(st.integers(0, len(FIRMS) - 1))


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.tuples(SOME, SOME), max_size=3))
def test_any_history_ends_where_a_fresh_start_does(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[int], set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    present = dict.fromkeys(range(len(FIRMS)))
    current = build(folder / "0", more=extras())
    for number, (gone, come) in enumerate(steps, start=1):
        touched = gone | come
        added = [FIRMS[one] for one in sorted(come)]
        update(current, folder / str(number), [FIRMS[one].id for one in sorted(touched)], added)
        current = folder / str(number)
        present = {one: None for one in present if one not in gone} | dict.fromkeys(come)
    left = [FIRMS[one] for one in present]
    ids = {firm.id for firm in left}
    more = extras([one for one in NAMES if one[0] in ids], [one for one in IDENTIFIERS if one[0] in ids])
    assert answers(current) == answers(build(folder / "anew", left, more))


def test_the_old_index_may_go(tmp_path: Path) -> None:
    build(tmp_path / "old", more=extras())
    update(tmp_path / "old", tmp_path / "new", ["sy"], [NEW])
    expected = answers(tmp_path / "new")
    for path in sorted((tmp_path / "old").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert answers(tmp_path / "new") == expected


def test_when_an_update_is_worth_it(tmp_path: Path) -> None:
    current = build(tmp_path / "0", FIRMS * 10)
    assert is_worth_updating(current, 1, SEARCH)
    assert is_worth_updating(current, 24, SEARCH)
    assert not is_worth_updating(current, 25, SEARCH)
    for number in range(1, 8):
        update(current, tmp_path / str(number), [], [NEW])
        current = tmp_path / str(number)
    assert not is_worth_updating(current, 1, SEARCH)


def test_an_index_made_otherwise_is_not_carried_forward(tmp_path: Path) -> None:
    current = build(tmp_path / "search", FIRMS * 10)
    prominence = SEARCH.prominence.model_copy(update={"age_share": 0.2})
    assert not is_worth_updating(current, 1, SEARCH.model_copy(update={"prominence": prominence}))
    (current / "made_with").write_text("0 other", encoding="ascii")
    assert not is_worth_updating(current, 1, SEARCH)
    with pytest.raises(IndexForeign, match="wutong build"):
        Searcher(current, SEARCH)


def test_an_empty_index(tmp_path: Path) -> None:
    build(tmp_path / "old", ())
    assert not any(answers(tmp_path / "old").values())
    assert not is_worth_updating(tmp_path / "old", 1, SEARCH)
    update(tmp_path / "old", tmp_path / "new", [], [NEW])
    assert [hit.enterprise_id for hit in Searcher(tmp_path / "new", SEARCH).find("云杉")] == ["new"]
