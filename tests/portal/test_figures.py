"""Indicators: a page says what the release holds, every line narrows, and what is withheld is never a number."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from portal.drawn_trials import CHINESE, STUDIES
from wutong.catalog.indicators import Indicator
from wutong.portal.atlas.panels.figures import page as panels
from wutong.portal.atlas.queries import figures as queries
from wutong.portal.atlas.release_reader import Figure, OpenRelease, Question
from wutong.portal.shared.catalogue import catalogue

Watch = Callable[[], AbstractContextManager[list[str]]]
ASKED = [one for one in catalogue().indicators.values() if one.can_be_asked]
TRIALS = STUDIES + CHINESE + 1


def told(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def get(reader: Client, address: str) -> dict[str, object]:
    response = reader.get(f"/api/v1/indicators/{address}")
    assert response.status_code == 200, response.content[:200]
    found: dict[str, object] = response.json()
    return found


@pytest.mark.parametrize("indicator", ASKED, ids=lambda one: one.code)
def test_every_indicator_has_a_page_by_each_dimension(
    reader: Client, release_queries: Watch, indicator: Indicator
) -> None:
    measure = queries.measure_of(indicator)
    assert measure is not None
    for code in ("", *measure.by_code):
        with release_queries() as asked:
            page = told(reader, f"/indicators/{indicator.code}/?by={code}")
        assert len(asked) <= 12
        assert indicator.code in page
        assert 'id="headline-title"' in page


def test_figures_that_stand_elsewhere_lead_to_their_definition(reader: Client) -> None:
    response = reader.get("/indicators/gap/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/data/indicators/#gap"
    assert reader.get("/indicators/no_such/").status_code == 404


def test_a_line_narrows_to_the_figure_that_it_shows(release: OpenRelease) -> None:
    indicator = catalogue().indicators["trials_registered"]
    measure = queries.measure_of(indicator)
    assert measure is not None
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


def test_what_makes_no_sense_is_left_out_and_said(reader: Client) -> None:
    page = told(reader, "/indicators/trials_registered/?by=moon&where=moon:1&where=phase")
    assert page.count("<li>“") == 3
    assert f">{TRIALS}<" in re.sub(r"\s", "", page)


@pytest.mark.django_db
def test_a_withheld_figure_is_never_a_number(reader: Client, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    secret = Figure((), None, None, None, 4, 4, is_withheld=True)
    monkeypatch.setattr(OpenRelease, "figures", lambda self, indicators, question: [secret])
    page = told(reader, "/indicators/median_capital/?where=tier:core")
    word = {"zh": "不公布", "en": "withheld"}[language]
    assert f'<span class="withheld">{word}</span>' in page
    answer = get(reader, "median_capital?where=tier:core")
    assert answer["items"] == [
        {
            "dimensions": {},
            "value": None,
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
    assert len(rows["rows"]) == 2  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("no_such", 404, "not_found"),
        ("gap", 404, "not_found"),
        ("trials_registered?by=moon", 400, "request.invalid"),
        ("trials_registered?were=phase:1", 400, "request.invalid"),
        ("share_of_trials", 400, "indicator.share_of_nothing"),
    ],
)
def test_what_cannot_be_asked_is_refused(reader: Client, address: str, status: int, code: str) -> None:
    response = reader.get(f"/api/v1/indicators/{address}")
    assert (response.status_code, response.json()["code"]) == (status, code)
