"""Journeys over trials and indicators, in both languages, wide and narrow."""

import re

import pytest
from playwright.sync_api import expect

from journey.visits import LOOKS, Visitor, barriers, follow, leaving, sound
from portal.drawn_trials import CHANGED, STUDIES, TIED

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

PAGES = {
    "trials": "/trials/",
    "trials-narrowed": "/trials/?q=invented&phase=2&country=China",
    "trials-nothing": "/trials/?q=there+is+no+such+trial",
    "trial": f"/trials/{CHANGED}/",
    "figures": "/indicators/",
    "figure": "/indicators/trials_registered/?by=phase&where=register:ctgov&where=phase:nosuch",
    "figure-share": "/indicators/share_of_trials/?by=year&within=register:ctgov",
    "figure-growth": "/indicators/registration_growth/",
    "figure-by-two": "/indicators/trials_registered/?by=phase&by=status",
    "figure-nothing": "/indicators/monitored_revenue/",
    "figure-bound": "/indicators/financing_after_event_count/?by=window&where=days:90",
}

# Charts after which their row has room left.
UNEVEN = """[...document.querySelectorAll('.record-charts > .panel')].filter((one, at, all) => {
    const next = all[at + 1], right = one.parentElement.getBoundingClientRect().right;
    const isLast = !next || next.getBoundingClientRect().top > one.getBoundingClientRect().top + 1;
    return isLast && Math.abs(one.getBoundingClientRect().right - right) > 2;
}).map(one => one.innerText.split('\\n')[0])"""


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_sound(visitor: Visitor, name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, PAGES[name])
    sound(visitor, page, f"{name}-{language}-{width}")


@pytest.mark.parametrize("name", ["trials", "trial", "figure"])
def test_dark_page_is_sound(visitor: Visitor, name: str) -> None:
    page = visitor.window(theme="dark")
    visitor.open(page, PAGES[name])
    visitor.keep(page, f"{name}-dark")
    assert barriers(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_number_to_the_same_trial_in_another_register(visitor: Visitor, language: str) -> None:
    page = visitor.window(language=language)
    visitor.open(page, "/")
    page.locator("header .dropdown-toggle").click()
    follow(page, page.locator('header a[href="/trials/"]'))
    page.locator("#q").fill(TIED)
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"q={TIED}"))
    follow(page, page.locator("#trials tbody th a").first)
    expect(page.locator(".page-code")).to_have_text(TIED)
    follow(page, page.locator(f'a[href="/trials/{CHANGED}/"]'))
    expect(page.locator(".page-code")).to_have_text(CHANGED)
    expect(page.locator(".timeline-list del")).to_have_count(3)  # its phase, its status and its title


def test_where_a_fact_is_from_opens_by_keyboard(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, PAGES["trial"])
    page.locator(".origin-button").first.focus()
    page.keyboard.press("Enter")
    note = page.locator(".explain:popover-open")
    expect(note).to_contain_text("studies.jsonl")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()


def test_a_facet_and_a_bar_narrow_the_list(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/trials/")
    assert page.evaluate(UNEVEN) == []
    follow(page, page.locator(".facet-links a", has_text="ClinicalTrials.gov"))
    expect(page).to_have_url(re.compile("register=ctgov"))
    expect(page.locator("#trials .card-hint strong")).to_have_text(str(STUDIES))
    page.locator("#trials-phase summary").click()
    link = page.locator("#trials-phase td a").first
    count = link.inner_text()
    follow(page, link)
    expect(page).to_have_url(re.compile("register=ctgov&phase="))
    expect(page.locator("#trials .card-hint strong")).to_have_text(count)


def test_the_list_is_taken_away_with_progress(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    for _ in range(2):  # the second time from what is kept
        visitor.open(page, "/trials/?phase=2")
    page.get_by_role("button", name="Export as Excel file").click()
    ready = page.locator("#exports a[href$='/file/']")
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        ready.click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_an_indicator_is_told_by_another_dimension_and_narrowed(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/indicators/trials_registered/")
    with leaving(page):
        page.locator("#by").select_option("status")
    expect(page).to_have_url(re.compile("by=status"))
    lines = page.locator('section[aria-labelledby="lines-title"] tbody tr')
    line = lines.filter(has=page.locator("a[href*='where=status']")).last
    count = line.locator("td.text-end").first.inner_text()
    follow(page, line.locator("a"))
    expect(page).to_have_url(re.compile("where=status"))
    expect(page.locator(".figure-facts dd").first).to_have_text(count)
    expect(page.locator(".chip")).to_have_count(1)
    follow(page, page.locator("#rows tbody a").first)
    expect(page).to_have_url(re.compile("/trials/"))


def test_figures_are_told_by_two_dimensions_and_taken_away(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/indicators/trials_registered/?by=phase")
    expect(page.locator("#chart-over-time")).to_be_visible()
    with leaving(page):
        page.locator("#and-by").select_option("status")
    expect(page).to_have_url(re.compile("by=phase&by=status"))
    expect(page.locator('section[aria-labelledby="lines-title"] thead th').nth(1)).to_contain_text("Status")
    page.locator(".figure-files summary").click()
    with page.expect_download() as waiting:
        page.locator(".figure-files a", has_text="Figures · CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Phase,")
    assert "Status" in text.splitlines()[0]
