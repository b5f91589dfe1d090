"""Silence that is consent, at the browser: a filing is entered, time passes, the record is read and added to."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from journey.stages import Stage, staged, surroundings
from journey.visits import LOOKS, Visitor, follow, sign_in, sound
from wutong.kernel import clock

pytestmark = pytest.mark.journey

TICK = "from wutong.cli.main import main; main()"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo lives."""
    return tmp_path_factory.mktemp("filings")


@pytest.fixture(scope="module")
def stage(home: Path) -> Iterator[Stage]:
    """The demo with its cast and what its enterprise follows."""
    with staged(home, "wutong.portal.filings.demo.furnish") as running:
        yield running


def tick(home: Path) -> None:
    """What cron would do; the server ticks by itself too, and what one has done the other leaves alone."""
    subprocess.run([sys.executable, "-c", TICK, "tick", "--home", str(home)], check=True, env=surroundings())


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_ind_to_which_silence_is_consent(
    visitor: Visitor, stage: Stage, home: Path, language: str, width: int
) -> None:
    page, look = visitor.window(language=language, width=width), f"{language}-{width}"
    sign_in(visitor, page, stage, "user")
    visitor.open(page, "/filings/")
    sound(visitor, page, f"filings-clocks-{look}")
    follow(page, page.locator("a[href*='/tracked/new/']"))
    sound(visitor, page, f"filings-new-{look}")
    page.locator("[name=kind]").select_option("drug_trial")
    page.locator("[name=product]").fill("HB-205")
    page.locator("[name=acceptance_number]").fill(f"CXHL26{width:05d}")
    page.locator("[name=accepted_on]").fill((clock.today() - timedelta(days=120)).isoformat())
    page.locator("[name=complete]").check()
    follow(page, page.locator("main form.case-form button[type=submit]"))
    filing = page.url
    tick(home)
    visitor.open(page, filing)
    expect(page.locator(".page-lead")).to_contain_text("视为同意" if language == "zh" else "Consent implied")
    sound(visitor, page, f"filings-consented-{look}")
    follow(page, page.locator("a[href$='/letter/']"))
    expect(page.locator(".case-letter")).to_contain_text("第十九条" if language == "zh" else "article 19")
    sound(visitor, page, f"filings-letter-{look}")
    visitor.open(page, filing)
    box = page.locator("details", has=page.locator("form[action$='/later_word/']"))
    box.locator("summary").click()
    box.locator("[name$=reason]").fill("期限内曾收到补充通知")
    follow(page, box.locator("button[type=submit]"))
    expect(page.locator(".alert")).to_contain_text("期限内曾收到补充通知")
    expect(page.locator("a[href$='/letter/']")).to_have_count(1)  # the record of consent stays
    visitor.open(page, "/filings/tracked/?tab=all")
    sound(visitor, page, f"filings-tracked-{look}")
    follow(page, page.locator("a", has_text="一次性使用微球栓塞导管"))
    sound(visitor, page, f"filings-questioned-{look}")
