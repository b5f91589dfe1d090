"""The only way from a request to an export. Someone else's export answers as one that does not exist."""

import secrets
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from wutong.portal.exports.models import Export, State

OWNER = "exports_owner"


def owner_of(request: HttpRequest) -> str | None:
    """Who asks, if this visitor has ever asked for an export. It stays the same when they sign in."""
    owner: str | None = request.session.get(OWNER)
    return owner


def make_owner(request: HttpRequest) -> str:
    """Who asks; begins a session where there is none. Opens nothing but exports, unlike the session's own key."""
    owner = owner_of(request) or secrets.token_urlsafe(24)
    request.session[OWNER] = owner
    return owner


def export_of(request: HttpRequest, export_id: UUID) -> Export:
    """The visitor's own export; raises Http404 for any other."""
    owner = owner_of(request)
    found = Export.objects.filter(pk=export_id, owner=owner).first() if owner else None
    if found is None:
        raise Http404
    return found


def file_of(export: Export) -> Path:
    """Where the file of an export lies once it is done. Its name holds nothing that a visitor typed."""
    return folder() / f"{export.export_id}.{export.format}"


def folder() -> Path:
    """Where exports lie: outside the web root."""
    found: Path = settings.WUTONG_HOME.portal / "exports"
    return found


def ready_file(export: Export) -> Path:
    """The file of an export that can be downloaded; raises Http404 where it cannot, or no longer."""
    path = file_of(export)
    if export.state != State.DONE or not path.is_file():
        raise Http404
    return path
