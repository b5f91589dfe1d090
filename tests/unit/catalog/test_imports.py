"""Guides to imports that must be refused: each names what is wrong with it. And the declared one, which must not."""

from pathlib import Path
from typing import Any

import pytest

from wutong.catalog.catalog import load_catalog
from wutong.catalog.imports import Imports, load_imports
from wutong.catalog.imports_tree import UNKNOWN, Tree
from wutong.catalog.yaml_file import DeclarationRefused, parse_declaration

TITLE = {"zh": "题", "en": "Title"}
BASIS = [{"text": TITLE, "confidence": "sourced"}]


def question(code: str, *answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    said = [{"code": f"a{number}", "title": TITLE, **answer} for number, answer in enumerate(answers)]
    return {"code": code, "title": TITLE, "help": TITLE, "ask": TITLE, "basis": BASIS, "answers": said, **changes}


def outcome(code: str, **changes: Any) -> dict[str, Any]:
    said = {"title": TITLE, "item_class": "drug", "papers": [TITLE], "authorities": [TITLE], "why": TITLE}
    return {"code": code, **said, "basis": BASIS, **changes}


def guide(**changes: Any) -> dict[str, Any]:
    """Two questions; the second is asked only after the first answer to the first."""
    return {
        "version": 1,
        "title": TITLE,
        "source": TITLE,
        "confidence": "sourced",
        "effective_from": "2026-11-01",
        "first": "one",
        "ordinary": "plain",
        "questions": [
            question("one", {"next": "two", "finds": ["found"]}, {"next": "two"}),
            question("two", {}, {}, when={"question": "one", "one_of": ["a0"]}, otherwise="three"),
            question("three", {}, {}),
        ],
        "outcomes": [outcome("found"), outcome("plain")],
    } | changes


def with_questions(*questions: dict[str, Any]) -> dict[str, Any]:
    return guide(questions=list(questions))


ONE = question("one", {"next": "two", "finds": ["found"]}, {})
BACK = question("two", {"next": "one"}, {})
LOST = question("lost", {}, {})
NEVER = question("two", {}, {}, when={"question": "three", "one_of": ["a0"]}, otherwise="three")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (with_questions(ONE, BACK), "one, two lead back to themselves"),
        (with_questions(question("one", {"next": "one"}, {"finds": ["found"]})), "one lead back to themselves"),
        (with_questions(*guide()["questions"], LOST), "no answer leads to the question lost"),
        (with_questions(ONE, NEVER, question("three", {}, {})), "no answer leads to the question two"),
        (guide(outcomes=[*guide()["outcomes"], outcome("lost")]), "no answer leads to the outcome lost"),
        (guide(outcomes=[outcome("found", basis=[]), outcome("plain")]), "at least 1 item"),
        (guide(outcomes=[outcome("found", title={"zh": "题"}), outcome("plain")]), "Field required"),
        (with_questions(question("one", {"finds": ["found"]}, {"title": {"en": "Title"}})), "Field required"),
        (with_questions(question("one", {"finds": ["found"]}, {"code": UNKNOWN})), "which all have"),
        (with_questions(question("one", {"finds": ["found"]}, {"next": "gone"})), "leads to gone"),
        (with_questions(question("one", {"finds": ["found"]}, {"finds": ["gone"]})), "finds gone"),
        (with_questions(question("one", {"finds": ["found"]}, {}), question("one", {}, {})), "one is declared twice"),
        (with_questions(question("one", {"finds": ["found"]}, {}, otherwise="one")), "or neither"),
        (guide(first="gone"), "begins with gone"),
        (guide(ordinary="gone"), "ends with gone"),
    ],
)
def test_a_guide_that_does_not_hold_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(DeclarationRefused, match=said):
        parse_declaration(wrong, Tree, Path("v1.yml"))


def test_ways_of_a_sound_guide() -> None:
    tree = parse_declaration(guide(), Tree, Path("v1.yml"))
    assert list(tree.paths()) == [
        {"one": "a0", "two": "a0"},
        {"one": "a0", "two": "a1"},
        {"one": "a1", "three": "a0"},
        {"one": "a1", "three": "a1"},
    ]


@pytest.fixture(scope="module")
def declared() -> Imports:
    return load_catalog().imports


def test_what_a_guide_names_is_declared(tmp_path: Path, declared: Imports) -> None:
    services = load_catalog().services
    root = load_catalog().root / "catalog" / "imports"
    for wrong in ("services: [{service: GS01, why: {zh: 甲, en: A}}]", "item_class: moon", "grade: Z"):
        folder = tmp_path / wrong[:3]
        (folder / "tree").mkdir(parents=True)
        for path in root.rglob("*.yml"):
            text = path.read_text(encoding="utf-8")
            key = wrong.split(":")[0]
            if path.stem == "v1" and key == "services":
                text = text.replace("service: GS18", "service: GS01")
            elif path.stem == "v1":
                text = text.replace("item_class: ordinary", "item_class: moon").replace("grade: B", "grade: Z")
                text = text if key == "item_class" else text.replace("item_class: moon", "item_class: ordinary")
            (folder / path.relative_to(root)).write_text(text, encoding="utf-8")
        known = {code: one for code, one in services.items() if code != "GS01"}
        with pytest.raises(DeclarationRefused):
            load_imports(folder, known)


def test_both_schemes_say_what_they_ask_and_exclude(declared: Imports) -> None:
    assert [one.code for one in declared.schemes.schemes] == ["pair", "enterprise"]
    assert {one.scheme for one in declared.approvals.kinds} == {"pair", "enterprise", None}
    assert all(place.validity or place.rule for one in declared.schemes.schemes for place in one.places)


def test_the_declared_guide_asks_seven_questions(declared: Imports) -> None:
    (tree,) = declared.trees
    assert len(tree.questions) == 7
    assert {one.item_class for one in tree.outcomes} <= set(declared.classes)


def test_a_rule_on_shelf_life_goes_by_what_its_service_asks(tmp_path: Path) -> None:
    root = load_catalog().root / "catalog" / "imports"
    for path in root.rglob("*.yml"):
        (tmp_path / path.relative_to(root)).parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("arrives: arrives_on", "arrives: batch")
        (tmp_path / path.relative_to(root)).write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="GS18 does not ask for batch"):
        load_imports(tmp_path, load_catalog().services)
