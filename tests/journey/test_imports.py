"""Imports at the browser: the guide walked and kept, a shipment cleared by customs, received, used and destroyed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from journey.stages import Stage, staged
from journey.visits import LOOKS, Visitor, follow, sign_in, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo with its cast and what they have imported."""
    with staged(tmp_path_factory.mktemp("imports"), "wutong.portal.imports.demo.furnish") as served:
        yield served


def answer(page: Page, code: str, value: str) -> None:
    page.locator(f"input[name={code}][value={value}]").check()
    follow(page, page.locator("main form button[type=submit]").first)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_from_the_guide_to_the_last_of_a_shipment(visitor: Visitor, stage: Stage, language: str, width: int) -> None:
    mine, customs = (visitor.window(language=language, width=width) for _ in range(2))
    sign_in(visitor, mine, stage, "user")
    sign_in(visitor, customs, stage, "customs")
    visitor.open(mine, "/imports/")
    answer(mine, "administered", "none")
    answer(mine, "controlled", "none")
    answer(mine, "origin", "unknown")
    expect(mine.locator(".import-open")).to_contain_text("VS15")
    follow(mine, mine.locator(".page-actions a").first)  # a step back
    answer(mine, "origin", "blood")
    sound(visitor, mine, f"imports-question-{language}-{width}")
    answer(mine, "genetic", "none")
    answer(mine, "bonded", "none")
    expect(mine.locator(".import-told")).to_contain_text("GS16")
    mine.locator("#id_item").fill("Serum panel")
    follow(mine, mine.locator("form[action$='/keep/'] button"))
    expect(mine.get_by_role("heading", level=1)).to_have_text("Serum panel")
    sound(visitor, mine, f"imports-result-{language}-{width}")
    visitor.open(mine, "/imports/approvals/?stand=usable&sort=number")
    sound(visitor, mine, f"imports-approvals-{language}-{width}")
    visitor.open(mine, "/imports/approvals/?q=0131")
    follow(mine, mine.locator("tbody th a"))
    mine.locator("#id_quantity").fill("0.5")
    follow(mine, mine.locator("form[action$='/declare/'] button"))
    mine.wait_for_url("**/imports/shipments/*/")
    address = mine.url.removeprefix(stage.address)
    visitor.open(customs, address)
    follow(customs, customs.locator("form[action$='/clear/'] button"))
    visitor.open(mine, address)
    follow(mine, mine.locator("form[action$='/receive/'] button"))
    mine.locator("#id_quantity").fill("0.2")
    mine.locator("#id_note").fill("P1, Lin")
    follow(mine, mine.locator("form[action$='/spend/'] button"))
    mine.locator("#id_move").select_option("destroy")
    mine.locator("#id_quantity").fill("0.3")
    mine.locator("#id_note").fill("Autoclave, Wang")
    follow(mine, mine.locator("form[action$='/spend/'] button"))
    expect(mine.locator("[aria-labelledby=custody-title] tbody tr")).to_have_count(3)
    expect(mine.locator(".import-way .is-reached")).to_have_count(4)
    sound(visitor, mine, f"imports-shipment-{language}-{width}")
    visitor.open(customs, "/imports/opinions/")
    follow(customs, customs.locator("tbody th a").first)
    sound(visitor, customs, f"imports-opinion-{language}-{width}")
