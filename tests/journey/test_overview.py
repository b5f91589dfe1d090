"""Journeys over the cockpit, the chain, the comparison and the data, in both languages, wide and narrow."""

import re

import pytest
from playwright.sync_api import expect

from journey.visits import LOOKS, Visitor, barriers, follow, leaving, sound

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

PAGES = {
    "cockpit": "/?place=000000",
    "cockpit-cluster": "/",
    "chain": "/chain/?place=330000",
    "node": "/chain/drug_wholesale/?place=000000",
    "node-gap": "/chain/vaccines/",
    "compare": "/compare/?place=000000&place=330000&place=320000&place=310000",
    "data": "/data/",
    "issues": "/data/issues/",
    "files": "/data/files/",
    "table": "/data/tables/enterprises/",
    "indicators": "/data/indicators/",
}


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_sound(visitor: Visitor, name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, PAGES[name])
    sound(visitor, page, f"{name}-{language}-{width}")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_dark_page_is_sound(visitor: Visitor, name: str) -> None:
    page = visitor.window(theme="dark")
    visitor.open(page, PAGES[name])
    visitor.keep(page, f"{name}-dark")
    assert barriers(page) == []


@pytest.mark.parametrize("name", ["cockpit", "chain", "node"])
def test_page_prints(visitor: Visitor, name: str) -> None:
    page = visitor.window()
    visitor.open(page, PAGES[name])
    page.emulate_media(media="print")
    visitor.keep(page, f"{name}-print")
    expect(page.locator("header.site-header")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_a_figure_opens_to_its_list(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/?place=000000")
    value = page.locator(".tile-related .tile-value")
    count = re.sub(r"\D", "", value.inner_text())
    follow(page, value)
    expect(page).to_have_url(re.compile("/enterprises/.*tier=related"))
    assert count in re.sub(r"[^\d ]", "", page.locator("main").inner_text()).split()


def test_a_bar_opens_to_its_list(visitor: Visitor) -> None:
    page = visitor.window()
    visitor.open(page, "/?place=000000")
    chart = page.locator("#chart-segments [data-chart]")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    left = 0.32 * box["width"] if 0.32 * box["width"] < 132 else 132
    with leaving(page):
        page.mouse.click(box["x"] + left + 14, box["y"] + 46)
    expect(page).to_have_url(re.compile("/enterprises/.*segment="))


def test_an_explanation_opens_and_closes_by_keyboard(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/?place=000000")
    # A label that is too long for its line goes on in the next one.
    expect(page.locator("#chart-segments svg")).to_contain_text("packaging")
    button = page.locator(".explain-button").first
    button.focus()
    page.keyboard.press("Enter")
    note = page.locator(".explain:popover-open")
    expect(note).to_be_visible()
    expect(note).to_contain_text("How it is computed")
    expect(note).to_contain_text("Release")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(button).to_be_focused()


def test_slash_focuses_search_and_the_skip_link_skips(visitor: Visitor) -> None:
    page = visitor.window()
    visitor.open(page, "/?place=000000")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("[data-search-focus]")).to_be_focused()
    expect(page.locator("[data-search-focus]")).to_have_value("")


def test_theme_and_language_are_remembered(visitor: Visitor) -> None:
    page = visitor.window()
    visitor.open(page, "/chain/?place=330000")
    page.locator("#theme-switch").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    follow(page, page.locator(".language-switch"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/chain/?place=330000")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_place_is_chosen_and_carried_along(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/?place=000000")
    with leaving(page):
        page.locator("#place").select_option("330000")
    expect(page).to_have_url(re.compile("place=330000"))
    expect(page.locator("h1")).to_have_text("Zhejiang")
    follow(page, page.get_by_role("link", name="Chain", exact=True).last)
    expect(page).to_have_url(re.compile(r"/chain/\?place=330000"))
    follow(page, page.locator(".node a").first)
    expect(page).to_have_url(re.compile(r"/chain/[a-z_]+/\?place=330000"))
    expect(page.locator(".crumbs a").first).to_have_attribute("href", "/chain/?place=330000")


def test_the_chain_traces_and_narrows(visitor: Visitor) -> None:
    page = visitor.window()
    visitor.open(page, "/chain/?place=330000")
    page.locator("[data-node][data-up]:not([data-up='']) a").first.focus()
    expect(page.locator(".node.is-here")).to_have_count(1)
    assert page.locator(".node.is-up").count() >= 1
    visitor.keep(page, "chain-traced")
    page.get_by_label("只看缺环").check()
    expect(page.locator(".node:not(.is-gap)").first).to_be_hidden()
    expect(page.locator(".node.is-gap").first).to_be_visible()


def test_places_are_added_to_a_comparison_and_taken_out(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/compare/?place=330000")
    with leaving(page):
        page.locator("#add").select_option("310000")
    expect(page).to_have_url(re.compile("place=330000&place=310000"))
    expect(page.locator(".compared li")).to_have_count(2)
    follow(page, page.get_by_role("link", name="Take Zhejiang out"))
    expect(page.locator(".compared li")).to_have_count(1)


def test_a_chart_has_its_table(visitor: Visitor) -> None:
    page = visitor.window(language="en", width=390)
    visitor.open(page, "/?place=000000")
    page.locator("#chart-years summary").click()
    table = page.locator("#chart-years table")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() >= 5
    assert barriers(page) == []


def test_the_menu_works_on_a_phone(visitor: Visitor) -> None:
    page = visitor.window(width=390)
    visitor.open(page, "/?place=000000")
    page.locator(".navbar-toggler").click()
    follow(page, page.get_by_role("link", name="产业链").first)
    expect(page).to_have_url(re.compile("/chain/"))


def test_coverage_opens_to_what_lacks_a_value(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/?place=000000")
    link = page.locator(".coverage-value .under").first
    count = re.sub(r"\D", "", link.inner_text())
    follow(page, link)
    expect(page).to_have_url(re.compile(r"/enterprises/\?.*lacks="))
    expect(page.locator(".result-count strong")).to_have_text(f"{int(count):,}")


def test_a_whole_table_sorts_by_keyboard_and_is_saved(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/data/")
    table = page.locator("[aria-labelledby=tables-title] table")
    rows = table.locator("tbody tr")
    button = table.get_by_role("button", name="Sort by: Rows")
    button.focus()
    page.keyboard.press("Enter")
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)
    counts = [int(re.sub(r"\D", "", text)) for text in rows.locator("td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.keyboard.press("Enter")
    expect(table.locator("th[aria-sort=ascending]")).to_have_count(1)
    expect(button).to_be_focused()
    assert barriers(page) == []
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save this table as CSV: Tables").click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Table,A row is,Columns,Rows"
    assert len(lines) == rows.count() + 1


def test_enterprises_of_a_node_are_put_in_order(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/chain/drug_wholesale/?place=000000")
    follow(page, page.locator(".firms").get_by_role("link", name="Registered"))
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.locator(".firms th[aria-sort=descending]")).to_contain_text("Registered")
    follow(page, page.locator(".firms").get_by_role("link", name="Registered"))
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator(".firms th[aria-sort=ascending]")).to_contain_text("Registered")
