"""The only way from a request to what somebody follows. Another's follow answers as one that does not exist."""

import re

from django.http import Http404, HttpRequest

from wutong.portal.accounts.access import Access
from wutong.portal.atlas.access import Release, comparison_file, current_release
from wutong.portal.following.models import Follow
from wutong.portal.following.states import keeping
from wutong.portal.following.subjects import Subject, subject_of

_VERSION = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")


def follow_of(request: HttpRequest, follow_id: int) -> Follow:
    """The reader's own follow; raises Http404 for any other."""
    found = Follow.objects.filter(pk=follow_id, person=Access.of(request).who).first()
    if found is None:
        raise Http404
    return found


def subject_asked(release: Release, kind: str, code: str) -> Subject:
    """Something that can be followed; raises Http404 for anything else."""
    found = subject_of(release, kind, code)
    if found is None:
        raise Http404
    return found


def pair_asked(request: HttpRequest) -> tuple[str, str] | None:
    """The two releases of the address, or the promoted one and the one before; None where there is nothing to compare.

    Raises Http404 for releases that are neither kept nor have been compared.
    """
    held = keeping.versions()
    later = request.GET.get("to", "") or current_release().version
    earlier = request.GET.get("from", "") or max((one for one in held if one < later), default="")
    if not earlier:
        if not request.GET:
            return None
        raise Http404
    if not (_VERSION.fullmatch(earlier) and _VERSION.fullmatch(later)) or earlier >= later:
        raise Http404
    if not {earlier, later} <= set(held) and not comparison_file(earlier, later).is_file():
        raise Http404
    return earlier, later
