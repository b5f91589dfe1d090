"""Journeys over the blocks of a portrait and their lists, in both languages, wide and narrow, light and dark."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from journey.stages import served
from journey.visits import LOOKS, Visitor, barriers, follow, sound
from portal.recorded_release import recorded_home
from wutong.kernel.home import Home
from wutong.portal.atlas.release_reader import ReleaseReader

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture(scope="module")
def firms() -> dict[str, str]:
    """What to see → the enterprise that has the most of it."""
    release = ReleaseReader(Home(recorded_home())).current()
    found = {}
    for what in ("product", "listed", "financing"):
        sql = f"SELECT enterprise_id FROM {what}_enterprises GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        found[what] = release.query(sql).rows[0][0]
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The portal over a release with records of every source."""
    with served(recorded_home) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("what", ["product", "listed"])
def test_portrait_is_sound(visitor: Visitor, firms: dict[str, str], what: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, f"/enterprises/{firms[what]}/")
    expect(page.locator("#neighbours ul")).not_to_have_count(0)
    for folded in page.locator("details.block-fold > summary").all():
        folded.click()
    sound(visitor, page, f"portrait-{what}-{language}-{width}")


@pytest.mark.parametrize("what", ["product", "listed"])
def test_dark_portrait_is_sound(visitor: Visitor, firms: dict[str, str], what: str) -> None:
    page = visitor.window(theme="dark", width=390)
    visitor.open(page, f"/enterprises/{firms[what]}/")
    visitor.keep(page, f"portrait-{what}-dark")
    assert barriers(page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("what", "block"), [("product", "trials"), ("listed", "figures"), ("financing", "financing")])
def test_list_is_sound(visitor: Visitor, firms: dict[str, str], what: str, block: str, width: int) -> None:
    page = visitor.window(language="en", width=width)
    visitor.open(page, f"/enterprises/{firms[what]}/{block}/")
    sound(visitor, page, f"portrait-list-{block}-{width}")


def test_from_the_index_by_keyboard_to_a_block_and_its_origin(visitor: Visitor, firms: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, f"/enterprises/{firms['product']}/")
    page.locator('.block-index a[href="#trials"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#trials$"))
    expect(page.locator("#trials-title")).to_be_in_viewport()
    page.locator("#trials .origin-button").first.focus()
    page.keyboard.press("Enter")
    note = page.locator(".explain:popover-open")
    expect(note).to_contain_text("Row")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()


def test_a_block_leads_to_its_list_in_another_order_and_back(visitor: Visitor, firms: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, f"/enterprises/{firms['listed']}/")
    follow(page, page.locator("#figures .block-more a"))
    expect(page).to_have_url(re.compile("/figures/$"))
    follow(page, page.locator("thead a", has_text="Value"))
    expect(page).to_have_url(re.compile("sort=value"))
    follow(page, page.locator(".pages a[rel=next]"))
    expect(page).to_have_url(re.compile("page=2"))
    follow(page, page.locator(".page-lead a").first)
    expect(page).to_have_url(re.compile("#figures$"))


def test_somebody_else_is_sent_to_sign_in_to_object(visitor: Visitor, firms: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, f"/enterprises/{firms['product']}/")
    page.locator("#trials .not-us-link").first.click()
    expect(page.locator("#trials .not-us-open a")).to_be_visible()


def test_what_folds_is_printed(visitor: Visitor, firms: dict[str, str]) -> None:
    page = visitor.window()
    visitor.open(page, f"/enterprises/{firms['product']}/")
    folded = "document.querySelectorAll('.portrait details:not([open])').length"
    before = page.evaluate(folded)
    assert before
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before


def test_every_block_is_there_without_scripts(browser: Browser, server: str, firms: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/enterprises/{firms['listed']}/")
    for block in ("products", "trials", "approvals", "applications", "financing", "figures", "names"):
        expect(page.locator(f"section#{block}")).to_have_count(1)
    page.locator("#figures .chart-table summary").click()
    expect(page.locator("#figures .chart-table table")).to_be_visible()
    context.close()
