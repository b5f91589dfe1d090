"""A case of joint review at the browser: applied for, accepted, two opinions, granted, delivered, read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from journey.stages import Stage, staged
from journey.visits import LOOKS, Visitor, follow, settle, sign_in, sound
from portal.files.drawn import pdf
from wutong.kernel import clock

pytestmark = pytest.mark.journey
FURNISH = ("wutong.portal.cases.demo.people.gather", "wutong.portal.appointments.demo.furnish")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo with its cast, and who answers for what."""
    with staged(tmp_path_factory.mktemp("cases"), *FURNISH) as served:
        yield served


def fill(page: Page) -> None:
    """Choose in every field that is shown, fill in every empty one that is shown then, and go on."""
    shown, soon = page.locator("main form.case-form .mb-3:not([hidden])"), clock.today() + timedelta(days=99)
    for choice in shown.locator("select").all():
        choice.select_option(index=1)
    for control in shown.locator("input, textarea").all():
        if not control.input_value():
            control.fill(f"{soon:%Y-%m-%d}" if control.get_attribute("type") == "date" else "3")
    follow(page, page.locator("button[value=next]"))


def apply_for(visitor: Visitor, page: Page, code: str) -> str:
    """From the guide to the receipt; returns the path of the case."""
    visitor.open(page, f"/services/{code}/")
    follow(page, page.locator(f"a[href$='/cases/begin/{code}/']"))
    follow(page, page.locator("form.case-begin button[type=submit]"))
    while "/fill/" in page.url:
        fill(page)
    page.wait_for_url("**/papers/")
    while page.locator(".case-paper.is-missing").count():
        paper = page.locator(".case-paper.is-missing").first
        files = paper.locator("input[type=file]")
        if files.count():
            files.set_input_files({"name": "paper.pdf", "mimeType": "application/pdf", "buffer": pdf()})
        follow(page, paper.locator("form button[type=submit]").last)
    follow(page, page.locator("a[href$='/send/']").last)
    follow(page, page.locator("main form button[type=submit]").last)
    assert "/receipt/" in page.url
    return page.url.split("/receipt/")[0]


def do(page: Page, case: str, act: str, **told: str) -> None:
    """An act on the page of the case."""
    page.goto(f"{case}/")
    box = page.locator(f"#act-{act}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for name, value in told.items():
        box.locator(f"[name$={name}]").fill(value)
    for tick in box.locator("input[type=checkbox]").all():
        tick.check()
    box.locator("button[type=submit]").click()
    expect(page.locator(f"#act-{act}")).to_have_count(0)  # in the page's middle, which alone is new
    settle(page)


def give_opinion(page: Page, case: str) -> None:
    """An opinion of one's own department."""
    page.goto(f"{case}/")
    follow(page, page.locator("a[href*='/opinions/']").first)
    page.locator("[name$=verdict]").first.check()
    page.locator("textarea[name$=text]").fill("同意，落实追溯与销毁")
    follow(page, page.locator("main form button[type=submit]").first)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_joint_review_from_the_guide_to_the_certificate(
    visitor: Visitor, stage: Stage, language: str, width: int
) -> None:
    user, clerk, officer, customs = (visitor.window(language=language, width=width) for _ in range(4))
    for page, name in ((user, "user"), (clerk, "clerk"), (officer, "reviewer"), (customs, "customs")):
        sign_in(visitor, page, stage, name)
    case = apply_for(visitor, user, "GS17")
    sound(visitor, user, f"cases-receipt-{language}-{width}")
    do(clerk, case, "accept")
    give_opinion(customs, case)
    give_opinion(officer, case)
    do(officer, case, "conclude")
    do(officer, case, "grant", decision="准予列入名单")
    sound(visitor, officer, f"cases-granted-{language}-{width}")
    do(clerk, case, "deliver")
    path = case.removeprefix(stage.address)
    visitor.open(user, f"{path}/")
    sound(visitor, user, f"cases-case-{language}-{width}")
    expect(user.locator("[aria-labelledby=letters-title] a")).to_have_count(4)
    follow(user, user.locator("[aria-labelledby=letters-title] a").last)
    expect(user.locator(".case-letter")).to_contain_text("ZS-GS17")
    sound(visitor, user, f"cases-letter-{language}-{width}")
    for path in ("/cases/", "/filings/", "/voice/", "/voice/new/", "/cases/begin/GS19/"):
        visitor.open(user, path)
        sound(visitor, user, f"cases-{path.strip('/').replace('/', '-')}-{language}-{width}")
    for path in ("/cases/work/?tab=all", "/cases/statistics/"):
        visitor.open(officer, path)
        sound(visitor, officer, f"cases-{path.split('?')[0].strip('/').replace('/', '-')}-{language}-{width}")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_visit_to_the_window_booked_and_moved(visitor: Visitor, stage: Stage, language: str, width: int) -> None:
    mine, clerk = (visitor.window(language=language, width=width) for _ in range(2))
    sign_in(visitor, mine, stage, "reviewer")
    sign_in(visitor, clerk, stage, "clerk")
    visitor.open(mine, "/services/GS19/")
    follow(mine, mine.locator("a[href*='/appointments/new/']"))
    follow(mine, mine.locator(".visit-day").last)
    sound(visitor, mine, f"visits-times-{language}-{width}")
    follow(mine, mine.locator("#times button:enabled").first)
    expect(mine.locator(".case-code svg")).to_be_visible()
    sound(visitor, mine, f"visits-one-{language}-{width}")
    booked = mine.url.removeprefix(stage.address)
    follow(mine, mine.locator("a[href$='/move/']"))
    follow(mine, mine.locator(".visit-day").last)
    follow(mine, mine.locator("#times button:enabled").last)
    expect(mine.locator(".case-code svg")).to_be_visible()
    visitor.open(mine, "/appointments/")
    sound(visitor, mine, f"visits-mine-{language}-{width}")
    visitor.open(mine, booked)
    follow(mine, mine.locator("form[action$='/cancel/'] button"))  # so that another look can book the same
    visitor.open(clerk, "/appointments/window/")
    follow(clerk, clerk.locator(".case-find a[href*='day=']").last)
    sound(visitor, clerk, f"visits-day-{language}-{width}")
    follow(clerk, clerk.locator("a[href$='/groups/']"))
    sound(visitor, clerk, f"visits-groups-{language}-{width}")
