"""At the browser: a dossier is made and fetched, things are followed, and a new release tells what it changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from journey.stages import Stage, staged
from journey.visits import Visitor, barriers, follow, overflow, sign_in
from portal.changed_release import copy_of
from wutong.kernel.home import Home
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.publish.release import serving

pytestmark = pytest.mark.journey

WIDTHS = ((1280, "light"), (390, "dark"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two releases."""
    return copy_of(tmp_path_factory.mktemp("changed"))[0]


@pytest.fixture(scope="module")
def subject(home: Home) -> str:
    """An enterprise of two registrations, the later of which came with the later release."""
    sql = "SELECT enterprise_id FROM enterprises WHERE tier = 'core' ORDER BY record_count DESC, enterprise_id LIMIT 1"
    with Reading(serving(home)) as reading:
        return str(reading.query(sql).rows[0][0])


@pytest.fixture(scope="module")
def stage(home: Home) -> Iterator[Stage]:
    """The two releases being served to a cast of their own."""
    with staged(home.root) as running:
        yield running


def look(visitor: Visitor, page: Page, path: str, name: str) -> None:
    visitor.open(page, path)
    visitor.keep(page, name)
    assert overflow(page) <= 0, name
    assert barriers(page) == [], name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_dossier_is_made_and_fetched(visitor: Visitor, subject: str, language: str, tmp_path: Path) -> None:
    page = visitor.window(language=language)
    visitor.open(page, f"/enterprises/{subject}/")
    follow(page, page.locator(f"a[href='/dossiers/{subject}/']"))
    follow(page, page.locator("main form button[type=submit]").first)
    link = page.locator("#exports a[download]").first
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as download:
        link.click()
    path = tmp_path / "dossier.pdf"
    download.value.save_as(path)
    assert len(PdfReader(path).pages) > 2
    for width, theme in WIDTHS:
        narrow = visitor.window(language=language, width=width, theme=theme)
        look(visitor, narrow, f"/dossiers/{subject}/", f"dossier-{language}-{width}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_things_are_followed_and_tell_what_changed(visitor: Visitor, stage: Stage, subject: str, language: str) -> None:
    page = visitor.window(language=language)
    sign_in(visitor, page, stage, "admin")
    expect(page.locator(".follow-mark")).to_be_visible()
    for path in (f"/enterprises/{subject}/", "/chain/active_ingredients/", "/enterprises/?segment=device"):
        visitor.open(page, path)
        button = page.locator(".follow-form button").first
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        expect(page.locator(".follow-form button[aria-pressed=true]")).to_be_visible()
    visitor.open(page, "/following/")
    expect(page.locator(".follow-lines").first).to_be_visible(timeout=90_000)
    for width, _theme in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        look(visitor, page, "/following/", f"following-{language}-{width}")
    every = page.locator("a[href^='/following/']", has_text={"zh": "全部变化", "en": "All its changes"}[language])
    follow(page, every.first)
    assert barriers(page) == []
    visitor.keep(page, f"following-one-{language}")
    visitor.open(page, "/following/")
    follow(page, page.locator(".follow-card form button").first)
    follow(page, page.locator(".done button"))
    expect(page.locator(".follow-card")).to_have_count(3)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_release_tells_what_it_changed(visitor: Visitor, language: str) -> None:
    for width, theme in WIDTHS:
        page = visitor.window(language=language, width=width, theme=theme)
        visitor.open(page, "/changes/")
        expect(page.locator(".follow-tile").first).to_be_visible(timeout=90_000)
        look(visitor, page, "/changes/", f"changes-{language}-{width}")
        follow(page, page.locator(".follow-tile").first)
        expect(page.locator(".chip")).to_be_visible()
        assert barriers(page) == []
