"""The system's Chromium, a real server over a real release, and who looks at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from journey.stages import Stage, served
from journey.visits import Visitor
from portal.releases import release_home

CHROMIUM_ARGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the portal. A file that looks at another release has a `server` of its own."""
    with served(release_home) as address:
        yield address


@pytest.fixture(scope="module")
def stage() -> Stage | None:
    """The demo with its cast: a file whose visitors sign in has a `stage` of its own, which is then what they see."""
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed; apt-get install chromium")
    expect.set_options(timeout=30_000)  # a busy machine is no broken page, and what is there is not waited for
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(stage: Stage | None, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Someone at the browser. At the end, nothing may have been written to the console."""
    address = stage.address if stage else request.getfixturevalue("server")
    one = Visitor(address, browser, Path(request.config.rootpath) / "test-output" / "screens")
    yield one
    one.leave()
