"""Journeys over classes of devices, in both languages, wide and narrow: a question, a file, a decision."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from journey.stages import served
from journey.visits import LOOKS, Visitor, barriers, follow, leaving, overflow, sound
from portal.device_release import device_home

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

PAGES = {
    "device-ask": "/device-class/",
    "device-catalogue": "/device-class/catalogue/",
    "device-decisions": "/device-class/decisions/?sort=product",
    "device-nothing": "/device-class/decisions/?q=nosuchthing",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The portal over a release that holds decisions."""
    with served(device_home) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_sound(visitor: Visitor, name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, PAGES[name])
    sound(visitor, page, f"{name}-{language}-{width}")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_from_an_example_to_a_decision(visitor: Visitor, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, "/device-class/")
    follow(page, page.locator(".device-examples a").first)
    with leaving(page):
        page.locator("#id_product").press("Enter")
    expect(page.locator("#answer .device-codes li")).to_have_count(3)
    visitor.keep(page, f"device-answer-{language}-{width}")
    assert overflow(page) <= 0
    assert barriers(page) == []
    link = page.locator(".device-alike a").first
    name = link.inner_text()
    follow(page, link)
    expect(page.locator("h1")).to_have_text(name)
    assert barriers(page) == []
    follow(page, page.locator("main form button"))
    expect(page.locator(".device-alike a").first).to_have_text(name)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_unsure_answer_says_what_to_add(visitor: Visitor, theme: str) -> None:
    page = visitor.window(theme=theme)
    visitor.open(page, "/device-class/")
    page.locator("#id_product").fill("QX-9")
    follow(page, page.locator("#question button"))
    expect(page.locator("#answer .alert li")).not_to_have_count(0)
    visitor.keep(page, f"device-unsure-{theme}")
    assert barriers(page) == []


def test_a_file_is_answered_in_the_background(visitor: Visitor, tmp_path: Path) -> None:
    given = tmp_path / "products.csv"
    given.write_text("产品名称,产品描述\n叩诊锤,用于叩诊\n按摩枕,用于放松\n", encoding="utf-8")
    page = visitor.window(language="en")
    visitor.open(page, "/device-class/")
    page.locator("#id_file").set_input_files(given)
    follow(page, page.locator("#file button"))
    assert page.url.endswith("/exports/")
    expect(page.locator("#exports a[download]").first).to_be_visible(timeout=90_000)
    with page.expect_download() as held:
        page.locator("#exports a[download]").first.click()
    assert "risk_class" in held.value.path().read_text(encoding="utf-8-sig")
