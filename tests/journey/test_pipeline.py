"""Journeys over the pipeline, its lists, a product and a hospital, in both languages, wide and narrow."""

import re
from collections.abc import Iterator

import duckdb
import pytest
from playwright.sync_api import expect

from journey.stages import served
from journey.visits import LOOKS, Visitor, barriers, follow, leaving, sound
from portal.recorded_release import recorded_home
from wutong.kernel.home import Home
from wutong.warehouse.publish.release import serving

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

LISTS = {
    "pipeline": "/pipeline/",
    "products": "/products/?stage=phase_2&stage=phase_1",
    "approvals": "/approvals/",
    "applications": "/drug-applications/?sort=days",
    "indications": "/indications/",
    "hospitals": "/hospitals/?has_trials=yes",
    "products-nothing": "/products/?q=nosuchthing",
}
NAMES = [*sorted(LISTS), "product", "application", "hospital"]


def busiest(table: str, column: str) -> str:
    """The value of a column that most rows of a stored table have."""
    files = str(serving(Home(recorded_home())).tables / table / "*.parquet")
    query = (
        f"SELECT {column} FROM read_parquet(?) WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    found = duckdb.execute(query, [files]).fetchone()
    assert found is not None
    return str(found[0])


@pytest.fixture(scope="module")
def where() -> dict[str, str]:
    """The address of every page that is visited."""
    return LISTS | {
        "product": f"/products/{busiest('product_trials', 'product_id')}/",
        "application": f"/drug-applications/{busiest('drug_applications', 'acceptance_number')}/",
        "hospital": f"/hospitals/{busiest('hospital_ties', 'hospital_id')}/",
    }


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The portal over a release with records of every source."""
    with served(recorded_home) as address:
        yield address


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_page_is_sound(visitor: Visitor, where: dict[str, str], name: str, language: str, width: int) -> None:
    page = visitor.window(language=language, width=width)
    visitor.open(page, where[name])
    sound(visitor, page, f"pipeline-{name}-{language}-{width}")


@pytest.mark.parametrize("name", ["pipeline", "products", "product", "hospital"])
def test_dark_page_is_sound(visitor: Visitor, where: dict[str, str], name: str) -> None:
    page = visitor.window(theme="dark")
    visitor.open(page, where[name])
    visitor.keep(page, f"pipeline-{name}-dark")
    assert barriers(page) == []


def test_from_the_board_to_a_product_as_it_was_known(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/pipeline/")
    link = page.locator(".stage-table tbody td a").first
    count = link.inner_text()
    follow(page, link)
    expect(page).to_have_url(re.compile(r"/products/\?stage="))
    expect(page.locator("#list .card-hint strong")).to_contain_text(count)
    follow(page, page.locator("#list tbody th a").first)
    page.locator("#on").fill("1999-01-01")
    follow(page, page.get_by_role("button", name="Show"))
    expect(page).to_have_url(re.compile("on=1999-01-01"))
    expect(page.locator(".portrait-fresh strong")).to_contain_text("as known on")
    expect(page.locator(".time-line")).to_have_count(0)


def test_a_number_in_the_header_goes_to_its_page(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/pipeline/")
    page.locator("#site-search").fill(where["application"].split("/")[2].lower())
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(where["application"]))
    expect(page.locator(".page-code")).to_be_visible()


def test_a_list_is_taken_away_with_progress(visitor: Visitor) -> None:
    page = visitor.window(language="en")
    visitor.open(page, "/products/")
    page.get_by_role("button", name="Export as CSV").click()
    link = page.locator("#exports a[download]")
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.startswith("Products-")


def test_where_a_fact_of_a_product_is_from_opens_by_keyboard(visitor: Visitor, where: dict[str, str]) -> None:
    page = visitor.window(language="en")
    visitor.open(page, where["product"])
    page.locator(".origin-button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".explain:popover-open")).to_contain_text("Row")
