"""At the browser: a dossier is made and fetched, things are followed, and a new release tells what it changed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from journey.conftest import with_portal
from journey.stages import SERVE, Stage
from journey.visits import Visitor, barriers, overflow
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
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}
    command = [sys.executable, "-c", SERVE, str(with_portal(home.root))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rstrip("/")
        held = json.loads((home.portal / "demo-accounts.json").read_text(encoding="utf-8"))
        try:
            yield Stage(address, {name: kept["password"] for name, kept in held.items()})
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture
def visitor(stage: Stage, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Someone at the browser of these releases. At the end, nothing may have been written to the console."""
    one = Visitor(stage.address, browser, Path(request.config.rootpath) / "test-output" / "screens")
    yield one
    one.leave()


def sign_in(visitor: Visitor, page: Page, stage: Stage) -> None:
    name = sorted(stage.passwords)[0]
    visitor.open(page, "/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", stage.passwords[name])
    page.click("main button[type=submit]")
    expect(page.locator(".follow-mark")).to_be_visible()


def look(visitor: Visitor, page: Page, path: str, name: str) -> None:
    visitor.open(page, path)
    visitor.keep(page, name)
    assert overflow(page) <= 0, name
    assert barriers(page) == [], name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_dossier_is_made_and_fetched(visitor: Visitor, subject: str, language: str, tmp_path: Path) -> None:
    page = visitor.window(language=language)
    visitor.open(page, f"/enterprises/{subject}/")
    page.click(f"a[href='/dossiers/{subject}/']")
    page.locator("main form button[type=submit]").first.click()
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
    sign_in(visitor, page, stage)
    for path in (f"/enterprises/{subject}/", "/chain/active_ingredients/", "/enterprises/?segment=device"):
        visitor.open(page, path)
        button = page.locator(".follow-form button").first
        expect(button).to_be_visible()
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        expect(page.locator(".follow-form button[aria-pressed=true]")).to_be_visible()
    visitor.open(page, "/following/")
    expect(page.locator(".follow-lines").first).to_be_visible(timeout=90_000)
    for width, _theme in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        look(visitor, page, "/following/", f"following-{language}-{width}")
    page.locator("a[href^='/following/']", has_text={"zh": "全部变化", "en": "All its changes"}[language]).first.click()
    assert barriers(page) == []
    visitor.keep(page, f"following-one-{language}")
    visitor.open(page, "/following/")
    page.locator(".follow-card form button").first.click()
    page.locator(".done button").click()
    expect(page.locator(".follow-card")).to_have_count(3)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_release_tells_what_it_changed(visitor: Visitor, language: str) -> None:
    for width, theme in WIDTHS:
        page = visitor.window(language=language, width=width, theme=theme)
        visitor.open(page, "/changes/")
        expect(page.locator(".follow-tile").first).to_be_visible(timeout=90_000)
        look(visitor, page, "/changes/", f"changes-{language}-{width}")
        page.locator(".follow-tile").first.click()
        expect(page.locator(".chip")).to_be_visible()
        assert barriers(page) == []
