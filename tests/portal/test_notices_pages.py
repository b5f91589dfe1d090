"""Pages and API of messages: one's own, and for auditors what was sent to whom."""

import csv
import io
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.people import SETUP, organisation, person, signed_in, somebody
from portal.test_notices import BODY, SUBJECT, write
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.notices import actions, queries, sending
from wutong.portal.notices.models import Delivery, Notice, Preference
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def reader() -> Person:
    return person("lin", name="Lin Yue")


@pytest.fixture
def auditor() -> Person:
    where = organisation("Operator", Kind.PLATFORM)
    return somebody("auditor", Role.ADMINISTRATOR, where)


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def file_of(client: Client, path: str) -> bytes:
    """The whole of a file."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # to the end, where it closes


def rows_of(client: Client, path: str) -> list[list[str]]:
    """The rows of a CSV, its header first."""
    return list(csv.reader(io.StringIO(file_of(client, path).decode("utf-8-sig"))))


def test_the_bell_counts_what_waits_and_to_open_is_to_read(reader: Person) -> None:
    write(reader)
    (notice,) = write(reader, key="case:2:accepted")
    client = signed_in(reader)
    assert 'notice-count">2<' in text(client, "/notices/")
    page = text(client, f"/notices/{notice.pk}/")
    assert "Limit: 10 working days." in page
    assert 'href="/data/"' in page and "Case one" in page
    assert 'notice-count">1<' in text(client, "/notices/")


def test_all_are_read_at_once_and_that_is_taken_back_whole(reader: Person) -> None:
    for number in range(3):
        write(reader, key=f"case:{number}")
    client = signed_in(reader)
    text(client, f"/notices/{Notice.objects.first().pk}/")  # type: ignore[union-attr]
    assert client.post("/notices/read/").headers["Location"] == "/notices/"
    page = text(client, "/notices/")
    assert "notice-count" not in page
    since = re.search(r'name="since" value="([^"]+)"', page)
    assert since is not None
    client.post("/notices/unread/", {"since": since[1]})
    assert 'notice-count">2<' in text(client, "/notices/"), "what was read before stays read"
    assert client.post("/notices/unread/", {"since": "2026-13-45T99:00"}).status_code == 302
    assert queries.unread_of(reader) == 2


def test_one_is_read_from_the_list_and_unread_again(reader: Person) -> None:
    (notice,) = write(reader)
    client = signed_in(reader)
    client.post("/notices/read/", {"notice": str(notice.pk), "back": "https://elsewhere.example/"})
    assert queries.unread_of(reader) == 0
    client.post("/notices/unread/", {"notice": str(notice.pk)})
    assert queries.unread_of(reader) == 1
    assert not AuditEntry.objects.filter(act__startswith="notice").exists(), "what somebody reads is recorded nowhere"


def test_anothers_message_does_not_exist(reader: Person) -> None:
    (theirs,) = write(person("lee"))
    client = signed_in(reader)
    text(client, f"/notices/{theirs.pk}/", 404)
    text(client, f"/api/v1/notices/{theirs.pk}", 404)
    for path in ("/notices/read/", "/notices/unread/"):
        assert client.post(path, {"notice": str(theirs.pk)}).status_code == 404
        assert client.post(path, {"notice": "odd"}).status_code == 404
    asked = client.post("/api/v1/notices/read", {"notices": [str(theirs.pk)]}, "application/json")
    assert asked.status_code == 404
    client.post("/notices/read/")
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert SUBJECT.en not in text(client, "/notices/") + str(rows_of(client, "/notices/messages.csv"))
    stranger = Client()
    assert stranger.get(f"/notices/{theirs.pk}/").status_code == 302
    assert stranger.get("/api/v1/notices/").status_code == 401


def test_the_list_is_filtered_sorted_paged_and_taken_away(
    reader: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(queries.PAGE_SIZE + 2):
        write(reader, key=f"case:{number}")
    other = Text("=SUM(A1)", "=SUM(A1)")
    actions.send(to=[reader], key="x", kind="export.done", subject=other, body=other, by=SETUP)
    client = signed_in(reader)
    client.get("/notices/")
    with django_assert_max_num_queries(12):
        page = text(client, "/notices/?sort=-time")
    assert "=SUM(A1)" in page, "the newest comes first"
    assert "=SUM(A1)" not in text(client, "/notices/?page=2")
    assert "=SUM(A1)" not in text(client, "/notices/?kind=case.accepted")
    assert "1 message\n" in text(client, "/notices/?q=sum(a&unread=on")
    assert "No message of the kind" in text(client, "/notices/?q=nothing+of+the+kind")
    assert client.get("/notices/?kind=odd&sort=odd&page=odd").status_code == 200
    lines = rows_of(client, "/notices/messages.csv?kind=export.done")
    assert len(lines) == 2
    assert lines[1][2] == "'=SUM(A1)", "a spreadsheet takes it for no formula"
    assert file_of(client, "/notices/messages.xlsx").startswith(b"PK")


def test_words_are_shown_as_words(reader: Person) -> None:
    odd = Text("<script>1</script>", "<script>1</script>")
    (notice,) = actions.send(to=[reader], key="x", kind="odd", subject=odd, body=odd, by=SETUP)
    client = signed_in(reader)
    for path in ("/notices/", f"/notices/{notice.pk}/"):
        assert "<script>1" not in text(client, path)


def test_channels_are_chosen_and_recorded_once(reader: Person, settings: Settings) -> None:
    client = signed_in(reader)
    assert 'name="rooms"' not in text(client, "/notices/preferences/")
    settings.NOTICE_URLS = ["wecombot://a-secret-key"]
    page = text(client, "/notices/preferences/")
    assert "wecombot" in page and "a-secret-key" not in page
    client.post("/notices/preferences/", {"mail": "on"})
    client.post("/notices/preferences/", {"rooms": "on"})
    client.post("/notices/preferences/", {"rooms": "on"})
    held = Preference.objects.get(person=reader)
    assert (held.mail, held.services, held.rooms) == (False, True, True), "what is not offered stays"
    assert AuditEntry.objects.filter(act="notice.channels_chosen").count() == 1


def test_auditors_see_what_was_sent_and_send_again_what_failed(
    reader: Person, auditor: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        write(reader, key=f"case:{number}")
    sending.deliver_waiting()
    failed = Delivery.objects.filter(channel="mail").order_by("pk")[:2]
    for one in failed:
        Delivery.objects.filter(pk=one.pk).update(state="failed", sent_at=None, error_code="mail.refused", error="550")
    client = signed_in(auditor)
    client.get("/notices/sent/")
    with django_assert_max_num_queries(12):
        page = text(client, "/notices/sent/")
    assert "3 sent, 0 waiting, 2 failed" in page
    assert SUBJECT.en in page and "Lin Yue" in page
    assert BODY.en not in page, "words are the recipient's"
    assert "The mail server refused it" in text(client, "/notices/sent/?state=failed&channel=mail&q=lin")
    assert "Nothing of the kind" in text(client, "/notices/sent/?channel=apprise")
    rows = rows_of(client, "/notices/sent/file/?state=failed")
    assert len(rows) == 3 and rows[1][-1] == "The mail server refused it: 550"
    client.post(f"/notices/sent/{failed[0].pk}/again/")
    assert client.post(f"/notices/sent/{failed[0].pk}/again/").status_code == 404, "it waits now"
    client.post("/notices/sent/again/")
    assert sending.deliver_waiting() == 2
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts.count("notice.retried") == 2 and acts.count("notice.log_exported") == 1


def test_the_log_is_for_auditors(reader: Person) -> None:
    write(reader)
    client = signed_in(reader)
    (mailed,) = Delivery.objects.filter(channel="mail")
    Delivery.objects.filter(pk=mailed.pk).update(state="failed", error_code="mail.refused")
    for path in ("/notices/sent/", "/notices/sent/file/"):
        text(client, path, 404)
    for path in ("/notices/sent/again/", f"/notices/sent/{mailed.pk}/again/"):
        assert client.post(path).status_code == 404
    mailed.refresh_from_db()
    assert mailed.state == "failed"


def test_programs_read_and_mark_as_people_do(reader: Person) -> None:
    (notice,) = write(reader)
    write(reader, key="case:2")
    client = signed_in(reader)
    listed = client.get("/api/v1/notices/?limit=1&q=accepted").json()
    assert (listed["total"], listed["pages"], listed["unread"]) == (2, 2, 2)
    one = client.get(f"/api/v1/notices/{notice.pk}").json()
    assert (one["body"], one["address"], one["read_at"]) == (BODY.en, "/data/", None)
    for is_read in (True, False):
        payload = {"notices": [str(notice.pk)], "is_read": is_read}
        assert client.post("/api/v1/notices/read", payload, "application/json").json() == {"changed": 1}
    chosen = {"mail": False, "services": True, "rooms": False}
    assert client.put("/api/v1/notices/channels", chosen, "application/json").status_code == 200
    assert client.get("/api/v1/notices/channels").json() == chosen
    assert client.get("/api/v1/notices/?limit=1000").json()["code"] == "request.invalid"
    assert client.get("/api/v1/notices/openapi.json").status_code == 200
