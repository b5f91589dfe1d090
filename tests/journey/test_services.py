"""Journeys through the service zone, in both languages, wide and narrow."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from journey.visits import LOOKS, Visitor, barriers, follow, sound

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

PAGES = {
    "services": "/services/",
    "services-narrowed": "/services/?issue=materials&stage=L1&kind=basic",
    "services-nothing": "/services/?q=there+is+no+such+service",
    "service": "/services/GS16/",
    "service-filing": "/services/GS11/",
}


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_sound(visitor: Visitor, name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, PAGES[name])
    sound(visitor, page, f"{name}-{language}-{width}")


@pytest.mark.parametrize("name", ["services", "service"])
def test_dark_page_is_sound(visitor: Visitor, name: str) -> None:
    page = visitor.window(theme="dark")
    visitor.open(page, PAGES[name])
    visitor.keep(page, f"{name}-dark")
    assert barriers(page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_an_issue_and_stage_to_a_guide(visitor: Visitor, language: str) -> None:
    page = visitor.window(language=language)
    visitor.open(page, "/")
    follow(page, page.locator('header a[href="/services/"]').first)
    follow(page, page.locator('.service-grid a[href="?issue=platforms&stage=L3"]'))
    expect(page).to_have_url(re.compile("stage=L3"))
    follow(page, page.locator('a[href="/services/GS12/"]'))
    expect(page.locator("h1")).to_contain_text("GS12")
    expect(page.locator(".guide-steps li")).to_have_count(7)  # a panel evaluates, and the review goes on


def test_a_printed_guide_fills_its_first_page(visitor: Visitor) -> None:
    """Its times begin on the first sheet, and its address is there too: no table waits for a page of its own."""
    page = visitor.window(language="en")
    visitor.open(page, "/services/GS09/")
    first = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
    assert "How long it takes" in first and "Asking once" in first
    assert "/services/GS09/" in "".join(first.split())
