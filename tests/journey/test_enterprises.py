"""Journeys over search, portraits, exports and the API's page, in both languages, wide and narrow."""

import re

import pytest
from playwright.sync_api import expect

from journey.visits import LOOKS, Visitor, barriers, follow, leaving, settle, sound
from portal.releases import release_home
from wutong.kernel.home import Home
from wutong.portal.atlas.release_reader import ReleaseReader

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


def an_enterprise(condition: str) -> tuple[str, str]:
    """The id and name of an enterprise of the release."""
    release = ReleaseReader(Home(release_home())).current()
    sql = f"SELECT enterprise_id, name_zh FROM enterprises WHERE {condition} ORDER BY enterprise_id LIMIT 1"
    found: tuple[str, str] = release.query(sql).rows[0]
    return found


def addresses() -> dict[str, str]:
    core, _ = an_enterprise("tier = 'core' AND len(nodes) > 0")
    disputed, _ = an_enterprise("has_conflict")
    parent, _ = an_enterprise("enterprise_id IN (SELECT parent_enterprise_id FROM enterprise_parents)")
    branch, _ = an_enterprise("enterprise_id IN (SELECT enterprise_id FROM enterprise_parents)")
    return {
        "portrait-branch": f"/enterprises/{branch}/",
        "search": "/enterprises/",
        "search-narrowed": "/enterprises/?segment=device&segment=ivd&year_from=2010&branch=no&sort=newest",
        "search-nothing": "/enterprises/?q=qqxxzz&segment=device",
        "portrait": f"/enterprises/{core}/",
        "portrait-disputed": f"/enterprises/{disputed}/",
        "portrait-parent": f"/enterprises/{parent}/",
        "exports": "/exports/",
        "api": "/api/",
    }


NAMES = (
    "api", "exports", "portrait", "portrait-disputed", "portrait-parent", "search", "search-narrowed",
    "search-nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def where() -> dict[str, str]:
    """Name to address of each page."""
    return addresses()


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_page_is_sound(visitor: Visitor, where: dict[str, str], name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, where[name])
    sound(visitor, page, f"{name}-{language}-{width}")


@pytest.mark.parametrize("name", [*NAMES, "portrait-branch"])
def test_dark_page_is_sound(visitor: Visitor, where: dict[str, str], name: str) -> None:
    page = visitor.window(theme="dark")
    visitor.open(page, where[name])
    visitor.keep(page, f"{name}-dark")
    assert barriers(page) == []


def test_portrait_prints_with_its_sources(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window()
    visitor.open(page, where["portrait"])
    page.emulate_media(media="print")
    visitor.keep(page, "portrait-print")
    expect(page.locator("header.site-header")).to_be_hidden()
    expect(page.locator("#explain-capital")).to_be_visible()
    expect(page.locator(".origin-button").first).to_be_hidden()


def test_finding_an_enterprise_by_keyboard_alone(visitor: Visitor) -> None:
    _, name = an_enterprise("tier = 'core' AND NOT is_branch AND length(name_zh) > 8")
    page = visitor.window(language="en")
    visitor.open(page, "/enterprises/")
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text(name)
    expect(page.locator(".hit-name").first).to_have_text(name)
    expect(page.locator("#result-status")).to_contain_text("found")
    expect(page).to_have_url(re.compile(r"\?q="))
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit-name").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.go_back()
    expect(page.locator(".hit-name").first).to_have_text(name)


def test_narrowing_keeps_focus_and_address_and_can_be_undone(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/enterprises/")
    box = page.locator("#facet-segment-device")
    promised = page.locator("label[for=facet-segment-device] .facet-count").inner_text()
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"/enterprises/\?segment=device$"))
    expect(page.locator(".result-count strong")).to_have_text(promised)
    expect(box).to_be_focused()
    settle(page)
    page.locator(".chip", has_text="Medical devices").click()
    expect(page).to_have_url(re.compile(r"/enterprises/$"))
    expect(box).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url(re.compile(r"segment=device$"))
    expect(page.locator(".result-count strong")).to_have_text(promised)
    page.keyboard.press("Tab")


def test_a_year_of_the_little_chart_opens_to_its_list(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/enterprises/?tier=core")
    year, _, count = page.locator(".year-chart a title").last.text_content().partition(": ")  # type: ignore[union-attr]
    page.locator(".year-chart a").last.locator(".year-reach").click()
    expect(page).to_have_url(re.compile(f"year_from={year}&year_to={year}"))
    expect(page.locator(".result-count strong")).to_have_text(count)
    expect(page.locator("#year_from")).to_have_value(year)
    expect(page.locator(".year-column.is-chosen")).to_have_count(1)


def test_no_empty_box_stands_under_few_results(visitor: Visitor) -> None:
    page = visitor.window(width=390)
    visitor.open(page, "/enterprises/?q=qqxxzz")
    box = page.locator("#exports").bounding_box()
    assert box is None or box["height"] == 0


def test_filters_open_on_a_phone(visitor: Visitor) -> None:
    page = visitor.window(width=390, language="en")
    visitor.open(page, "/enterprises/")
    expect(page.locator("#facet-segment-device")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.locator("#facet-segment-device").check()
    expect(page).to_have_url(re.compile(r"segment=device$"))
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#facet-segment-device")).to_be_hidden()
    expect(page.locator(".chip", has_text="Medical devices")).to_be_visible()


def test_a_value_says_where_it_is_from(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, where["portrait"])
    page.get_by_role("button", name="Where is “Registered capital” from?").focus()
    page.keyboard.press("Enter")
    note = page.locator("#explain-capital")
    expect(note).to_be_visible()
    expect(note).to_contain_text("As written")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()


def test_marked_words_say_for_what_they_speak(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window()
    visitor.open(page, where["portrait"])
    mark = page.locator(".scope mark").first
    expect(mark.locator(".evidence-why")).to_be_hidden()
    mark.focus()
    expect(mark.locator(".evidence-why")).to_be_visible()


def test_neighbours_come_by_themselves_and_lead_on(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window()
    visitor.open(page, where["portrait"])
    first = page.locator("#neighbours .relatives a").first
    name = first.inner_text()
    follow(page, first)
    expect(page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_export_is_made_and_survives_a_reload(visitor: Visitor, format_: str) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/enterprises/?tier=core")
    page.locator(f".export-form button[value={format_}]").click()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as waiting:
        link.click()
    assert re.fullmatch(rf"[\w-]+\.{format_}", waiting.value.suggested_filename)
    assert waiting.value.path().stat().st_size > 1_000
    page.reload()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Download")).to_be_hidden()
