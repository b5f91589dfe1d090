"""Indicators: a page says what the release holds, every line narrows, and what is withheld is never a number."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from portal.conftest import LANGUAGES, forget
from portal.drawn_trials import CHINESE, STUDIES
from portal.releases import kept
from wutong.catalog.catalog import load_catalog
from wutong.catalog.indicators import Indicator
from wutong.demo.generating import generate
from wutong.kernel.home import Home
from wutong.portal.atlas.panels.figures import page as panels
from wutong.portal.atlas.queries import figures as queries
from wutong.portal.atlas.release_reader import Figure, OpenRelease, Question
from wutong.portal.shared.catalogue import catalogue
from wutong.warehouse.pipeline import Request, build

Watch = Callable[[], AbstractContextManager[list[str]]]
EVERY = list(catalogue().indicators.values())
TRIALS = STUDIES + CHINESE + 1


def told(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def get(reader: Client, address: str) -> dict[str, Any]:
    response = reader.get(f"/api/v1/indicators/{address}")
    assert response.status_code == 200, response.content[:200]
    found: dict[str, Any] = response.json()
    return found


@pytest.mark.parametrize("indicator", EVERY, ids=lambda one: one.code)
def test_every_indicator_has_a_page_by_each_dimension(
    reader: Client, release_queries: Watch, indicator: Indicator
) -> None:
    for code in ("", *queries.measure_of(indicator).by_code):
        with release_queries() as asked:
            page = told(reader, f"/indicators/{indicator.code}/?by={code}")
        assert len(asked) <= 12
        assert indicator.code in page
        assert 'id="headline-title"' in page


def test_every_indicator_is_in_the_list_and_leads_to_its_page(reader: Client) -> None:
    page = told(reader, "/indicators/")
    for one in EVERY:
        assert f'href="/indicators/{one.code}/"' in page
    assert reader.get("/indicators/no_such/").status_code == 404


def test_a_line_narrows_to_the_figure_that_it_shows(release: OpenRelease) -> None:
    indicator = catalogue().indicators["trials_registered"]
    measure = queries.measure_of(indicator)
    question = Question("trials_registered", ("status",), {"register": ("ctgov",)})
    lines = panels.lines(indicator, measure, question, queries.figures_of(release, question))
    assert sum(line.figure.value or 0 for line in lines) == STUDIES
    for line in lines:
        narrowed = Question("trials_registered", (), {**question.where, "status": line.figure.dimensions})
        assert line.address == panels.to_figure(narrowed)
        (figure,) = queries.figures_of(release, narrowed)
        assert figure.value == line.figure.value


def test_the_rows_behind_open_to_their_trials(reader: Client) -> None:
    page = told(reader, "/indicators/trials_registered/?where=register:cde")
    behind = page[page.index('id="rows"') :]
    assert len(set(re.findall(r'href="/trials/(CTR\d+)/"', behind))) == CHINESE
    assert "list.tsv" in behind


def test_the_rows_behind_come_in_pages(reader: Client) -> None:
    rows: list[str] = []
    for page in (1, 2):
        shown = told(reader, f"/indicators/trials_registered/?by=&page={page}")
        rows += re.findall(r"<tr>\s*<td.*?</tr>", shown[shown.index('id="rows"') :], re.S)
        assert len(rows) == min(20 * page, TRIALS)
        assert ('rel="next"' in shown) is (page == 1)
    assert len(set(rows)) == TRIALS
    assert 'href="?by=&amp;page=1#rows" rel="prev"' in shown
    assert told(reader, "/indicators/trials_registered/?by=&page=99999").count('rel="prev"') == 1


@pytest.mark.django_db
def test_a_value_that_nobody_knows_is_left_out_and_what_there_is_told(reader: Client, language: str) -> None:
    page = told(reader, "/indicators/trials_registered/?by=&where=phase:phase2&where=register:cde")
    remark = re.search(r"<li>(“phase2.*?)</li>", page, re.S)
    assert remark
    assert {"zh": "2（II 期）", "en": "2 (Phase 2)"}[language] in remark[1]
    assert f">{CHINESE}<" in re.sub(r"\s", "", page)
    refused = reader.get("/api/v1/indicators/trials_registered/rows?where=phase:phase2")
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["parameter"], fault["value"]) == (400, "where", "phase:phase2")
    assert get(reader, "trials_registered?where=phase:0&where=register:cde")["items"][0]["value"] == 0


@pytest.mark.django_db
def test_rows_of_the_interface_come_in_pages(reader: Client) -> None:
    pages = [get(reader, f"trials_registered/rows?limit=20&page={page}") for page in (1, 2)]
    assert [(one["total"], one["pages"]) for one in pages] == [(TRIALS, 2)] * 2
    numbers = [row[0] for one in pages for row in one["rows"]]
    assert len(set(numbers)) == len(numbers) == TRIALS
    assert reader.get("/api/v1/indicators/trials_registered/rows?limit=20&page=3").status_code == 404


def test_what_makes_no_sense_is_left_out_and_said(reader: Client) -> None:
    page = told(reader, "/indicators/trials_registered/?by=moon&where=moon:1&where=phase")
    assert page.count("<li>“") == 3
    assert f">{TRIALS}<" in re.sub(r"\s", "", page)


@pytest.mark.django_db
def test_a_withheld_figure_is_never_a_number(reader: Client, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    secret = Figure((), None, None, None, 4, 4, is_withheld=True)
    monkeypatch.setattr(OpenRelease, "figures", lambda self, indicators, question: [secret])
    page = told(reader, "/indicators/median_capital/?by=&where=tier:core&where=year:2010")
    word = {"zh": "不公布", "en": "withheld"}[language]
    assert f'<span class="withheld">{word}</span>' in page
    answer = get(reader, "median_capital?where=tier:core&where=year:2010")
    assert answer["items"] == [
        {
            "dimensions": {},
            "value": None,
            "low": None,
            "high": None,
            "numerator": None,
            "denominator": None,
            "rows": 4,
            "coverage": 1.0,
            "is_withheld": True,
        }
    ]


@pytest.mark.django_db
def test_the_interface_answers_as_the_release_does(reader: Client, release: OpenRelease) -> None:
    answer = get(reader, "trials_registered?by=status&where=register:ctgov")
    found = release.query("SELECT status, count(*) FROM trials WHERE register = 'ctgov' GROUP BY 1").rows
    items = answer["items"]
    assert isinstance(items, list)
    assert {(one["dimensions"]["status"], one["value"]) for one in items} == set(found)
    rows = get(reader, "trials_registered/rows?where=register:cde&limit=2")
    assert len(rows["rows"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("no_such", 404, "not_found"),
        ("financing_after_event_count?by=days", 400, "request.invalid"),
        ("financing_after_event_count?where=days:soon", 400, "request.invalid"),
        ("trials_registered?by=moon", 400, "request.invalid"),
        ("trials_registered?were=phase:1", 400, "request.invalid"),
        ("share_of_trials", 400, "indicator.share_of_nothing"),
    ],
)
def test_what_cannot_be_asked_is_refused(reader: Client, address: str, status: int, code: str) -> None:
    response = reader.get(f"/api/v1/indicators/{address}")
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.django_db
def test_a_line_of_no_value_opens_to_its_rows(reader: Client, release: OpenRelease) -> None:
    """Enterprises of which the district is not known are rows like any other."""
    page = told(reader, "/indicators/enterprises_registered/?by=district")
    assert 'where=district%3A"' in page
    narrowed = told(reader, "/indicators/enterprises_registered/?by=&where=district:")
    (count,) = release.query("SELECT count(*) FROM enterprises WHERE district_code IS NULL").rows[0]
    answer = get(reader, "enterprises_registered?where=district:")
    assert answer["items"][0]["value"] == count
    assert len(re.findall(r'href="/enterprises/[^/"]+/"', narrowed)) >= min(count, 20) > 0


def test_a_page_opens_on_a_table_and_a_chart_over_time(reader: Client) -> None:
    page = told(reader, "/indicators/trials_registered/")
    assert 'id="chart-over-time"' in page
    assert 'id="chart-figures"' in page
    assert 'id="lines-title"' in page
    by_two = told(reader, "/indicators/trials_registered/?by=phase&by=status")
    assert 'id="chart-figures"' not in by_two
    assert 'id="lines-title"' in by_two


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_figures_and_rows_can_be_taken_away(reader: Client, form: str, language: str) -> None:
    for what in ("figures", "rows"):
        response = reader.get(f"/indicators/trials_registered/{what}.{form}?by=status&where=register:ctgov")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        content = b"".join(response.streaming_content)
        if form == "csv":
            lines = content.decode("utf-8-sig").splitlines()
            assert len(lines) - 1 == (STUDIES if what == "rows" else 3)
            assert ("状态" if language == "zh" else "Status") in lines[0]


@pytest.fixture(scope="session")
def supplied_home() -> Path:
    """A release with the invented samples of the lists that a user hands in."""
    return kept("-supplied", _build_supplied)


def _build_supplied(home: Path) -> None:
    catalog = load_catalog()
    registers = home / "registers"
    generate(enterprises=200, seed=3, out=registers, catalog=catalog, cluster="qiantang")
    globs = {"cn_registrations": (str(registers / "registry" / "*.csv.gz"),)}
    for source in ("platform_registry", "enterprise_events", "monitored_enterprises", "financing_events"):
        globs[source] = (str(catalog.root / "sources" / source / "sample.csv"),)
    build(Request(home=Home(home), catalog=catalog, globs=globs, is_demo=True))


@pytest.fixture
def supplied(supplied_home: Path, settings: Settings, language: str) -> Client:
    """A visitor of that release."""
    settings.WUTONG_HOME = Home(supplied_home)
    forget()
    client = Client()
    client.cookies["wutong_language"] = LANGUAGES[language]
    return client


@pytest.mark.django_db
def test_platforms_add_up_by_class_and_the_national_ones_cut_across(supplied: Client) -> None:
    by_class = get(supplied, "platforms_told?by=class")["items"]
    sums = {one["dimensions"]["class"]: one["value"] for one in by_class}
    assert sums == {"public_service": 27, "key_laboratory": 22, "engineering_centre": 87}
    assert get(supplied, "platforms_told")["items"][0]["value"] == 136
    assert get(supplied, "national_platforms")["items"][0]["value"] == 7
    national = get(supplied, "platforms_told?where=level:national&by=class")["items"]
    assert [(one["dimensions"]["class"], one["value"]) for one in national] == [("key_laboratory", 7)]


@pytest.mark.django_db
def test_pages_of_secrets_withhold_and_say_why(supplied: Client, language: str) -> None:
    page = told(supplied, "/indicators/monitored_revenue/?by=segment")
    assert 'class="figure-facts"' in page
    closed = {"zh": "商业秘密", "en": "trade secrets"}[language]
    assert closed in page[page.index('id="rows"') :]
    assert "/rows.csv" not in page
    assert supplied.get("/indicators/monitored_revenue/rows.csv").status_code == 404
    assert supplied.get("/api/v1/indicators/monitored_revenue/rows").status_code == 400
    refused = supplied.get("/api/v1/indicators/monitored_revenue?where=year:2022&where=year:2023")
    assert (refused.status_code, refused.json()["code"]) == (400, "indicator.secrets_added_up")
    assert closed in told(supplied, "/indicators/monitored_revenue/?where=year:2022&where=year:2023")


@pytest.mark.django_db
def test_figures_of_the_newest_period_say_so(supplied: Client) -> None:
    answer = get(supplied, "monitored_enterprises_told")
    assert answer["where"] == {"year": ["2023"]}
    assert "2023" in told(supplied, "/indicators/monitored_enterprises_told/")


@pytest.mark.django_db
def test_a_range_is_shown_by_both_ends(supplied: Client) -> None:
    (item,) = get(supplied, "financing_amount")["items"]
    assert item["value"] is None
    assert item["low"] < item["high"]
    assert " – " in told(supplied, "/indicators/financing_amount/?by=")
