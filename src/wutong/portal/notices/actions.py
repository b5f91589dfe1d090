"""Every write of the notices app: keyword-only, with who acts as `by`.

A notice is its own record of who wrote what to whom, and whether somebody has read it is nobody else's business: these
leave no row in the record of acts. Choosing channels and sending again do.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from unicodedata import category

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from wutong.kernel import clock
from wutong.kernel.bilingual import Language, Text
from wutong.portal.accounts.models import Person
from wutong.portal.notices import sending
from wutong.portal.notices.acts import CHOSEN, EXPORTED, LOG, RETRIED
from wutong.portal.notices.delivering.targets import targets
from wutong.portal.notices.models import Channel, Delivery, Notice, Preference, State
from wutong.portal.shared.audit.circumstances import present
from wutong.portal.shared.audit.recording import (
    Named,
    Program,
    action,
    after_commit,
    nothing_changed,
    record,
    snapshot,
)
from wutong.portal.shared.writing.gathering import later

_LONGEST_KEY, _LONGEST_SUBJECT, _LONGEST_TITLE = 200, 200, 200
_MOST_AT_ONCE = 500  # what a database takes in one list
_CHOICES = ("mail", "services", "rooms")


@transaction.atomic(savepoint=False)  # thousands may be written by one tick
def send(
    *,
    to: Iterable[Person],
    key: str,
    kind: str,
    subject: Text,
    body: Text,
    address: str = "",
    title: Text | None = None,
    by: Named,
) -> list[Notice]:
    """Write to each of `to` in their language, once for each `key`; returns what was written now.

    Part of the caller's transaction: undone with it, delivered after it. `key` names the event, such as
    "case:1234:accepted", and at most 200 characters; `kind` is its code (kinds.py); `address` a path of the portal,
    and `title` the name of what is found there. Raises ValueError for a key or an address that cannot be.
    """
    _check(key, address)
    return _write(_worded(to, key, kind, subject, body, address, title, by))


@transaction.atomic(savepoint=False)
def announce(
    *,
    to: Iterable[Person],
    key: str,
    kind: str,
    subject: Text,
    body: Text,
    address: str = "",
    title: Text | None = None,
    by: Named,
) -> None:
    """As `send`, for whoever need not know what was written: together with others where writes are gathered."""
    _check(key, address)
    later(_write, _worded(to, key, kind, subject, body, address, title, by))


def _worded(
    to: Iterable[Person], key: str, kind: str, subject: Text, body: Text, address: str, title: Text | None, by: Named
) -> list[Notice]:
    now = clock.now()
    return [
        Notice(
            recipient=person,
            key=key,
            kind=kind,
            language=person.language,
            subject=_line(subject, person, _LONGEST_SUBJECT),
            body=_words(body.in_language(_language(person))),
            address=address,
            title=_line(title, person, _LONGEST_TITLE) if title else "",
            origin=(settings.PUBLIC_URL or present().origin)[:200],
            sender_id=by.audit_id[:40],
            sender_name=by.audit_label[:120],
            created_at=now,
        )
        for person in {one.pk: one for one in to}.values()
    ]


def _write(asked: list[Notice]) -> list[Notice]:
    """Write those of which their recipients were not told yet; returns them."""
    return [one for some in _batches(asked) for one in _written(some)]


def _written(asked: Sequence[Notice]) -> list[Notice]:
    fresh = {(one.recipient_id, one.key): one for one in asked}
    people, keys = {person for person, _ in fresh}, {key for _, key in fresh}
    told = Notice.objects.filter(key__in=keys, recipient__in=people).values_list("recipient_id", "key")
    for known in list(told):
        fresh.pop(known, None)
    if not fresh:
        return []
    # Somebody else may be writing of the same event: theirs stands, and only what is really ours is delivered.
    Notice.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    ours = set(Notice.objects.filter(pk__in=[one.pk for one in fresh.values()]).values_list("pk", flat=True))
    kept = [one for one in fresh.values() if one.pk in ours]
    chosen = Preference.objects.in_bulk({one.recipient_id for one in kept})
    Delivery.objects.bulk_create(
        [one for notice in kept for one in _deliveries(notice, chosen.get(notice.recipient_id, Preference()))]
    )
    after_commit(sending.start)
    return kept


def _batches(rows: Sequence[Notice]) -> Iterator[Sequence[Notice]]:
    for start in range(0, len(rows), _MOST_AT_ONCE):
        yield rows[start : start + _MOST_AT_ONCE]


def _deliveries(notice: Notice, chosen: Preference) -> Iterable[Delivery]:
    """A row for each channel that the recipient wants. The portal's own is delivered by being written."""
    now, person = notice.created_at, notice.recipient
    yield Delivery(notice=notice, channel=Channel.PORTAL, state=State.SENT, attempts=1, sent_at=now)
    if not person.is_active:
        return
    if person.email and chosen.mail:
        yield Delivery(notice=notice, channel=Channel.MAIL, due_at=now)
    for target in targets():
        if chosen.services if target.is_personal else chosen.rooms:
            yield Delivery(notice=notice, channel=Channel.APPRISE, target=target.digest, due_at=now)


def _check(key: str, address: str) -> None:
    if not 0 < len(key) <= _LONGEST_KEY:
        raise ValueError(f"a notice's key has 1 to {_LONGEST_KEY} characters: {key!r}")
    is_path = address.startswith("/") and not address.startswith("//") and address.isprintable()
    if address and (not is_path or "\\" in address or len(address) > 400):
        raise ValueError(f"a notice leads to a path of the portal: {address!r}")


def _line(text: Text, person: Person, longest: int) -> str:
    """In the person's language, in one line: what stands in a header of a mail has no second one."""
    line = " ".join(_words(text.in_language(_language(person))).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _words(text: str) -> str:
    """Without control characters, which no page, mail and database can hold."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter in "\n\t" or category(letter) not in {"Cc", "Cs"}).strip()


def _language(person: Person) -> Language:
    return "en" if person.language == "en" else "zh"


@transaction.atomic
def mark_read(*, notices: Iterable[Notice], by: Person) -> datetime | None:
    """Say that `by` has read those of `notices` that are theirs; returns the moment, which can be taken back."""
    now = clock.now()
    unread = Notice.objects.filter(pk__in=[one.pk for one in notices], recipient=by, read_at__isnull=True)
    return now if unread.update(read_at=now) else None


@transaction.atomic
def mark_all_read(*, by: Person) -> datetime | None:
    """Say that `by` has read everything; returns the moment, which can be taken back, or None where all was read."""
    now = clock.now()
    return now if Notice.objects.filter(recipient=by, read_at__isnull=True).update(read_at=now) else None


@transaction.atomic
def mark_unread(*, since: datetime | None = None, notices: Iterable[Notice] = (), by: Person) -> int:
    """Take back what was marked at one moment, or some messages; returns how many are unread again."""
    asked = Q(read_at=since) if since is not None else Q(pk__in=[one.pk for one in notices])
    return Notice.objects.filter(asked, recipient=by, read_at__isnull=False).update(read_at=None)


@action
def choose(*, mail: bool, services: bool, rooms: bool, by: Person) -> Preference:
    """Choose the channels beside the portal. What has been written already leaves as it was to leave."""
    held, _ = Preference.objects.select_for_update().get_or_create(person=by)
    before = snapshot(held, *_CHOICES)
    held.mail, held.services, held.rooms = mail, services, rooms
    if snapshot(held, *_CHOICES) == before:
        nothing_changed()
        return held
    held.changed_at = clock.now()
    held.save(update_fields=[*_CHOICES, "changed_at"])
    record(CHOSEN.code, about=held, by=by, before=before, after=snapshot(held, *_CHOICES))
    return held


@action
def try_again(*, deliveries: Iterable[Delivery], by: Named) -> int:
    """Let deliveries that failed be tried from the beginning, and say how many; others stay as they are."""
    asked = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], state=State.FAILED)
    held = list(asked.select_for_update(of=("self",)).select_related("notice"))
    for one in held:
        one.state, one.attempts, one.due_at = State.WAITING, 0, clock.now()
        one.error_code, one.error = "", ""
        record(RETRIED.code, about=one, by=by, after={"channel": one.channel})
    if not held:
        nothing_changed()
        return 0
    Delivery.objects.bulk_update(held, ["state", "attempts", "due_at", "error_code", "error"])
    after_commit(sending.start)
    return len(held)


class _Log(Program):
    audit_kind = LOG.code


@action
def note_export(*, filter_: str, by: Named) -> None:
    """Record that somebody took the log away; `filter_` is the query string of the list."""
    record(EXPORTED.code, about=_Log("log", "notices"), by=by, after={"filter": filter_ or "*"})
