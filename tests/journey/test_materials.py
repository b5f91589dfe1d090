"""A controlled purchase from its receipt to its use: two keepers and a supervising officer at the browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from journey.stages import Stage, staged
from journey.visits import LOOKS, Visitor, follow, sign_in, sound

pytestmark = pytest.mark.journey

WORDS = {
    "zh": {
        "received": "购入验收",
        "issued": "领用出库",
        "enter": "登记",
        "ask": "请另一名保管人复核",
        "confirm": "复核通过",
    },
    "en": {
        "received": "Received",
        "issued": "Issued to use",
        "enter": "Enter",
        "ask": "Ask another keeper to confirm",
        "confirm": "Confirm",
    },
}
WHOLE = {"zh": "链条全部完整", "en": "every chain is whole"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo being served, with its cast and some weeks of controlled materials."""
    with staged(tmp_path_factory.mktemp("materials"), "wutong.portal.materials.setup.demo.furnish") as served:
        yield served


def enter(page: Page, kind: str, act: str, **fields: str) -> None:
    """Fill in the form of a kind of entry and send it."""
    follow(page, page.get_by_role("link", name=kind, exact=True))
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    follow(page, page.get_by_role("button", name=act))


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_purchase_is_received_issued_by_two_and_verified(
    visitor: Visitor, stage: Stage, language: str, width: int
) -> None:
    words, purpose = WORDS[language], f"journey {language}"
    keeper = visitor.window(language=language, width=width)
    sign_in(visitor, keeper, stage, "user")
    visitor.open(keeper, "/materials/")
    sound(visitor, keeper, f"materials-{language}-{width}")
    visitor.open(keeper, "/materials/stocks/1/")
    enter(keeper, words["received"], words["enter"], quantity="2.5", supplier=purpose)
    expect(keeper.locator(".done")).to_be_visible()
    enter(keeper, words["issued"], words["ask"], quantity="1.5", purpose=purpose)
    expect(keeper.locator("[id^=entry-]").filter(has_text=words["issued"]).first).not_to_contain_text(purpose)
    second = visitor.window(language=language, width=width)
    sign_in(visitor, second, stage, "manager")
    visitor.open(second, "/materials/waiting/")
    row = second.locator("tbody tr").filter(has_text=purpose)
    sound(visitor, second, f"materials-waiting-{language}-{width}")
    follow(second, row.get_by_role("button", name=words["confirm"]))
    expect(second.locator("[id^=entry-]").filter(has_text=words["issued"]).first).to_contain_text(purpose)
    sound(visitor, second, f"materials-stock-{language}-{width}")
    officer = visitor.window(language=language, width=width)
    sign_in(visitor, officer, stage, "reviewer")
    visitor.open(officer, "/materials/supervision/")
    sound(visitor, officer, f"materials-supervision-{language}-{width}")
    follow(officer, officer.locator("form[action$='/supervision/verify/'] button"))
    expect(officer.locator(".done")).to_contain_text(WHOLE[language])
