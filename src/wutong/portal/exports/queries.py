"""Every read of the exports app. Returns small typed rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.kernel import clock
from wutong.portal.atlas.panels.lists.pages import NO_TRIALS, WORDS
from wutong.portal.atlas.queries.trials.listing import CODE as TRIALS
from wutong.portal.exports.actions import SILENCE
from wutong.portal.exports.models import Export, Kind, State

_SHOWN = 10
_SHOWN_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export as its owner sees it. `percent` is None while the total is not known."""

    export_id: UUID
    kind: str
    subject: str
    title: str
    query: str
    page: str
    format: str
    state: str
    done_rows: int
    total_rows: int | None
    byte_count: int | None
    error_code: str
    created_at: datetime
    expires_at: datetime | None
    is_stalled: bool

    @property
    def is_under_way(self) -> bool:
        """True while the page should ask again."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def percent(self) -> int | None:
        """0 to 100."""
        if self.total_rows is None:
            return None
        return 100 if not self.total_rows else 100 * self.done_rows // self.total_rows


def list_title(export: Export) -> str:
    """What the list is called, as the first part of a file's name."""
    if export.subject == TRIALS:
        return str(NO_TRIALS.title)
    return str(WORDS[export.subject].title) if export.subject in WORDS else _("Enterprises")


def _page(export: Export) -> str:
    """The page of what was asked for."""
    if export.kind == Kind.DOSSIER:
        return reverse("atlas:portrait", args=[export.subject])
    if export.kind == Kind.DEVICES:
        return reverse("devices:ask")
    address = reverse(f"atlas:{export.subject}" if export.subject else "atlas:search")
    return f"{address}?{export.query}"


def exports_of(owner: str | None) -> list[ExportRow]:
    """The newest exports of one session, newest first."""
    if owner is None:
        return []
    since = clock.now() - _SHOWN_FOR
    found = Export.objects.filter(owner=owner, created_at__gte=since).exclude(state=State.CANCELLED)
    return [row_of(export) for export in found.order_by("-created_at")[:_SHOWN]]


def row_of(export: Export) -> ExportRow:
    """One export as its owner sees it."""
    silent = export.heartbeat_at is not None and export.heartbeat_at < clock.now() - SILENCE
    return ExportRow(
        export_id=export.pk,
        kind=export.kind,
        subject=export.subject,
        title=export.title or list_title(export),
        query=export.query,
        page=_page(export),
        format=export.format,
        state=export.state,
        done_rows=export.done_rows,
        total_rows=export.total_rows,
        byte_count=export.byte_count,
        error_code=export.error_code,
        created_at=export.created_at,
        expires_at=export.expires_at,
        is_stalled=export.state == State.RUNNING and silent,
    )
