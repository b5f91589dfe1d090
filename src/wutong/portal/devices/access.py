"""The only way from a request to what tells classes of devices. It is learned from public decisions: anyone may ask."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.release_reader import Adviser
from wutong.portal.shared.api.limits import PerMinute

QUESTIONS_PER_MINUTE = 30
FILES_PER_MINUTE = 4
questions = PerMinute(QUESTIONS_PER_MINUTE, "device-question")
files = PerMinute(FILES_PER_MINUTE, "device-file")


def adviser_of(release: Release) -> Adviser | None:
    """What answers questions, or None where the release was built without decisions."""
    return release.device_adviser


def release_with_lists() -> Release:
    """The promoted release; raises Http404 where it holds neither the catalogue nor decisions."""
    release = current_release()
    counts = release.manifest.row_counts
    if not counts.get("device_classes") and not counts.get("device_decisions"):
        raise Http404
    return release


def is_within(limit: PerMinute, request: HttpRequest) -> bool:
    """False where this client has asked too often in this minute."""
    return limit.allow_request(request)


def folder() -> Path:
    """Where files lie that visitors brought, until they are answered: outside the web root, under names of ours."""
    found: Path = settings.WUTONG_HOME.portal / "device-files"
    return found


def brought_file(export_id: UUID) -> Path:
    """The products of one file that was brought. Its name holds nothing that a visitor typed."""
    return folder() / f"{export_id}.json"
