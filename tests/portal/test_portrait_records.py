"""Blocks of a portrait: what stands on the page is what the release's own views tie to the firm, and why."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from portal.conftest import LANGUAGES, forget
from portal.recorded_release import recorded_home
from wutong.kernel.home import Home
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.queries.portraits import blocks, lists
from wutong.portal.atlas.queries.portraits.portrait import portrait_of
from wutong.portal.atlas.queries.portraits.records import Records, looked_in, records_of
from wutong.portal.atlas.release_reader import OpenRelease, ReleaseReader

Watch = Callable[[], AbstractContextManager[list[str]]]
MOST_QUERIES = 14
VIEWS = {
    "trials": ("trial_enterprises", "trial_id"),
    "products": ("product_enterprises", "product_id"),
    "financing": ("financing_enterprises", "file_id || row_number"),
}


@pytest.fixture(scope="session")
def recorded() -> Path:
    """A home whose release holds records of every source."""
    return recorded_home()


@pytest.fixture
def home(recorded: Path, settings: Settings) -> Home:
    """That release as the portal's own, with nothing remembered of it yet."""
    settings.WUTONG_HOME = Home(recorded)
    forget()
    return Home(recorded)


@pytest.fixture
def release(home: Home) -> OpenRelease:
    return ReleaseReader(home).current()


@pytest.fixture
def reader(home: Home, language: str) -> Client:
    client = Client()
    client.cookies["wutong_language"] = LANGUAGES[language]
    return client


def firm_with(release: OpenRelease, view: str) -> str:
    """The enterprise with the most rows of that view."""
    found = release.query(f"SELECT enterprise_id FROM {view} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1").rows
    assert found, f"no firm of the drawn release has {view}"
    return str(found[0][0])


def records_for(release: OpenRelease, enterprise_id: str) -> Records:
    portrait = portrait_of(release, enterprise_id)
    assert portrait
    return records_of(release, portrait.enterprise)


def section(text: str, code: str) -> str:
    """The HTML of one block."""
    found = re.search(rf'<section[^>]*id="{code}"[^>]*>.*?</section>', text, re.DOTALL)
    assert found, code
    return unescape(found[0])


@pytest.mark.parametrize("code", sorted(VIEWS))
def test_a_block_holds_what_the_release_ties_to_the_firm(release: OpenRelease, code: str) -> None:
    view, key = VIEWS[code]
    for enterprise_id in [
        row[0] for row in release.query(f"SELECT DISTINCT enterprise_id FROM {view} ORDER BY 1 LIMIT 20").rows
    ]:
        expected = release.query(
            f"SELECT count(DISTINCT {key}) FROM {view} WHERE enterprise_id = ?", (enterprise_id,)
        ).rows[0][0]
        records = records_for(release, enterprise_id)
        block = getattr(records, code)
        assert block.total == expected
        assert len(block.items) == min(expected, blocks.FIRST)
        assert all(item.tie.is_counted for item in block.items)
        assert not any(item.tie.is_counted for item in block.unsure)


def test_a_held_product_stands_at_the_stage_that_the_release_tells(release: OpenRelease) -> None:
    records = records_for(release, firm_with(release, "product_enterprises"))
    assert records.products.items
    for product in records.products.items:
        sql = "SELECT stage FROM product_stages WHERE product_id = ?"
        assert release.query(sql, (product.product_id,)).rows == ((product.stage,),)


def test_applications_are_the_firms_own_and_those_of_its_trials(release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "application_enterprises")
    by_trial = release.query(
        "SELECT count(DISTINCT acceptance_number) FROM application_enterprises JOIN drug_applications "
        "USING (acceptance_number) WHERE enterprise_id = ?",
        (enterprise_id,),
    ).rows[0][0]
    records = records_for(release, enterprise_id)
    assert by_trial
    assert records.applications.total >= by_trial
    assert all(item.accepted_on for item in records.applications.items)


def test_items_lead_to_pages_that_are_there(reader: Client, release: OpenRelease) -> None:
    text = reader.get(f"/enterprises/{firm_with(release, 'application_enterprises')}/").content.decode()
    held = reader.get(f"/enterprises/{firm_with(release, 'product_enterprises')}/").content.decode()
    pages = {
        *re.findall(r'href="(/(?:trials|drug-applications)/[^"?]+/)"', section(text, "applications") + text),
        *re.findall(r'href="(/products/[^"?]+/)"', section(held, "products")),
    }
    assert {page.split("/")[1] for page in pages} == {"trials", "drug-applications", "products"}
    assert {page for page in pages if reader.get(page).status_code != 200} == set()


def test_an_approval_that_only_shares_a_name_is_unsure(release: OpenRelease) -> None:
    firms = [row[0] for row in release.query("SELECT DISTINCT enterprise_id FROM product_enterprises").rows]
    found = [records_for(release, one).approvals for one in firms]
    assert sum(block.unsure_total for block in found), "the drawn release has such an approval"
    assert {item.matched_by for block in found for item in block.unsure} == {"name"}
    assert not [item for block in found for item in block.items if item.matched_by == "name"]


def test_a_candidate_leads_to_its_trials_furthest_phase(release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "trial_enterprises")
    candidates = records_for(release, enterprise_id).candidates
    assert candidates
    for one in candidates:
        told = release.query(
            "SELECT count(DISTINCT trial_id), list(DISTINCT phase) FROM trials JOIN trial_enterprises USING (trial_id) "
            "WHERE enterprise_id = ? AND role = 'lead' AND drug = ?",
            (enterprise_id, one.drug),
        ).rows[0]
        assert (one.trial_count, set(one.phases)) == (told[0], {phase for phase in told[1] if phase})


def test_figures_and_aliases_are_those_of_the_listing(release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "listed_enterprises")
    records = records_for(release, enterprise_id)
    code = records.known.listings[0].stock_code
    count = release.query("SELECT count(*) FROM listed_figures WHERE stock_code = ?", (code,)).rows[0][0]
    assert len(records.reported[0].figures) == count > 0
    aliases = release.query("SELECT text FROM enterprise_aliases WHERE enterprise_id = ?", (enterprise_id,)).rows
    assert {one.text for one in records.known.aliases} == {row[0] for row in aliases} != set()


def test_every_item_says_where_it_is_from_and_why_it_is_here(reader: Client, release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "trial_enterprises")
    records = records_for(release, enterprise_id)
    text = reader.get(f"/enterprises/{enterprise_id}/").content.decode()
    trials = section(text, "trials")
    origins = re.findall(r'popovertarget="(from-[^"]+)"', text)
    assert len(origins) == len(set(origins))
    assert all(f'id="{ident}"' in text for ident in origins)
    is_english = '<html lang="en"' in text
    for item in records.trials.items:
        assert f'href="/trials/{item.trial_id}/"' in trials
        assert f"<q>{item.tie.name}</q>" in trials
        assert item.origin.file_name in trials
        assert f"{item.origin.row_number:,}" in trials
        for reason in item.tie.reasons_en if is_english else item.tie.reasons_zh:
            assert reason in trials


def test_each_name_can_be_said_to_be_another_firms(reader: Client, release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "trial_enterprises")
    trials = section(reader.get(f"/enterprises/{enterprise_id}/").content.decode(), "trials")
    named = {item.tie.name for item in records_for(release, enterprise_id).trials.items}
    links = re.findall(r'class="not-us-link"\s+href="([^"]+)"', trials)
    assert len(links) >= len(named)
    assert all(f"enterprise={enterprise_id}" in link and "table=trial_sponsors" in link for link in links)


def test_what_is_unsure_stands_apart_and_is_not_counted(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = release.query(
        "SELECT enterprise_id FROM name_ties WHERE verdict = 'unsure' AND list_contains(tables, 'financing_rounds') "
        "ORDER BY 1 LIMIT 1"
    ).rows[0]
    block = records_for(release, enterprise_id).financing
    assert block.unsure_total
    text = section(reader.get(f"/enterprises/{enterprise_id}/").content.decode(), "financing")
    certain, mark, unsure = text.partition('<details class="block-fold block-unsure">')
    assert mark
    assert block.unsure[0].tie.name in unsure
    assert f"<q>{block.unsure[0].tie.name}</q>" not in certain


def test_an_empty_block_says_what_was_looked_in(reader: Client, release: OpenRelease) -> None:
    (enterprise_id,) = release.query(
        "SELECT enterprise_id FROM enterprises WHERE tier = 'none' AND enterprise_id NOT IN "
        "(SELECT enterprise_id FROM name_ties WHERE enterprise_id IS NOT NULL) ORDER BY hash(enterprise_id) LIMIT 1"
    ).rows[0]
    text = reader.get(f"/enterprises/{enterprise_id}/").content.decode()
    for code in ("products", "trials", "approvals", "applications", "financing", "figures"):
        looked = looked_in(release)[code]
        assert looked
        assert section(text, code).count("2026") + section(text, code).count("202") >= len(looked)
        assert "<table" not in section(text, code)
    assert "echarts" not in text


def test_the_index_names_every_block_once(reader: Client, release: OpenRelease) -> None:
    text = reader.get(f"/enterprises/{firm_with(release, 'trial_enterprises')}/").content.decode()
    index = text.partition('class="block-index')[2].partition("</nav>")[0]
    wanted = re.findall(r'href="#([^"]+)"', index)
    assert len(wanted) == len(set(wanted)) >= 11
    for ident in wanted:
        assert len(re.findall(rf'\sid="{ident}"', text)) == 1, ident


def test_a_chart_comes_with_its_table(reader: Client, release: OpenRelease) -> None:
    text = reader.get(f"/enterprises/{firm_with(release, 'listed_enterprises')}/").content.decode()
    figures = section(text, "figures")
    assert "data-chart=" in figures
    assert "chart-table" in figures
    assert "vendor/echarts" in text


def test_pages_ask_few_questions_and_none_again(reader: Client, release: OpenRelease, release_queries: Watch) -> None:
    enterprise_id = firm_with(release, "product_enterprises")
    reader.get("/enterprises/none/")  # what every page asks once
    with release_queries() as asked:
        reader.get(f"/enterprises/{enterprise_id}/")
    assert 0 < len(asked) <= MOST_QUERIES
    with release_queries() as asked:
        reader.get(f"/enterprises/{enterprise_id}/")
    assert asked == []


def test_a_firm_of_which_no_record_speaks_costs_two_questions_more(
    reader: Client, release: OpenRelease, release_queries: Watch
) -> None:
    (enterprise_id,) = release.query(
        "SELECT enterprise_id FROM enterprises WHERE enterprise_id NOT IN "
        "(SELECT enterprise_id FROM name_ties WHERE enterprise_id IS NOT NULL) ORDER BY hash(enterprise_id) LIMIT 1"
    ).rows[0]
    portrait = portrait_of(release, enterprise_id)
    assert portrait
    with release_queries() as asked:
        records_of(release, portrait.enterprise)
    assert len(asked) == 2


@pytest.mark.parametrize("code", lists.CODES)
def test_a_list_sorts_pages_and_can_be_taken_away(reader: Client, release: OpenRelease, code: str) -> None:
    view = {"products": "product", "trials": "trial", "financing": "financing", "figures": "listed"}.get(code)
    enterprise_id = firm_with(release, f"{view or 'product'}_enterprises")
    found = lists.find(release, records_for(release, enterprise_id), code, lists.Asked(), 1)
    for order in ("", *lists.orders_of(code), "nonsense"):
        response = reader.get(f"/enterprises/{enterprise_id}/{code}/", {"sort": order})
        assert response.status_code == 200
        if found.total:
            assert 'aria-sort="' in response.content.decode()
    assert reader.get(f"/enterprises/{enterprise_id}/{code}/?page=999&verdict=unsure").status_code == 200
    told = b"".join(reader.get(f"/enterprises/{enterprise_id}/{code}.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert len(rows) == 1 + found.total + found.other_total
    assert len({len(row) for row in rows}) == 1
    sheet = io.BytesIO(b"".join(reader.get(f"/enterprises/{enterprise_id}/{code}.xlsx")))
    assert len(CalamineWorkbook.from_filelike(sheet).get_sheet_by_index(0).to_python()) == len(rows)


def test_a_list_in_pages_holds_each_item_once(release: OpenRelease, monkeypatch: pytest.MonkeyPatch) -> None:
    records = records_for(release, firm_with(release, "trial_enterprises"))
    for order in lists.orders_of("trials"):
        seen = [
            item.trial_id
            for page in range(1, records.trials.total + 1)
            for item in lists.find(release, records, "trials", lists.Asked(order), page, size=1).items
        ]
        assert len(seen) == len(set(seen)) == records.trials.total
    dates = [
        item.registered_on
        for item in lists.find(release, records, "trials", lists.Asked("registered"), 1, size=100).items
    ]
    assert dates == sorted(dates)


def test_lists_of_no_block_or_no_firm_do_not_exist(reader: Client, release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "trial_enterprises")
    for path in (
        f"/enterprises/{enterprise_id}/secrets/",
        "/enterprises/nobody/trials/",
        "/enterprises/nobody/trials.csv",
    ):
        assert reader.get(path).status_code == 404


@pytest.mark.django_db
def test_the_api_tells_the_same_blocks(reader: Client, release: OpenRelease) -> None:
    enterprise_id = firm_with(release, "product_enterprises")
    records = records_for(release, enterprise_id)
    told = reader.get(f"/api/v1/enterprises/{enterprise_id}").json()["blocks"]
    for code in ("products", "trials", "approvals", "applications", "financing"):
        block = getattr(records, code)
        assert (told[code]["total"], told[code]["unsure_total"]) == (block.total, block.unsure_total)
        assert len(told[code]["items"]) == len(block.items)
        assert all(item["tie"]["verdict"] == "same" for item in told[code]["items"])
        page = reader.get(told[code]["url"], {"limit": 2}).json()
        assert (page["total"], len(page["items"])) == (block.total, min(2, block.total))
    first = told["trials"]["items"][0]
    assert first["origin"]["file"]
    assert first["tie"]["reasons_en"]
    assert {one["name"] for one in told["known_as"]["ties"]} == {tie.name for tie in records.known.ties}


@pytest.mark.django_db
def test_the_api_refuses_what_it_does_not_know(reader: Client, release: OpenRelease) -> None:
    path = f"/api/v1/enterprises/{firm_with(release, 'trial_enterprises')}/blocks/trials"
    assert reader.get(path, {"sort": "nonsense"}).status_code == 400
    assert reader.get(path, {"order": "registered"}).status_code == 400
    assert reader.get(path, {"page": 99}).status_code == 404
    assert reader.get(path.replace("trials", "secrets")).status_code == 400


def test_a_release_without_records_has_portraits(
    demo_home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    settings.WUTONG_HOME = Home(demo_home)
    forget()
    release = current_release()
    enterprise_id = release.query("SELECT enterprise_id FROM enterprises ORDER BY 1 LIMIT 1").rows[0][0]
    for name in ("name_ties", "aliases", "listed_companies", "trial_sponsors", "products"):
        monkeypatch.setitem(release.manifest.row_counts, name, 0)
    caches["computed"].clear()
    assert client.get(f"/enterprises/{enterprise_id}/").status_code == 200
