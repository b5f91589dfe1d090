"""At the desk by keyboard: judge, choose, undo, look back; and “this is not us” from filing to its answer."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from playwright.sync_api import Page, expect

from journey.stages import Stage, show, staged
from journey.visits import LOOKS, Visitor, barriers, follow, overflow, settle, sign_in
from portal.tied_release import tied_home

pytestmark = pytest.mark.journey

SHOWN_NEXT = 30_000  # milliseconds; a slow machine is not a broken page


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with names that matching is unsure of, in a home with a cast of its own."""
    made = tmp_path_factory.mktemp("desk")
    show(made, tied_home())
    return made


@pytest.fixture(scope="module")
def stage(home: Path) -> Iterator[Stage]:
    """The demo being served."""
    with staged(home) as running:
        yield running


def tied() -> tuple[str, str]:
    """A name that the release takes for an enterprise, and the enterprise's id."""
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT name, enterprise_id FROM read_parquet(?) WHERE verdict = 'same' "
            "AND list_contains(tables, 'trial_sponsors') ORDER BY name LIMIT 1",
            [str(tied_home() / "releases" / "*" / "tables" / "name_ties" / "*.parquet")],
        ).fetchone()
    assert found is not None
    return found


def name_of(page: Page) -> str:
    return page.locator(".desk-name").inner_text()


def press(page: Page, key: str) -> str:
    """Press a key that judges, wait for what is shown next, and return the name that was judged."""
    settle(page)  # a key is not heard while what was judged before is being replaced
    before = name_of(page)
    page.keyboard.press(key)
    expect(page.locator(".desk-said")).to_contain_text(before, timeout=SHOWN_NEXT)
    expect(page.locator("#desk-work [data-focus]")).to_be_focused(timeout=SHOWN_NEXT)
    return before


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_are_sound(visitor: Visitor, stage: Stage, language: str, width: int, theme: str) -> None:
    page = visitor.window(language=language, width=width, theme=theme)
    sign_in(visitor, page, stage, "steward")
    for path in ("/desk/", "/desk/?kind=hospital_name&q=nobody", "/desk/history/", "/desk/objections/"):
        visitor.open(page, path)
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path
        visitor.keep(page, f"{re.sub('[^a-z]+', '-', path.strip('/'))}-{language}-{width}-{theme}")


def test_names_are_judged_and_taken_back_by_keyboard(visitor: Visitor, stage: Stage, home: Path) -> None:
    page = visitor.window(language="en")
    sign_in(visitor, page, stage, "steward")
    page.locator(".reader").click()
    follow(page, page.get_by_role("link", name="The desk"))
    left = page.locator(".desk-progress")
    expect(left).to_contain_text("0 of ")
    first = press(page, "s")
    assert name_of(page) != first
    expect(left).to_contain_text("1 of ")
    page.keyboard.press("w")
    page.keyboard.type("Other trade, other town; s d n u")
    page.keyboard.press("Enter")  # judges nothing
    expect(left).to_contain_text("1 of ")
    second = press(page, "n")
    third = press(page, "u")
    expect(left).to_contain_text("3 of ")
    visitor.keep(page, "desk-judged")
    assert barriers(page) == []
    for taken_back in (third, second):
        page.keyboard.press("z")
        expect(page.locator(".desk-name")).to_have_text(taken_back, timeout=SHOWN_NEXT)
        settle(page)
    expect(left).to_contain_text("1 of ")
    page.keyboard.press("l")
    expect(page.locator(".desk-name")).not_to_have_text(second, timeout=SHOWN_NEXT)
    settle(page)
    follow(page, page.get_by_role("link", name="History"))
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=first)).to_contain_text("the same")
    expect(rows.filter(has_text=second).last).to_contain_text("Other trade, other town; s d n u")
    expect(rows.filter(has_text=second).first).to_contain_text("judgement taken back")
    visitor.keep(page, "desk-history")
    # The served portal puts it on file for the warehouse by itself.
    file = home / "portal" / "feedback" / "judgements.jsonl"
    patience = time.monotonic() + 180
    while not (file.is_file() and len(file.read_text(encoding="utf-8").splitlines()) >= 5):
        assert time.monotonic() < patience, "judgements are not on file"
        time.sleep(1)


def test_two_clerks_at_one_name(visitor: Visitor, stage: Stage) -> None:
    one, other = visitor.window(language="zh"), visitor.window(language="zh")
    sign_in(visitor, one, stage, "steward")
    sign_in(visitor, other, stage, "analyst")
    visitor.open(one, "/desk/")
    visitor.open(other, "/desk/")
    assert name_of(one) == name_of(other)
    name = press(one, "s")
    other.keyboard.press("d")
    expect(other.locator(".desk-said")).to_contain_text(f"判断了“{name}”，您的判断没有记录", timeout=SHOWN_NEXT)
    expect(other.locator(".desk-name")).not_to_have_text(name)
    visitor.keep(other, "desk-second-clerk")


def test_this_is_not_us(visitor: Visitor, stage: Stage) -> None:
    name, enterprise_id = tied()
    manager = visitor.window(language="zh", width=390)
    sign_in(visitor, manager, stage, "manager")
    visitor.open(manager, f"/enterprises/{enterprise_id}/")
    manager.get_by_label(f"这不是我们：{name}", exact=True).first.click()
    manager.locator(".not-us-open textarea").fill("我们没有做过这项试验")
    assert barriers(manager) == []
    assert overflow(manager) <= 0
    visitor.keep(manager, "desk-not-us")
    manager.get_by_role("button", name="提交").click()
    expect(manager.locator(".not-us-open")).to_contain_text("等待判断")
    visitor.open(manager, f"/desk/not-us/?{urlencode({'name': name, 'enterprise': enterprise_id})}")
    expect(manager.locator(".not-us-open")).to_contain_text("等待判断")
    assert barriers(manager) == []
    assert overflow(manager) <= 0
    clerk = visitor.window(language="zh")
    sign_in(visitor, clerk, stage, "steward")
    visitor.open(clerk, "/desk/")
    expect(clerk.locator(".desk-name")).to_have_text(name)
    expect(clerk.locator(".desk-objection")).to_contain_text("我们没有做过这项试验")
    assert barriers(clerk) == []
    visitor.keep(clerk, "desk-objection")
    press(clerk, "d")
    visitor.open(manager, "/desk/objections/")
    expect(manager.locator("tbody tr").first).to_contain_text("是另一家")
    visitor.keep(manager, "desk-objections")


def test_strangers_sign_in_first(visitor: Visitor, stage: Stage) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/desk/")
    assert "/accounts/login/" in page.url
