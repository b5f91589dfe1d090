"""Messages: written once, kept word for word, delivered after the commit, tried again where that fails."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as mails
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import Settings

from portal.people import SETUP, person
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.notices import actions, demo, sending
from wutong.portal.notices.delivering import mail, taking
from wutong.portal.notices.models import Delivery, Notice
from wutong.portal.settings.notices import OddNoticeUrls, addresses

pytestmark = pytest.mark.django_db

SUBJECT = Text("受理通知", "Your case is accepted")
BODY = Text("您的办件已受理。\n期限：10 个工作日。", "Your case has been accepted.\nLimit: 10 working days.")


def write(*to: Person, key: str = "case:1:accepted", address: str = "/data/") -> list[Notice]:
    """A notice of the same event, as an app would write it."""
    title = Text("办件一号", "Case one")
    return actions.send(
        to=to, key=key, kind="case.accepted", subject=SUBJECT, body=BODY, address=address, title=title, by=SETUP
    )


@pytest.fixture
def reader() -> Person:
    return person("lin", name="Lin Yue", language="zh")


def test_each_reads_their_own_language(reader: Person) -> None:
    write(reader, person("lee"))
    words = dict(Notice.objects.values_list("language", "body"))
    assert words == {"zh": BODY.zh, "en": BODY.en}
    assert sending.deliver_waiting() == 2
    told = {one.to[0]: one for one in mails.outbox}
    assert told["lin@example.org"].subject == SUBJECT.zh
    assert told["lee@example.org"].body.startswith(BODY.en)


def test_the_demo_has_read_what_is_old(reader: Person) -> None:
    with clock.standing(clock.now() - timedelta(days=8)):
        write(reader)
    write(reader, key="case:1:granted")
    demo.furnish()
    assert [one.key for one in Notice.objects.filter(read_at__isnull=True)] == ["case:1:granted"]
    actions.mark_unread(notices=Notice.objects.filter(key="case:1:accepted"), by=reader)
    actions.mark_read(notices=Notice.objects.filter(key="case:1:granted"), by=reader)
    demo.furnish()  # a second start leaves alone what somebody has chosen
    assert Notice.objects.get(key="case:1:accepted").read_at is None


def test_nothing_is_sent_of_what_is_undone(reader: Person) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(reader)
        raise RuntimeError
    assert sending.deliver_waiting() == 0
    assert not Notice.objects.exists() and not mails.outbox


def test_a_mail_server_that_is_down_is_asked_again_later(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    write(reader, person("lee"))
    asked: list[object] = []

    def down(self: mails.EmailMessage) -> int:
        asked.append(self)
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as patch:
        patch.setattr(mails.EmailMessage, "send", down)
        assert sending.deliver_waiting() == 0
        assert len(asked) == 1, "what is down is left alone for the rest of the run"
        assert sending.deliver_waiting() == 0
        assert len(asked) == 2, "the other one is due still"
    waiting = Delivery.objects.filter(channel="mail", state="waiting")
    assert {one.error_code for one in waiting} == {"mail.unreachable"}
    assert sending.deliver_waiting() == 0, "not before it is due"
    waiting.update(due_at=clock.now())
    assert sending.deliver_waiting() == 2
    assert len(mails.outbox) == 2


def test_the_words_stay(reader: Person) -> None:
    (notice,) = write(reader)
    Notice.objects.filter(pk=notice.pk).update(read_at=clock.now())
    for change in ("subject", "body", "sender_name"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(**{change: "other words"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk)._raw_delete("default")


class Often(TestCase):
    """However often and for whomever the same events are told, each person is told of each once."""

    @limited(max_examples=20, deadline=None)
    @given(
        told=st.lists(
            st.tuples(st.sampled_from("abc"), st.sets(st.sampled_from(("lin", "lee", "mo")))), min_size=1, max_size=8
        ),
        deliver=st.lists(st.booleans(), min_size=8, max_size=8),
    )
    def test_once(self, told: list[tuple[str, set[str]]], deliver: list[bool]) -> None:
        people = {name: person(name) for name in ("lin", "lee", "mo")}
        for (key, names), now in zip(told, deliver, strict=False):
            write(*(people[name] for name in names), *(people[name] for name in names), key=key)
            if now:
                sending.deliver_waiting()
        sending.deliver_waiting()
        expected = sorted({(key, f"{name}@example.org") for key, names in told for name in names})
        kept = {str(one.pk): one.key for one in Notice.objects.all()}
        mailed = [(kept[one.extra_headers["Message-ID"][1:37]], one.to[0]) for one in mails.outbox]
        assert sorted(mailed) == expected
        assert Notice.objects.count() == len(expected)
        mails.outbox.clear()


def test_a_sender_that_died_leaves_its_delivery_to_the_next(reader: Person) -> None:
    write(reader)
    taken = taking.take_next(set())
    assert taken is not None
    assert sending.deliver_waiting() == 0, "somebody has it"
    Delivery.objects.filter(pk=taken.pk).update(due_at=clock.now())
    assert sending.deliver_waiting() == 1
    # The first was only slow, and comes back with bad news: they are late, and change nothing.
    taking.put_off(taken, code="mail.unreachable", error="too late")
    assert Delivery.objects.get(pk=taken.pk).state == "sent"


def test_what_fails_too_often_is_given_up_and_can_be_tried_again(
    reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(reader)
    due = Delivery.objects.filter(channel="mail")
    waits = []
    with monkeypatch.context() as patch:
        patch.setattr(mails.EmailMessage, "send", _refusing(451))
        for _ in range(taking.MOST_ATTEMPTS):
            before = clock.now()
            assert sending.deliver_waiting() == 0
            waits.append(due.get().due_at - before)
            due.update(due_at=clock.now())
    assert waits[:-1] == sorted(waits[:-1]), "it waits longer and longer"
    assert due.get().state == "failed"
    assert sending.deliver_waiting() == 0
    assert actions.try_again(deliveries=due, by=SETUP) == 1
    assert actions.try_again(deliveries=due, by=SETUP) == 0, "it waits already"
    assert sending.deliver_waiting() == 1


def _refusing(code: int) -> Callable[[mails.EmailMessage], int]:
    def refuse(self: mails.EmailMessage) -> int:
        raise SMTPRecipientsRefused({self.to[0]: (code, b"no such mailbox")})

    return refuse


def test_a_mailbox_that_does_not_exist_is_not_tried_again(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    write(reader)
    with monkeypatch.context() as patch:
        patch.setattr(mails.EmailMessage, "send", _refusing(550))
        sending.deliver_waiting()
    held = Delivery.objects.get(channel="mail")
    assert (held.state, held.error_code, held.error) == ("failed", "mail.refused", "550 no such mailbox")


def test_mail_without_a_server_is_a_file(reader: Person, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    settings.PUBLIC_URL = "https://brain.example"
    write(reader)
    assert sending.deliver_waiting() == 1
    (file,) = (tmp_path / "outbox").iterdir()
    sent = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (sent["To"], sent["Subject"]) == ("lin@example.org", SUBJECT.zh)
    words = sent.get_content()
    assert words.startswith(BODY.zh)
    assert "办件一号\nhttps://brain.example/data/\n" in words
    held = Delivery.objects.get(channel="mail")
    assert held.words == f"{SUBJECT.zh}\n\n{words}", "kept word for word"
    # A sender died after the file was written, before it could say so: the same file is written again.
    Delivery.objects.filter(pk=held.pk).update(state="waiting", sent_at=None, due_at=clock.now())
    assert sending.deliver_waiting() == 1
    assert list((tmp_path / "outbox").iterdir()) == [file]


def test_a_subject_is_one_line_whatever_it_holds(reader: Person) -> None:
    odd = Text("好消息\r\nBcc: all@example.org\x00", "News\r\nBcc: all@example.org\u2028X-Other: 1")
    actions.send(to=[reader, person("lee")], key="odd", kind="odd", subject=odd, body=odd, by=SETUP)
    assert sending.deliver_waiting() == 2
    for message in mails.outbox:
        parsed = message.message()
        assert message.recipients() == message.to
        assert parsed["Bcc"] is None and parsed["X-Other"] is None
    assert set(Notice.objects.values_list("subject", flat=True)) == {
        "好消息 Bcc: all@example.org",
        "News Bcc: all@example.org X-Other: 1",
    }


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "cases/1/", "/a\\b", "/a\nb"])
def test_a_notice_leads_into_the_portal_only(reader: Person, address: str) -> None:
    with pytest.raises(ValueError, match="path of the portal"):
        write(reader, address=address)


def test_who_wants_no_mail_gets_none(reader: Person) -> None:
    actions.choose(mail=False, services=True, rooms=False, by=reader)
    suspended, without = person("lee"), person("mo")
    Person.objects.filter(pk=suspended.pk).update(is_active=False)
    Person.objects.filter(pk=without.pk).update(email="")
    write(reader, *Person.objects.filter(pk__in=[suspended.pk, without.pk]))
    assert sending.deliver_waiting() == 0
    assert Notice.objects.count() == Delivery.objects.count() == 3, "the portal tells everybody"


@dataclass
class Service:
    """What a chat service was handed, and what it answers."""

    port: int
    status: int = 200
    taken: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service of this machine that understands apprise's json://."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            held = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if here.status == 200:
                here.taken.append((self.path, held))
            self.send_response(here.status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Taker)
    here = Service(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


def test_chat_services_take_what_is_ones_own_and_rooms_what_one_chose(
    reader: Person, service: Service, settings: Settings
) -> None:
    mine, room = f"json://127.0.0.1:{service.port}/of/{{username}}", f"json://127.0.0.1:{service.port}/room"
    settings.NOTICE_URLS = [mine, room]
    lee = person("lee")
    actions.choose(mail=False, services=True, rooms=True, by=lee)
    write(reader, lee)
    service.status = 500
    sending.deliver_waiting()
    assert set(Delivery.objects.filter(channel="apprise").values_list("state", flat=True)) == {"waiting"}
    assert not service.taken
    service.status = 200
    for _ in range(2):
        Delivery.objects.filter(state="waiting").update(due_at=clock.now())
        sending.deliver_waiting()
    assert sorted(path for path, _ in service.taken) == ["/of/lee", "/of/lin", "/room"]
    told = dict(service.taken)
    assert told["/of/lin"]["title"] == SUBJECT.zh
    assert told["/of/lin"]["message"].startswith(BODY.zh)
    assert told["/room"]["message"].startswith("For Lee")
    kept = Delivery.objects.filter(channel="apprise").values_list("state", "sent_to", "error_code", "error")
    assert set(kept) == {("sent", "json", "", "")}
    secrets = [str(value) for row in Delivery.objects.values_list() for value in row]
    assert not any(str(service.port) in value for value in secrets), "an address holds a key, and stays a secret"


@pytest.mark.parametrize(("url", "code"), [("", "service.removed"), ("nosuch://key", "service.odd")])
def test_a_service_that_cannot_be_is_not_tried_again(reader: Person, settings: Settings, url: str, code: str) -> None:
    settings.NOTICE_URLS = ["nosuch://key"]
    actions.choose(mail=False, services=True, rooms=True, by=reader)
    write(reader)
    settings.NOTICE_URLS = [url] if url else []
    assert sending.deliver_waiting() == 0
    assert Delivery.objects.get(channel="apprise").error_code == code


def test_addresses_of_services_are_read_strictly_and_never_shown() -> None:
    assert addresses(" wecombot://key \n dingtalk://token/138?x=1 ") == ["wecombot://key", "dingtalk://token/138?x=1"]
    with pytest.raises(OddNoticeUrls, match="Address 2") as refused:
        addresses("wecombot://key secret-without-a-scheme")
    assert "secret" not in refused.value.text.zh + refused.value.text.en


def test_one_odd_notice_stops_no_other(reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    write(reader, person("lee"))
    sound = mail.mail_text

    def broken(notice: Notice) -> str:
        if notice.recipient_id == reader.pk:
            raise ZeroDivisionError
        return sound(notice)

    monkeypatch.setattr(mail, "mail_text", broken)
    assert sending.deliver_waiting() == 1
    assert set(Delivery.objects.filter(channel="mail").values_list("state", "error_code")) == {
        ("waiting", "broken"),
        ("sent", ""),
    }
