"""Trials: what is found, what a bar leads to, what one page tells, and what is said where there are none."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from portal.drawn_trials import CHANGED, CHINESE, STUDIES, TIED
from wutong.portal.atlas.asked.trials import read_asked
from wutong.portal.atlas.panels.trials import listing as panels
from wutong.portal.atlas.queries.trials import listing
from wutong.portal.atlas.queries.trials.asked import FACETS, NARROWING, Asked
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.exports import runner
from wutong.portal.exports.models import Export

Watch = Callable[[], AbstractContextManager[list[str]]]
ALL = STUDIES + CHINESE + 1


def numbers(page: str) -> list[str]:
    return re.findall(r'href="/trials/([^"?]+)/"', page[page.index('id="trials"') :])


def token_of(page: str) -> str:
    """What a form that writes sends along to show that it is the reader's own."""
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def told(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_trial_is_listed_once_page_by_page(reader: Client, release: OpenRelease) -> None:
    found = [*numbers(told(reader, "/trials/")), *numbers(told(reader, "/trials/?page=2"))]
    assert len(found) == len(set(found)) == ALL == listing.count(release, Asked()).total


@pytest.mark.parametrize("text", [TIED, TIED.lower()])
def test_a_number_comes_first_and_then_what_names_it(reader: Client, text: str) -> None:
    assert numbers(told(reader, f"/trials/?q={text}")) == [TIED, CHANGED]


@pytest.mark.parametrize(
    ("text", "count"),
    [("kl-007 invented", 1), ("样例片2", 1), ("虚构病症", CHINESE), ("invented therapeutics", STUDIES), ("nothing", 0)],
)
def test_words_are_looked_for_in_titles_drugs_indications_and_sponsors(
    release: OpenRelease, text: str, count: int
) -> None:
    assert listing.find(release, Asked(text=text)).counts.total == count


@pytest.mark.parametrize("start", [Asked(), Asked(text="invented"), Asked(chosen=(("phase", ("2", "3")),))])
def test_every_choice_of_every_facet_opens_to_as_many_as_it_says(release: OpenRelease, start: Asked) -> None:
    counts = listing.count(release, start)
    assert {facet for facet in FACETS if counts.values(facet)} == set(FACETS) - set(NARROWING)
    for facet in FACETS:
        for value, number in counts.values(facet).items():
            assert listing.count(release, start.with_only(facet, value)).total == number, (facet, value)


def test_a_bar_leads_to_the_list_that_it_counts(reader: Client, release: OpenRelease) -> None:
    asked = Asked(chosen=(("status", ("completed",)),))
    for chart in panels.charts(asked, listing.count(release, asked)):
        for series in chart.series:
            for value, link in zip(series.values, series.links, strict=True):
                if value:
                    head = told(reader, link.removesuffix("#trials")).split('id="trials-title"')[1]
                    assert f"<strong>{value}</strong>" in head


def test_trials_without_a_date_are_drawn_by_their_numbers_and_said_to_be(release: OpenRelease) -> None:
    counts = listing.count(release, Asked())
    dated, numbered = next(one for one in panels.charts(Asked(), counts) if one.ident == "trials-year").series
    assert sum(numbered.values) == CHINESE
    assert len(dated.values) == len(numbered.values) == panels.YEARS_SHOWN
    assert panels.undated(counts) == 0


def test_an_address_reads_back_as_what_it_was_made_of(reader: Client) -> None:
    asked = Asked(text="x y", chosen=(("register", ("ctgov",)), ("country", ("China",))), page=3)
    request = reader.get(panels.to_trials(asked)).wsgi_request
    assert read_asked(request.GET) == (asked, ())


def test_what_makes_no_sense_is_left_out_and_said(reader: Client) -> None:
    page = told(reader, "/trials/?phase=77&sort=sideways&page=-1&year=x&q=%00")
    assert page.count("<li>“") == 3
    assert len(numbers(page)) == listing.PAGE_SIZE


def test_a_trial_tells_what_was_said_when(reader: Client, language: str) -> None:
    page = told(reader, f"/trials/{CHANGED}/")
    before, after = {"zh": ("未在招募", "已完成"), "en": ("Not recruiting", "Completed")}[language]
    assert f"<del>{before}</del> → <ins>{after}</ins>" in page
    assert page.index('datetime="2025-05-06"') < page.index('datetime="2024-01-15"')
    assert f'href="/trials/{TIED}/"' in page
    assert f'href="https://clinicaltrials.gov/study/{CHANGED}"' in page
    for part in (
        "Invented Therapeutics Inc.",
        "Invented University",
        "LOCAL-7",
        "studies.jsonl",
        "Invented Hospital 1",
    ):
        assert part in page
    assert f'href="/trials/{CHANGED}/"' in told(reader, f"/trials/{TIED}/")


def test_numbers_with_strokes_have_pages(reader: Client) -> None:
    assert "CTRI/2099/01/000001" in told(reader, "/trials/CTRI/2099/01/000001/")


@pytest.mark.parametrize("number", ["NCT1", "x" * 200, "' OR 1=1"])
def test_an_unknown_number_is_not_found(reader: Client, number: str) -> None:
    assert reader.get(f"/trials/{number}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_can_be_taken_away(reader: Client, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(runner, "start", lambda: None)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    first, page = (told(reader, "/trials/?phase=2&sort=number") for _ in range(2))
    assert token_of(first) != token_of(page)  # of this reader, and never that of another
    assert 'name="query" value="phase=2&amp;sort=number"' in page
    reader.post("/exports/new/", {"list": "trials", "query": "phase=nothing", "format": form})
    assert not Export.objects.exists()
    reader.post("/exports/new/", {"list": "trials", "query": "phase=2&sort=number&page=3", "format": form})
    assert runner.work() == 1
    export = Export.objects.get()
    assert (export.query, export.done_rows) == ("phase=2&sort=number", export.total_rows)
    body = b"".join(reader.get(f"/exports/{export.pk}/file/").streaming_content)  # type: ignore[attr-defined]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    numbers = [str(row[0]) for row in rows[1:]]
    assert numbers == sorted(numbers)
    assert "CTRI/2099/01/000001" in numbers
    assert {row[9] for row in rows[1:]} in ({"II 期"}, {"Phase 2"})
    assert "studies.jsonl" in {row[19] for row in rows[1:]}
    assert 'href="/trials/?phase=2&amp;sort=number"' in told(reader, "/exports/")


@pytest.mark.parametrize("path", ["/trials/?q=invented&phase=2&country=China", f"/trials/{CHANGED}/"])
def test_a_page_asks_the_release_little_and_the_second_time_nothing(
    reader: Client, release_queries: Watch, path: str
) -> None:
    with release_queries() as first:
        told(reader, path)
    assert 0 < len(first) <= 12
    with release_queries() as second:
        told(reader, path)
    assert second == []


def test_without_trials_the_page_says_how_to_load_them(
    reader: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(listing, "is_loaded", lambda release: False)
    page = told(reader, "/trials/")
    assert "wutong build" in page
    for source in ("ctgov_studies", "cde_trials", "ictrp_trials"):
        assert source in page
