"""Messages: written once, kept word for word, delivered after the commit, tried again where that fails."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as mails
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import Settings

from portal.people import SETUP, person
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.models import Person
from wutong.portal.notices import actions, sending
from wutong.portal.notices.delivering import taking
from wutong.portal.notices.models import Delivery, Notice

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
