"""Pipeline: figures open to lists of as many, lists are searched by number, a product tells what is known and when."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from portal.conftest import LANGUAGES, forget
from portal.recorded_release import recorded_home
from wutong.kernel.home import Home
from wutong.portal.atlas.panels.products.asof import stage_on
from wutong.portal.atlas.panels.products.timeline import timeline
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import PAGE_SIZE, count, find
from wutong.portal.atlas.queries.products.record import record_of
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.atlas.queries.trials.asked import Asked as TrialsAsked
from wutong.portal.atlas.release_reader import OpenRelease, ReleaseReader
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export
from wutong.portal.shared.catalogue import working_days

Watch = Callable[[], AbstractContextManager[list[str]]]
MOST_QUERIES = 12
PAGES = {"applications": "drug-applications", "files": "data/files"} | {
    code: code for code in ("products", "approvals", "indications", "hospitals")
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


def told(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def total_of(page: str) -> int:
    """How many the head of a list says."""
    list_at = 'id="trials-title"' if 'id="trials"' in page else 'id="list-title"'
    found = re.search(r"<strong>([\d,]+)", page.split(list_at)[1])
    assert found is not None
    return int(found[1].replace(",", ""))


def one(release: OpenRelease, sql: str) -> str:
    return str(release.query(sql).rows[0][0])


def test_every_figure_of_the_board_opens_to_a_list_of_as_many(reader: Client) -> None:
    page = told(reader, "/pipeline/")
    tiles = re.findall(r'class="tile-value" href="([^"]+)">.*?</span>\s*([\d,]+)', page, re.DOTALL)
    assert len(tiles) == 5
    cells = re.findall(r'<a href="(/products/\?[^"]+)">([\d,]+)</a>', page)
    bars = re.findall(r'<a href="(/(?:products|trials)/\?[^"]+)">([\d,]+)</a>', page)
    assert len(cells) > 5
    for address, number in {*tiles, *cells, *bars}:
        assert total_of(told(reader, address.split("#")[0])) == int(number.replace(",", "")), address


def test_a_place_narrows_every_count_to_what_is_tied_to_its_enterprises(reader: Client, release: OpenRelease) -> None:
    place = one(
        release,
        "SELECT e.province_code FROM trial_enterprises t JOIN enterprises e USING (enterprise_id) "
        "WHERE e.province_code IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    )
    expected = one(
        release,
        "SELECT count(DISTINCT t.trial_id) FROM trial_enterprises t JOIN enterprises e USING (enterprise_id) "
        f"WHERE e.province_code = '{place}'",
    )
    asked = TrialsAsked(chosen=(("place", (place,)),))
    assert trials.count(release, asked).total == int(expected) > 0
    page = told(reader, f"/pipeline/?place={place}")
    assert f'href="/trials/?place={place}"' in page
    assert f'<option value="{place}"\n                                        selected' in page
    whole = count(release, RECORDS["products"], Asked()).total
    assert 0 < count(release, RECORDS["products"], Asked(chosen=(("place", (place,)),))).total < whole


@pytest.mark.parametrize("code", sorted(RECORDS))
@pytest.mark.parametrize("text", ["", "a"])
def test_every_choice_of_every_facet_opens_to_as_many_as_it_says(release: OpenRelease, code: str, text: str) -> None:
    kind, start = RECORDS[code], Asked(text=text)
    counts = count(release, kind, start)
    for facet in kind.facets:
        for value, number in counts.values(facet.code).items():
            assert count(release, kind, start.with_only(facet.code, value)).total == number, (facet.code, value)


@pytest.mark.parametrize("code", sorted(RECORDS))
def test_a_list_holds_each_thing_once_in_every_order(release: OpenRelease, code: str) -> None:
    kind = RECORDS[code]
    whole = count(release, kind, Asked()).total
    assert whole == int(one(release, f"SELECT count(*) FROM {kind.table}")) > 0
    for order in kind.orders:
        pages = range(1, -(-whole // PAGE_SIZE) + 1)
        rows = [row for page in pages for row in find(release, kind, Asked(order=order, page=page)).rows]
        assert len(rows) == len(set(rows)) == whole, order


@pytest.mark.parametrize("address", [*PAGES.values(), "pipeline", "products/?q=a&sort=name&stage=phase_2"])
def test_a_page_asks_the_release_little_and_the_second_time_nothing(
    reader: Client, release_queries: Watch, address: str
) -> None:
    path = f"/{address}" if "?" in address else f"/{address}/"
    with release_queries() as asked:
        told(reader, path)
    assert 0 < len(asked) <= MOST_QUERIES
    with release_queries() as asked:
        told(reader, path)
    assert asked == []


def test_what_makes_no_sense_is_left_out_and_said(reader: Client) -> None:
    page = told(reader, "/products/?stage=77&sort=sideways&page=-1&year=x&place=nowhere&q=%00")
    assert page.count("<li>“") == 4


@pytest.mark.parametrize(
    ("number", "page"),
    [
        ("SELECT trial_id FROM trials WHERE register = 'cde' LIMIT 1", "/trials/{}/"),
        ("SELECT trial_id FROM trials WHERE register = 'ctgov' LIMIT 1", "/trials/{}/"),
        ("SELECT acceptance_number FROM drug_applications LIMIT 1", "/drug-applications/{}/"),
    ],
)
def test_a_number_in_the_search_box_leads_to_its_page(
    reader: Client, release: OpenRelease, number: str, page: str
) -> None:
    found = one(release, number)
    response = reader.get("/enterprises/", {"q": f" {found.lower()} "})
    assert (response.status_code, response.headers["Location"]) == (302, page.format(found))
    asked = reader.get("/enterprises/", {"q": found}, headers={"hx-request": "true"})
    assert asked.headers["HX-Redirect"] == page.format(found)
    assert reader.get(page.format(found)).status_code == 200
    typing = reader.get("/enterprises/", {"q": found}, headers={"hx-request": "true", "hx-trigger-name": "q"})
    assert "HX-Redirect" not in typing.headers


def test_an_approval_number_leads_to_its_product_and_an_unknown_number_to_its_list(
    reader: Client, release: OpenRelease
) -> None:
    number, product = release.query("SELECT approval_number, product_id FROM approvals LIMIT 1").rows[0]
    assert reader.get("/enterprises/", {"q": number}).headers["Location"] == f"/products/{product}/"
    assert reader.get("/enterprises/?q=CTR20990099").headers["Location"] == "/trials/?q=CTR20990099"
    assert reader.get("/enterprises/?q=91330000MA27XXXX1X").status_code == 200


@pytest.mark.parametrize("table", ["product_trials", "product_applications", "approvals"])
def test_products_are_found_by_any_number(release: OpenRelease, table: str) -> None:
    column = {"product_trials": "trial_id", "product_applications": "acceptance_number"}.get(table, "approval_number")
    number, product = release.query(f"SELECT {column}, product_id FROM {table} LIMIT 1").rows[0]
    rows = find(release, RECORDS["products"], Asked(text=number.lower())).rows
    assert product in {row.product_id for row in rows}


def test_a_product_tells_everything_on_one_line(reader: Client, release: OpenRelease, language: str) -> None:
    product = one(
        release,
        "SELECT product_id FROM product_applications JOIN product_trials USING (product_id) "
        "JOIN drug_applications USING (acceptance_number) WHERE decided_on IS NOT NULL "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    )
    record = record_of(release, product)
    assert record is not None
    page = told(reader, f"/products/{product}/")
    for application in record.applications:
        assert application.acceptance_number in page
        if application.days is not None:
            used = working_days().count(application.accepted_on, application.decided_on)
            assert {"zh": f"{used} 个工作日", "en": f"{used} working day"}[language] in page
    assert {"zh": "60 个工作日", "en": "60 working days"}[language] in page
    for trial in record.trials:
        assert f'href="/trials/{trial.trial_id}/"' in page
        for tie in trial.sponsors:
            assert tie.name in page
            if tie.is_same:
                assert f'href="/enterprises/{tie.enterprise_id}/"' in page
                assert all(reason in page for reason in (tie.reasons_zh if language == "zh" else tie.reasons_en))
    line = timeline(record, None, date(2030, 1, 1))
    assert page.count("<rect ") == len(line.bars) == len(line.events) - line.left_out
    for bar in line.bars:
        assert line.left <= bar.x < bar.x + bar.width <= line.width


def test_a_product_is_known_less_of_on_an_earlier_day(reader: Client, release: OpenRelease) -> None:
    product, first = release.query(
        "SELECT product_id, min(registered_on) FROM product_trials JOIN trials USING (trial_id) "
        "WHERE registered_on IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).rows[0]
    record = record_of(release, product)
    assert record is not None
    days = [date(1990, 1, 1), first, date(2100, 1, 1)]
    lengths = [len(timeline(record, day, date(2030, 1, 1)).events) for day in days]
    assert lengths[0] == 0 < lengths[2]
    assert lengths == sorted(lengths)
    assert stage_on(record, days[0]) is None
    page = told(reader, f"/products/{product}/?on=1990-01-01")
    assert "<rect " not in page
    assert "<li>“" in told(reader, f"/products/{product}/?on=1990-13-01")


def test_a_trial_says_what_was_known_on_a_day(reader: Client, release: OpenRelease) -> None:
    trial, first, last = release.query(
        "SELECT trial_id, min(said_on), max(said_on) FROM trial_history WHERE said_on IS NOT NULL AND field = 'status' "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).rows[0]
    before = told(reader, f"/trials/{trial}/?on={first.isoformat()}")
    assert before.count("<time datetime") >= 1
    if last > first:
        assert f'datetime="{last.isoformat()}"' not in before
        assert f'datetime="{last.isoformat()}"' in told(reader, f"/trials/{trial}/")


def test_a_hospital_tells_its_trials_names_and_sponsors(reader: Client, release: OpenRelease) -> None:
    hospital, name, number = release.query(
        "SELECT hospital_id, hospital, count(DISTINCT trial_id) AS n FROM site_hospitals GROUP BY 1, 2 "
        "ORDER BY n DESC, 1 LIMIT 1"
    ).rows[0]
    page = told(reader, f"/hospitals/{hospital}/")
    assert name in page
    for (alias,) in release.query("SELECT name FROM hospital_aliases WHERE hospital_id = ?", (hospital,)).rows:
        assert alias in page
    assert total_of(told(reader, f"/trials/?hospital={hospital}")) == number
    first, other = (
        sum(one[1] for one in release.query(query, (hospital,)).rows)
        for query in (
            "SELECT trial_id, 1 FROM site_hospitals WHERE hospital_id = ? GROUP BY 1 HAVING min(position) = 1",
            "SELECT trial_id, 1 FROM site_hospitals WHERE hospital_id = ? GROUP BY 1 HAVING min(position) > 1",
        )
    )
    assert first + other == number
    site = one(release, f"SELECT trial_id FROM site_hospitals WHERE hospital_id = '{hospital}' LIMIT 1")
    assert f'href="/hospitals/{hospital}/"' in told(reader, f"/trials/{site}/")


@pytest.mark.parametrize(
    "path", ["products/p0", "drug-applications/CXHL9999999", "hospitals/none", "products/" + "x" * 90]
)
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(f"/{path}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(RECORDS))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_can_be_taken_away(
    reader: Client, release: OpenRelease, monkeypatch: pytest.MonkeyPatch, code: str, form: str
) -> None:
    monkeypatch.setattr(runner, "start", lambda: None)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    page = told(reader, f"/{PAGES[code]}/?q=a")
    assert f'name="list" value="{code}"' in page or total_of(page) == 0
    reader.post("/exports/new/", {"list": code, "query": "sort=nothing", "format": form})
    assert not Export.objects.exists()
    reader.post("/exports/new/", {"list": code, "query": "", "format": form})
    assert runner.work() == 1
    export = Export.objects.get()
    body = b"".join(reader.get(f"/exports/{export.pk}/file/").streaming_content)  # type: ignore[attr-defined]
    if form == "csv":
        rows = [row[0] for row in csv.reader(io.StringIO(body.decode("utf-8-sig")))]
    else:
        rows = [
            str(row[0]) for row in CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        ]
    assert len(rows) == count(release, RECORDS[code], Asked()).total + 1
    assert f'href="/{PAGES[code]}/?' in told(reader, "/exports/")


@pytest.mark.django_db
def test_the_api_answers_as_the_pages_do(reader: Client, release: OpenRelease) -> None:
    board = reader.get("/api/v1/pipeline").json()
    assert board["counts"]["products"] == count(release, RECORDS["products"], Asked()).total
    assert set(board["counts"]) == {"products", "approvals", "applications", "indications", "trials"}
    first = reader.get("/api/v1/products?limit=3&class=chemical&sort=name").json()
    assert first["total"] == count(release, RECORDS["products"], Asked(chosen=(("class", ("chemical",)),))).total
    product = reader.get("/api/v1/products?limit=1").json()["items"][0]["product_id"]
    whole = reader.get(f"/api/v1/products/{product}").json()
    record = record_of(release, product)
    assert record is not None
    assert [one["trial_id"] for one in whole["trials"]] == [one.trial_id for one in record.trials]
    assert all(one["origin"]["file"] for one in whole["trials"])
    hospital = reader.get("/api/v1/hospitals?has_trials=yes&limit=1").json()["items"][0]
    told_of = reader.get(f"/api/v1/hospitals/{hospital['hospital_id']}").json()
    assert (told_of["name"], told_of["trial_count"]) == (hospital["name"], hospital["trial_count"])


@pytest.mark.django_db
def test_every_list_and_record_of_the_pipeline_is_in_the_api(reader: Client, release: OpenRelease) -> None:
    for code in ("approvals", "applications", "indications"):
        told_of = reader.get(f"/api/v1/{code}?limit=2").json()
        assert told_of["total"] == count(release, RECORDS[code], Asked()).total
        assert len(told_of["items"]) == min(2, told_of["total"])
    number = reader.get("/api/v1/applications?limit=1").json()["items"][0]["acceptance_number"]
    assert reader.get(f"/api/v1/applications/{number}").json()["application"]["origin"]["file"]
    first, second = (reader.get(f"/api/v1/trials?sort=number&limit=1&page={page}").json() for page in (1, 2))
    assert first["total"] == second["total"] == trials.count(release, TrialsAsked()).total
    trial = first["items"][0]
    assert trial["trial_id"] < second["items"][0]["trial_id"]
    assert sum(first["facets"]["phase"].values()) == first["total"]
    whole = reader.get(f"/api/v1/trials/{trial['trial_id']}").json()
    assert (whole["register_code"], whole["phase"]) == (trial["register_code"], trial["phase"])
    assert [one["tie"]["name"] for one in whole["sponsors"] if one["role"] == "lead"] == trial["sponsors"]
    assert all(one["origin"]["file"] for one in (*whole["sponsors"], *whole["history"]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("products?stage=none", 400),
        ("trials?phase=none", 400),
        ("trials?phases=1", 400),
        ("trials?page=99", 404),
        ("trials/none", 404),
        ("applications/none", 404),
        ("approvals?stage=phase_1", 400),
        ("products?stages=phase_1", 400),
        ("products?page=999", 404),
        ("products/none", 404),
        ("hospitals/none", 404),
        ("pipeline?q=x", 400),
    ],
)
def test_the_api_refuses_what_makes_no_sense(reader: Client, path: str, status: int) -> None:
    assert reader.get(f"/api/v1/{path}").status_code == status
