"""A real server over a real release, and the system's Chromium."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from journey.visits import Visitor
from portal.releases import kept, release_home
from wutong.catalog.root import declarations

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
SERVE = """
import sys
from pathlib import Path
from wutong.portal.server import serve
def say(address):
    sys.stdout.write(address + "\\n")
    sys.stdout.flush()
serve(host="127.0.0.1", port=0, home=Path(sys.argv[1]), workers=1, ready=say)
"""
PREPARE = (
    "import sys; from pathlib import Path; from wutong.portal.preparing import prepare; prepare(Path(sys.argv[1]))"
)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the portal, served by gunicorn as users have it."""
    with served(release_home) as address:
        yield address


@contextmanager
def served(find_home: Callable[[], Path]) -> Iterator[str]:
    """The address of a portal over that home, which is looked for only where pages can be shown."""
    if not (declarations() / "frontend" / "node_modules").is_dir():
        pytest.skip("the front-end libraries are not installed; run make setup")
    command = [sys.executable, "-c", SERVE, str(with_portal(find_home()))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings()) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
        try:
            yield address.rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=60)


def with_portal(home: Path) -> Path:
    """The home, with a portal as one finds it that was stopped: the first preparation is long, and always the same."""
    draft = home / f"portal-{os.getpid()}"
    if not (home / "portal").exists():
        shutil.copytree(kept("-portal", _prepare) / "portal", draft)
        try:
            draft.rename(home / "portal")
        except OSError:  # another process was faster
            shutil.rmtree(draft)
    return home


def _prepare(home: Path) -> None:
    subprocess.run([sys.executable, "-c", PREPARE, str(home)], env=surroundings(), check=True)


def surroundings() -> dict[str, str]:
    """Environment variables of a process with nothing of ours in them."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "WUTONG"))}


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
def visitor(server: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Someone at the browser. At the end, nothing may have been written to the console."""
    one = Visitor(server=server, browser=browser, output=Path(request.config.rootpath) / "test-output" / "screens")
    yield one
    one.leave()
