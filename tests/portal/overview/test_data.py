"""The data pages: sums that hold, issues with their rows, definitions for programs."""

import csv
import json
import re
from html import unescape
from io import StringIO

from django.test import Client

from wutong.portal.atlas.queries.data import Wanted, files_of, issues_of, reasons_of, sources_of
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.shared.catalogue import catalogue


def test_rows_read_are_rows_used_and_rows_held_back(release: OpenRelease) -> None:
    for source in sources_of(release):
        assert source.rows_read == source.rows_used + source.rows_held_back
    assert sum(file.rows_read for file in files_of(release)) == sum(one.rows_read for one in sources_of(release))


def test_all_checks_are_told_of_and_how_many_hold(reader: Client, release: OpenRelease) -> None:
    page = reader.get("/data/").content.decode()
    checks = release.manifest.checks
    assert page.count('class="check-mark"') == len(checks) > 10
    assert re.search(rf"(All|全部) ?{len(checks)} ?(checks hold|项检查均通过)", page)


def test_each_reason_pages_through_all_its_rows(release: OpenRelease) -> None:
    reasons = reasons_of(release)
    assert reasons
    for row in reasons:
        wanted = Wanted(row.source_id, row.reason)
        first = issues_of(release, wanted, 1)
        assert first.total >= row.count
        pages = [issues_of(release, wanted, page) for page in range(1, first.page_count + 1)]
        assert sum(len(page.rows) for page in pages) == first.total
        assert {one.reason for page in pages for one in page.rows} == {row.reason}


def test_reasons_of_the_demo_have_names_in_both_languages(reader: Client, release: OpenRelease) -> None:
    page = reader.get("/data/issues/").content.decode()
    for row in reasons_of(release):
        assert f">{row.reason}<" not in page, row.reason


def test_issue_values_are_escaped(reader: Client) -> None:
    page = reader.get("/data/issues/?reason=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


def test_definitions_cover_tables_indicators_and_nodes(reader: Client) -> None:
    response = reader.get("/data/definitions.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    found = response.json()
    assert set(found["tables"]) == set(catalogue().released)
    assert set(found["indicators"]) == set(catalogue().indicators)
    assert set(found["nodes"]) == set(catalogue().chain.nodes)
    for table in found["tables"].values():
        for column in table["columns"]:
            assert column["title"]["zh"]
            assert column["title"]["en"]


def test_manifest_is_the_release_s_own(reader: Client, release: OpenRelease) -> None:
    found = reader.get("/data/manifest.json").json()
    assert found == json.loads((release.release.folder / "manifest.json").read_text(encoding="utf-8"))


def test_issues_are_taken_away_with_their_rows(reader: Client, release: OpenRelease) -> None:
    row = reasons_of(release)[0]
    page = reader.get("/data/issues/", {"source": row.source_id, "reason": row.reason}).content.decode()
    link = re.search(r'href="(/data/issues\.csv[^"]*)"', page)
    assert link
    answer = reader.get(unescape(link[1]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="wutong-issues-{release.version}.csv"'
    lines = list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(lines) == issues_of(release, Wanted(row.source_id, row.reason), 1).total
    assert {line["reason"] for line in lines} == {row.reason}
    assert {line["file"] for line in lines} <= {file.name for file in files_of(release)}
    everything = reader.get("/data/issues.csv").getvalue().decode("utf-8-sig")
    assert len(list(csv.DictReader(StringIO(everything)))) == sum(one.count for one in reasons_of(release))


def test_rows_held_back_lead_to_as_many_issues(reader: Client, release: OpenRelease) -> None:
    held = [one for one in sources_of(release) if one.rows_held_back]
    assert held
    for path in ("/", "/data/"):
        page = reader.get(path).content.decode()
        for one in held:
            assert f"/data/issues/?source={one.source_id}&amp;held_back=yes" in page
    for one in held:
        found = issues_of(release, Wanted(one.source_id, is_held_back=True), 1)
        assert found.total == one.rows_held_back
        assert all(row.is_held_back for row in found.rows)
        answer = reader.get(f"/data/issues.csv?source={one.source_id}&held_back=yes")
        assert len(list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))) == one.rows_held_back


def test_a_page_of_issues_past_the_last_is_the_last(reader: Client, release: OpenRelease) -> None:
    last = issues_of(release, Wanted(), 10**6)
    assert last.page == last.page_count
    assert last.rows
    shown = reader.get("/data/issues/?page=999999").content.decode()
    assert shown.count('<div class="issue-head">') == len(last.rows)
    assert "999,999" not in shown


def test_issues_of_an_unknown_source_or_reason_are_no_page(reader: Client) -> None:
    for query in ("source=nowhere", "reason=nothing", "file=none", "held_back=perhaps"):
        for path in ("/data/issues/", "/data/issues.csv"):
            assert reader.get(f"{path}?{query}").status_code == 404, query


def test_equal_reasons_of_two_sources_are_told_apart(reader: Client, release: OpenRelease) -> None:
    language = "en" if reader.cookies["wutong_language"].value == "en" else "zh"
    page = reader.get("/data/issues/").content.decode()
    for row in reasons_of(release):
        assert f"{getattr(catalogue().sources[row.source_id].title, language)} ·" in unescape(page)


def test_releases_come_before_the_long_lists_and_each_file_names_its_source(
    reader: Client, release: OpenRelease
) -> None:
    page = unescape(reader.get("/data/").content.decode())
    places = [page.index(f'id="{name}-title"') for name in ("releases", "tables", "files")]
    assert places == sorted(places)
    language = "en" if reader.cookies["wutong_language"].value == "en" else "zh"
    shown = [file for file in files_of(release) if file.name in page[places[-1] :]]
    assert len(shown) == min(10, len(files_of(release)))
    for file in shown:
        told = page[places[-1] :].partition(file.name)[2].partition("</th>")[0]
        assert getattr(catalogue().sources[file.source_id].title, language) in told


def test_all_files_are_listed_with_their_sums_and_lead_to_their_issues(reader: Client, release: OpenRelease) -> None:
    known = {file.name: file for file in files_of(release)}
    source, count = next((one.source_id, one.file_count) for one in sources_of(release))
    assert f'href="/data/files/?source={source}">{count}</a>' in reader.get("/data/").content.decode()
    listed = unescape(reader.get("/data/files/?sort=held_back").content.decode())
    assert sum(name in listed for name in known) == min(20, len(known))
    worst = max(known.values(), key=lambda file: (file.rows_held_back, file.name))
    assert worst.rows_held_back
    assert f"/data/issues/?file={worst.file_id}&held_back=yes" in listed
    found = issues_of(release, Wanted(file_id=worst.file_id, is_held_back=True), 1)
    assert found.total == worst.rows_held_back
    assert {row.file_id for row in found.rows} == {worst.file_id}
    answer = reader.get(f"/data/issues.csv?file={worst.file_id}&held_back=yes")
    assert len(list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))) == worst.rows_held_back
    assert worst.name in unescape(reader.get(f"/data/issues/?file={worst.file_id}").content.decode())


def test_a_file_is_found_by_its_name_and_by_its_digest(reader: Client, release: OpenRelease) -> None:
    file = files_of(release)[0]
    for text in (file.name, file.sha256, file.sha256.upper()):
        page = unescape(reader.get("/data/files/", {"q": text}).content.decode())
        assert file.sha256 in page, text
    others = [one for one in files_of(release) if one.sha256 != file.sha256]
    page = reader.get("/data/files/", {"q": file.sha256}).content.decode()
    assert not any(one.sha256 in page for one in others)
    assert file.sha256 not in reader.get("/data/files/?q=nothing-of-this-name").content.decode()
