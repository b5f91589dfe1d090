"""Every read of the record. Returns small typed rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from wutong.kernel.bilingual import Language
from wutong.kernel.clock import SHANGHAI
from wutong.portal.shared.audit.acts import act_of
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.audit.sentences import sentence

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: words in names, one act, days from and to (both included, in Chinese time)."""

    words: str = ""
    act: str = ""
    actor_id: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act as an auditor reads it."""

    entry_id: int
    at: datetime
    act: str
    act_name: str
    sentence: str
    actor_id: str
    actor_name: str
    organisation_name: str
    object_kind: str
    object_id: str
    object_label: str
    address: str
    request_id: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some rows, newest first, and how many there are in all."""

    rows: list[AuditRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def page_of(wanted: Wanted, *, page: int, language: Language) -> AuditPage:
    """One page of the rows that are wanted; a page beyond the last is the last."""
    found = _find(wanted)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    entries = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return AuditPage([_row(entry, language) for entry in entries], total, page)


def all_rows(wanted: Wanted, *, language: Language) -> Iterator[AuditRow]:
    """Every row that is wanted, newest first, without holding them all."""
    for entry in _find(wanted).iterator(chunk_size=1000):
        yield _row(entry, language)


def _find(wanted: Wanted) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.order_by("-entry_id")
    if wanted.words:
        words = wanted.words
        found = found.filter(
            Q(actor_name__icontains=words) | Q(object_label__icontains=words) | Q(organisation_name__icontains=words)
        )
    exact = {"act": wanted.act, "actor_id": wanted.actor_id}
    exact |= {"object_kind": wanted.object_kind, "object_id": wanted.object_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _row(entry: AuditEntry, language: Language) -> AuditRow:
    act = act_of(entry.act)
    return AuditRow(
        entry_id=entry.pk,
        at=entry.at,
        act=entry.act,
        act_name=act.name.in_language(language) if act else entry.act,
        sentence=sentence(entry, language),
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        organisation_name=entry.organisation_name,
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        object_label=entry.object_label,
        address=entry.address,
        request_id=entry.request_id,
    )
