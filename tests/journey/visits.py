"""Visits to pages: open, wait, look, and check what every page must hold."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from journey.stages import Stage
from wutong.catalog.root import declarations

LANGUAGES = {"zh": ("zh-hans", "zh-CN"), "en": ("en", "en-US")}
HEIGHTS = {1280: 900, 390: 844}
# Each page is looked at closely in both, and must fit the other width of each language too. Continuous integration
# looks at the first only: there is no time for both.
_BOTH = (("zh", 1280), ("en", 390))
LOOKS = _BOTH[:1] if os.environ.get("CI") else _BOTH
# All of the page is there and nothing of it is on its way: its charts are drawn; htmx neither waits for a part nor has
# yet to bind one that has come, whose buttons would load a whole page until then; and it will not look again by itself.
# A function: a page whose policy forbids `eval` would let Playwright evaluate an expression once only, and fail then.
SETTLED = """() => document.readyState === 'complete' && document.fonts.status === 'loaded' && !document.querySelector(
    '[data-chart]:empty, .htmx-request, .htmx-swapping, .htmx-settling, .htmx-added, [hx-trigger^="load delay"]')"""


@dataclass
class Visitor:
    """One person, with as many windows as it takes."""

    server: str
    browser: Browser
    output: Path
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, *, language: str = "zh", width: int = 1280, theme: str = "light") -> Page:
        """A new window of a reader of `language`."""
        cookie, locale = LANGUAGES[language]
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, locale=locale, reduced_motion="reduce"
        )
        context.add_cookies(
            [
                {"name": "wutong_language", "value": cookie, "url": self.server},
                {"name": "wutong_theme", "value": theme, "url": self.server},
            ]
        )
        context.set_default_timeout(90_000)  # on a busy machine
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def open(self, page: Page, path: str) -> None:
        """Go to `path`, or to an address of this server, and wait until all of it is there."""
        response = page.goto(self.server + path.removeprefix(self.server))
        assert response is not None
        assert response.status == 200, path
        settle(page)

    def keep(self, page: Page, name: str) -> None:
        """Keep a picture of the whole page, once all of it has been in the window."""
        settle(page)
        self.output.mkdir(parents=True, exist_ok=True)
        window = page.viewport_size
        assert window is not None
        # A window as tall as the page, since Chromium leaves out parts of a page that it makes taller for the picture.
        page.set_viewport_size({"width": window["width"], "height": height(page)})
        if not os.environ.get("CI"):  # where nobody looks at them
            page.screenshot(path=self.output / f"{name}.png", full_page=True, animations="disabled")
        page.set_viewport_size(window)

    def leave(self) -> None:
        """Close every window; fail where the console was written to."""
        for context in self._contexts:
            context.close()
        assert self.complaints == []

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


def sign_in(visitor: Visitor, page: Page, stage: Stage, username: str) -> None:
    """By keyboard alone."""
    visitor.open(page, "/accounts/login/?next=/accounts/me/")
    page.locator("#id_login").focus()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(stage.passwords[username])
    with leaving(page):
        page.keyboard.press("Enter")
    assert page.url == stage.address + "/accounts/me/", page.url


def settle(page: Page) -> None:
    """Wait until all of the page is there. What is asked of a page only once, and not until it holds, comes after this.

    It cannot know of a page that is yet to come: what leads to one is pressed by `follow`, or within `leaving`.
    """
    page.wait_for_function(SETTLED)


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done within leads to another page, or to the same anew; at the end all of that is there."""
    with page.expect_navigation():
        yield
    settle(page)


def follow(page: Page, control: Locator) -> None:
    """Press what leads to another page, or to the same anew, and wait until all of it is there.

    Never `control.click()`, which returns when the new page begins to come: what follows would look at half of it.
    """
    with leaving(page):
        control.click()


def sound(visitor: Visitor, page: Page, name: str) -> None:
    """The page keeps nobody out and fits its window, and the other width as well; a picture of it is kept."""
    visitor.keep(page, name)
    assert overflow(page) <= 0
    assert barriers(page) == []
    window = page.viewport_size
    assert window is not None
    other = next(width for width in HEIGHTS if width != window["width"])
    page.set_viewport_size({"width": other, "height": HEIGHTS[other]})
    page.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth", timeout=30_000)
    page.set_viewport_size(window)


def barriers(page: Page) -> list[str]:
    """What keeps people out, as axe sees it: serious and critical violations, with where they are."""
    settle(page)
    # Evaluated rather than added as a script, which the page's content security policy rightly refuses.
    axe = (declarations() / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def height(page: Page) -> int:
    """Of the whole page, in pixels."""
    return int(page.evaluate("document.documentElement.scrollHeight"))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    settle(page)
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
