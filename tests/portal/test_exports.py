"""Exports: what the list holds, as a file, for whoever asked and nobody else."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from wutong.kernel import clock
from wutong.portal.atlas.release_reader import OpenRelease
from wutong.portal.exports import access, actions, runner
from wutong.portal.exports.models import Export, ExportEvent, Format, State

pytestmark = pytest.mark.django_db

BIOMEDICAL = "tier IN ('core', 'related', 'peripheral')"

# A fixed moment: test names hold it, and every test process must find the same names.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made when a test says so, not by a thread; the test's own transaction counts as committed."""
    monkeypatch.setattr(runner, "start", lambda: None)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())


def ask(client: Client, query: str = "", format_: str = "csv", **headers: str) -> Export:
    response = client.post("/exports/new/", {"query": query, "format": format_}, headers=headers)
    assert response.status_code in (200, 302)
    return Export.objects.latest("created_at")


def downloaded(client: Client, export: Export) -> bytes:
    response = client.get(f"/exports/{export.pk}/file/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def expected_names(release: OpenRelease, condition: str) -> set[str]:
    return {row[0] for row in release.query(f"SELECT name_zh FROM enterprises WHERE {condition}").rows}


def test_a_csv_holds_the_list(reader: Client, release: OpenRelease, language: str) -> None:
    export = ask(reader, "segment=device")
    assert export.state == State.WAITING
    assert runner.work() == 1
    answer = reader.get(f"/exports/{export.pk}/file/")
    body, named = b"".join(answer.streaming_content), answer.headers["Content-Disposition"]
    assert {"zh": f"utf-8''{quote('企业')}-", "en": '"Enterprises-'}[language] in named
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][0] == {"zh": "企业名称", "en": "Name"}[language] or rows[0][0]
    assert not [row[8] for row in rows if row[8].endswith(".0")]
    names = expected_names(release, f"{BIOMEDICAL} AND segment = 'device'")
    assert {row[0].removeprefix("'") for row in rows[1:]} == names
    assert {len(row) for row in rows} == {len(rows[0])}


def test_an_xlsx_holds_the_list_in_its_order(reader: Client, release: OpenRelease) -> None:
    export = ask(reader, "tier=core&sort=capital", "xlsx")
    runner.work()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(downloaded(reader, export))).get_sheet_by_index(0).to_python()
    first = release.query(
        "SELECT name_zh, capital_cny FROM enterprises WHERE tier = 'core' "
        "ORDER BY capital_cny DESC NULLS LAST, enterprise_id LIMIT 1"
    ).rows[0]
    assert sheet[1][0] == first[0]
    assert first[1] in sheet[1]
    count = release.query("SELECT count(*) FROM enterprises WHERE tier = 'core'").rows[0][0]
    assert len(sheet) == count + 1


def test_progress_is_told_until_the_file_is_there(reader: Client) -> None:
    export = ask(reader, "tier=core")
    waiting = reader.get(f"/exports/{export.pk}/", headers={"hx-request": "true"})
    assert waiting.status_code == 200
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    claimed = actions.claim_next(release_version="v")
    assert claimed is not None
    actions.report(export=claimed, done_rows=25, total_rows=100)
    running = reader.get(f"/exports/{export.pk}/", headers={"hx-request": "true"}).content.decode()
    assert 'value="25"' in running
    actions.report(export=claimed, done_rows=100, total_rows=100)
    actions.finish(export=claimed, byte_count=5)
    done = reader.get(f"/exports/{export.pk}/", headers={"hx-request": "true"})
    assert done.status_code == 286
    assert f"/exports/{export.pk}/file/" in done.content.decode()


def test_a_job_survives_a_reload(reader: Client) -> None:
    export = ask(reader, "tier=core")
    assert str(export.pk) in reader.get("/exports/").content.decode()
    runner.work()
    assert f"/exports/{export.pk}/file/" in reader.get("/exports/").content.decode()
    assert 'hx-get="/exports/"' in reader.get("/enterprises/").content.decode()


def test_someone_elses_export_does_not_exist(reader: Client) -> None:
    export = ask(reader, "tier=core")
    runner.work()
    stranger = Client()
    for path in ("", "file/"):
        assert stranger.get(f"/exports/{export.pk}/{path}").status_code == 404
    assert stranger.post(f"/exports/{export.pk}/cancel/").status_code == 404
    ask(stranger, "tier=related")
    assert stranger.get(f"/exports/{export.pk}/file/").status_code == 404
    assert str(export.pk) not in stranger.get("/exports/").content.decode()
    assert reader.get(f"/exports/{uuid4()}/").status_code == 404


def test_the_limit_is_kept_and_stated(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "ROW_LIMIT", 7)
    export = ask(reader, "tier=all")
    runner.work()
    rows = list(csv.reader(io.StringIO(downloaded(reader, export).decode("utf-8-sig"))))
    assert len(rows) == 8
    assert re.search(r"\b7\b", reader.get("/exports/").content.decode())


def test_one_session_has_few_exports_under_way(reader: Client, language: str) -> None:
    for _ in range(actions.MOST_WAITING):
        ask(reader, "tier=core")
    response = reader.post("/exports/new/", {"query": "", "format": "csv"})
    assert response.status_code == 400
    assert {"zh": "请等其中一个完成", "en": "Wait for one of them"}[language] in response.content.decode()
    assert Export.objects.count() == actions.MOST_WAITING


@pytest.mark.parametrize(
    "query",
    [
        "tier=' OR 1=1 --",
        "segment=<script>",
        "year_from=abc",
        "year_from=99999",
        "sort=drop",
        "page=x",
        "division=33",
        "capital=1",
        "q=" + "a" * 9000,
    ],
)
def test_a_damaged_filter_is_refused_kindly(reader: Client, query: str) -> None:
    response = reader.post("/exports/new/", {"query": query, "format": "csv"})
    assert response.status_code == 400
    assert "<script>" not in response.content.decode().partition("<main")[2]
    assert not Export.objects.exists()


def test_an_odd_format_is_refused(reader: Client) -> None:
    assert reader.post("/exports/new/", {"query": "", "format": "exe"}).status_code == 400
    assert not Export.objects.exists()


def test_asking_needs_the_forms_token(home: object) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/exports/new/", {"query": "", "format": "csv"}).status_code == 403
    assert client.get("/exports/new/").status_code == 405


def test_cancelling_removes_the_file(reader: Client) -> None:
    export = ask(reader, "tier=core")
    runner.work()
    assert access.file_of(export).is_file()
    reader.post(f"/exports/{export.pk}/cancel/")
    assert not access.file_of(export).exists()
    assert reader.get(f"/exports/{export.pk}/file/").status_code == 404


def test_a_cancelled_export_is_not_finished(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(reader, "tier=core")
    before = actions.report

    def cancelled_meanwhile(**told: object) -> bool:
        actions.cancel(export=export, by=export.owner)
        return before(**told)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "report", cancelled_meanwhile)
    runner.work()
    export.refresh_from_db()
    assert export.state == State.CANCELLED
    assert not list(access.folder().glob(f"{export.pk}*"))


def test_old_files_are_deleted(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(reader, "tier=core")
    runner.work()
    assert access.file_of(export).is_file()
    later = clock.now() + actions.KEPT_FOR + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    runner.work()
    export.refresh_from_db()
    assert export.state == State.EXPIRED
    assert not access.file_of(export).exists()
    assert reader.get(f"/exports/{export.pk}/file/").status_code == 404


def test_an_export_whose_runner_died_is_taken_up_again(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(reader, "tier=core")
    assert actions.claim_next(release_version="v") is not None
    assert actions.claim_next(release_version="v") is None
    later = clock.now() + actions.SILENCE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert runner.work() == 1
    export.refresh_from_db()
    assert export.state == State.DONE
    assert export.attempts == 2


def test_an_export_that_kills_its_runner_is_given_up(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(reader, "tier=core")
    moment = clock.now()
    for _ in range(actions.MOST_ATTEMPTS):
        assert actions.claim_next(release_version="v") is not None
        moment += actions.SILENCE + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda now=moment: now)
    assert actions.claim_next(release_version="v") is None
    export.refresh_from_db()
    assert (export.state, export.error_code) == (State.FAILED, "export.gave_up")


def test_one_broken_export_stops_no_other(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = ask(reader, "tier=core"), ask(reader, "tier=related")
    Export.objects.filter(pk=broken.pk).update(query="sort=no_such_order")
    assert runner.work() == 2
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, broken.error_code) == (State.FAILED, "export.broken")
    assert sound.state == State.DONE


def test_without_a_release_an_export_waits(empty_home: object, client: Client) -> None:
    export = ask(client, "")
    assert runner.work() == 0
    export.refresh_from_db()
    assert export.state == State.WAITING


def test_every_act_leaves_an_event(reader: Client, release: OpenRelease) -> None:
    export = ask(reader, "tier=core")
    runner.work()
    reader.post(f"/exports/{export.pk}/cancel/")
    events = list(ExportEvent.objects.filter(export_id=export.pk).order_by("pk").values_list("act", "by"))
    assert events == [
        ("requested", export.owner),
        ("begun", "runner"),
        ("finished", "runner"),
        ("cancelled", export.owner),
    ]
    finished = ExportEvent.objects.get(export_id=export.pk, act="finished")
    assert finished.release_version == release.version
    assert finished.row_count == release.query("SELECT count(*) FROM enterprises WHERE tier = 'core'").rows[0][0]


def test_events_cannot_be_changed(reader: Client) -> None:
    ask(reader, "tier=core")
    with pytest.raises(DatabaseError), transaction.atomic():
        ExportEvent.objects.update(by="somebody else")
    with pytest.raises(DatabaseError), transaction.atomic():
        ExportEvent.objects.all().delete()
    assert ExportEvent.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "gone"},
        {"format": "exe"},
        {"language": "fr"},
        {"owner": ""},
        {"total_rows": 5, "done_rows": 6},
        {"total_rows": actions.ROW_LIMIT + 1},
        {"state": State.RUNNING},
        {"state": State.DONE},
        {"state": State.FAILED, "finished_at": LONG_AGO},
        {"finished_at": LONG_AGO},
    ],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(reader: Client, changes: dict[str, object]) -> None:
    export = ask(reader, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(**changes)


def test_the_page_words_every_state(reader: Client) -> None:
    for format_ in (Format.CSV, Format.XLSX):
        ask(reader, "tier=core", format_)
    runner.work()
    failed = ask(reader, "tier=related")
    actions.fail(export=failed, code="export.broken")
    text = unescape(reader.get("/exports/").content.decode())
    assert "export.broken" in text
    assert text.count("/file/") == 2
