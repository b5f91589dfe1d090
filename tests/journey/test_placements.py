"""A doctor in an enterprise at the browser: needed, found, agreed on by three, logged, rated, paid for, founding."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from journey.stages import Stage, staged
from journey.visits import LOOKS, Visitor, follow, sign_in, sound
from wutong.kernel import clock

pytestmark = pytest.mark.journey
FURNISH = ("wutong.portal.cases.demo.people.gather", "wutong.portal.placements.demo.furnish")
PARTS = ("user", "manager", "doctor", "university")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo with its cast, who answers for what, and a doctor at work."""
    with staged(tmp_path_factory.mktemp("placements"), *FURNISH) as served:
        yield served


def fill(page: Page, act: str, told: dict[str, str]) -> None:
    """Fill in or choose what is told, each by the end of its field's name."""
    for name, value in told.items():
        field = page.locator(f"#{act} [name$={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value) if value else field.select_option(index=0)
        else:
            field.fill(value)


def today() -> str:
    """As a date field takes it. Asked for at each act: a journey may set out before midnight and arrive after it."""
    return f"{clock.today():%Y-%m-%d}"


def do(page: Page, placement: str, act: str, **told: str) -> None:
    """An act on the page of the placement."""
    page.goto(placement)
    box = page.locator(f"#act-{act}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    fill(page, f"act-{act}", told)
    follow(page, box.locator("button[type=submit]"))
    expect(page.locator("main .alert-danger")).to_have_count(0)


def need(visitor: Visitor, page: Page, topic: str) -> str:
    """An enterprise says whom it needs; returns the address of the placement."""
    visitor.open(page, "/services/VS02/")
    follow(page, page.locator("a[href$='/cases/begin/VS02/']"))
    assert page.url.endswith("/placements/new/")
    told = {
        "topic": topic,
        "task": "提高收率",
        "spending": "800000",
        "months": "1",
        "days_a_month": "8",
        "pay": "12000",
    }
    fill(page, "need", {**told, "outputs": "1", "rights": "成果归企业，博士署名"})
    page.locator("[name=is_independent]").check()
    follow(page, page.locator("#need button[type=submit]"))
    return page.url


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_from_the_need_to_the_subsidy_and_a_firm_of_ones_own(
    visitor: Visitor, stage: Stage, language: str, width: int
) -> None:
    user, manager, doctor, university = (visitor.window(language=language, width=width) for _ in PARTS)
    for page, name in zip((user, manager, doctor, university), PARTS, strict=True):
        sign_in(visitor, page, stage, name)
    topic = f"Membranes {language}"
    one = need(visitor, user, topic)
    do(university, one, "publish")
    visitor.open(doctor, "/placements/")
    follow(doctor, doctor.get_by_role("link", name=topic))
    sound(visitor, doctor, f"placements-post-{language}-{width}")
    do(doctor, one, "apply", words="课题组做过放大", doctor_owns="no", unit_owns="no")
    do(user, one, "choose")
    do(university, one, "clear")
    for page in (manager, doctor, university):
        do(page, one, "sign")
    do(user, one, "onboard", ip_on=today(), nda_on=today(), safety_on=today())
    do(user, one, "add_milestone", title="小试报告", due_on=today())
    do(user, one, "begin")
    do(doctor, one, "log", month="", days="1", work="参数优化")
    do(user, one, "confirm_log", month="", days="1")
    do(user, one, "reach", milestone="", on=today(), evidence="报告 V1")
    do(doctor, one, "add_output", kind="training", title="分析方法培训", on=today())
    do(doctor, one, "close_year", report="完成")
    do(university, one, "rate", grade="excellent", words="按计划完成")
    do(user, one, "claim", year="1", pay="5000")
    do(university, one, "grant", year="1")
    do(doctor, one, "announce", reason="设立衍生企业")
    do(university, one, "permit")
    user.goto(one)
    expect(user.locator(".placement-line")).to_have_count(4)
    expect(user.locator(".placement-line .is-short")).to_have_count(0)
    expect(user.locator("[aria-labelledby=results-title]")).to_contain_text("3,500")
    sound(visitor, user, f"placements-founded-{language}-{width}")
    visitor.open(university, "/placements/?tab=all")
    sound(visitor, university, f"placements-list-{language}-{width}")
    follow(university, university.locator("tbody th a", has_text="双特异性"))  # halfway through its year
    expect(university.locator(".placement-line .is-short")).to_have_count(1)
    sound(visitor, university, f"placements-short-{language}-{width}")
    follow(university, university.locator("a[href$='/agreement/']"))
    sound(visitor, university, f"placements-agreement-{language}-{width}")
