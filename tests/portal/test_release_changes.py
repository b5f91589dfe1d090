"""What a release changed: counts, lists and files agree with the two releases themselves."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from portal.changed_release import copy_of
from portal.conftest import forget
from wutong.kernel.home import Home
from wutong.portal.atlas.access import changes_between, comparison_file, release_at
from wutong.portal.following.states import keeping
from wutong.warehouse.publish.comparing import KINDS

Pair = tuple[str, str]


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "start", lambda: None)


@pytest.fixture
def pair(tmp_path: Path, settings: Settings) -> Pair:
    """Two releases that have been compared."""
    home, earlier, later = copy_of(tmp_path)
    settings.WUTONG_HOME = home
    forget()
    changes_between(earlier, later).close()
    return earlier, later


def rows_of(version: str) -> dict[str, tuple[Any, ...]]:
    release = release_at(version)
    assert release is not None
    found = release.query("SELECT enterprise_id, name_zh, tier, segment, division_code, capital_cny FROM enterprises")
    return {row[0]: row[1:] for row in found.rows}


def drawn(pair: Pair) -> dict[str, set[str]]:
    """The same comparison, written in Python."""
    old, new = (rows_of(version) for version in pair)
    seen = {one for side in (old, new) for one, row in side.items() if row[1] != "none"}
    both = seen & old.keys() & new.keys()
    return {
        "entered": seen - old.keys(),
        "left": seen - new.keys(),
        "renamed": {one for one in both if old[one][0] != new[one][0]},
        "tier": {one for one in both if old[one][1] != new[one][1]},
        "segment": {one for one in both if old[one][2] != new[one][2] and "none" not in (old[one][1], new[one][1])},
        "moved": {one for one in both if (old[one][3] or "") != (new[one][3] or "")},
        "capital": {one for one in both if old[one][4] != new[one][4]},
    }


def test_every_difference_is_found_and_no_other(pair: Pair) -> None:
    expected = drawn(pair)
    assert expected["entered"]
    assert expected["capital"]
    changes = changes_between(*pair)
    for kind in KINDS:
        found = {row[0] for row in changes.query(f"SELECT enterprise_id FROM changes WHERE is_{kind}").rows}
        assert found == expected[kind], kind
    whole = {row[0] for row in changes.query("SELECT enterprise_id FROM changes").rows}
    assert whole == set().union(*expected.values())
    changes.close()


def test_a_release_differs_from_itself_in_nothing(pair: Pair) -> None:
    changes = changes_between(pair[0], pair[0])
    assert changes.query("SELECT count(*) FROM changes").rows == ((0,),)
    changes.close()


@pytest.mark.django_db
def test_the_page_counts_and_lists(pair: Pair, language: str) -> None:
    client = Client()
    client.cookies["wutong_language"] = {"zh": "zh-hans", "en": "en"}[language]
    page = client.get("/changes/").content.decode()
    assert pair[0] in page
    assert {"zh": "新登记", "en": "New in the register"}[language] in page
    assert f"from={pair[0]}&amp;to={pair[1]}&amp;what=entered" in page


@pytest.mark.django_db
def test_files_hold_the_list(pair: Pair) -> None:
    client = Client()
    expected = drawn(pair)
    body = b"".join(client.get("/changes.csv?what=entered").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert {row[0] for row in rows[1:]} == expected["entered"]
    file = b"".join(client.get("/changes.xlsx?what=capital").streaming_content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file))
    assert {row[0] for row in sheet.get_sheet_by_index(0).to_python()[1:]} == expected["capital"]


@pytest.mark.django_db
def test_the_api_tells_the_same(pair: Pair) -> None:
    expected = drawn(pair)
    told = Client().get("/api/v1/changes?what=left").json()
    assert told["is_ready"]
    assert told["counts"]["entered"] == len(expected["entered"])
    assert told["total"] == len(expected["left"])
    assert {one["enterprise_id"] for one in told["items"]} == expected["left"]
    assert sum(one["entered"] for one in told["by_place"].values()) <= len(expected["entered"])
    narrowed = Client().get("/api/v1/changes?segment=device").json()
    assert narrowed["total"] < told["counts"]["total"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["what=everything", "segment=<b>", "division=999999x", "from=../../x", "to=20990101-000000-abcdef", "from=later"],
)
def test_what_cannot_be_asked_does_not_exist(pair: Pair, query: str) -> None:
    assert Client().get(f"/changes/?{query}").status_code == 404
    assert Client().get(f"/api/v1/changes?{query}").status_code == 404


@pytest.mark.django_db
def test_the_page_waits_while_releases_are_compared(tmp_path: Path, settings: Settings) -> None:
    home, earlier, later = copy_of(tmp_path)
    settings.WUTONG_HOME = home
    forget()
    assert not comparison_file(earlier, later).is_file()
    assert "hx-get" in Client().get("/changes/").content.decode()
    assert Client().get("/api/v1/changes").json()["is_ready"] is False
    keeping.keep_up()
    assert comparison_file(earlier, later).is_file()
    assert Client().get("/api/v1/changes").json()["is_ready"] is True


@pytest.mark.django_db
def test_a_first_release_has_nothing_to_be_compared_with(home: Home, reader: Client, language: str) -> None:
    page = reader.get("/changes/")
    assert page.status_code == 200
    assert {"zh": "还没有可比较的版本", "en": "nothing to compare"}[language] in page.content.decode()
