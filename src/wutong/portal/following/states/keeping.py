"""Keeps what releases said of followed things, in a thread of the process that was asked (docs/adr/0010).

The warehouse knows nothing of the portal, so nobody tells it of a promotion: whoever looks wakes the work, and it takes
in every release that is still kept. What is written is a copy of a release and no decision of anybody's: no audit row.
"""

from itertools import pairwise

import structlog

from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import (
    NoRelease,
    changes_between,
    comparison_file,
    current_release,
    kept_releases,
    let_go,
    release_at,
)
from wutong.portal.following.models import Follow, Kind, State
from wutong.portal.following.states.reading import packed, read
from wutong.portal.shared.background import Worker

log = structlog.get_logger(__name__)
_MOST_AT_ONCE = 500


def versions() -> tuple[str, ...]:
    """Releases that can be read now, oldest first, none newer than the promoted one."""
    newest = served()
    kept = (one.manifest.version for one in kept_releases()) if newest else ()
    return tuple(sorted(version for version in kept if version <= newest))


def served() -> str:
    """The release that is promoted now, whichever this thread looked at before; empty where there is none."""
    let_go()
    try:
        return current_release().version
    except NoRelease:
        return ""


def keep_up() -> int:
    """Take in every followed thing at every release that can be read; returns how many states were written."""
    written = take_in()
    for earlier, later in pairwise(versions()):
        _compare(earlier, later)
    return written


def take_in() -> int:
    """What `keep_up` does for followed things, without comparing whole releases."""
    written = sum(_keep_all(version, kind) for version in versions() for kind in Kind.values)
    _remember_seen()
    return written


_worker = Worker("following", keep_up)
start = _worker.start  # see to it that somebody takes in what is missing


def _keep_all(version: str, kind: str) -> int:
    """All that is missing of one kind at one release. A release of another version of Wutong may lack a table."""
    written = 0
    try:
        while count := _keep(version, kind):
            written += count
    except WutongError as error:
        log.warning("release not taken in", version=version, kind=kind, reason=str(error))
    return written


def _keep(version: str, kind: str) -> int:
    done = State.objects.filter(kind=kind, release_version=version).values("subject")
    missing = Follow.objects.filter(kind=kind).exclude(subject__in=done).values_list("subject", flat=True)
    subjects = list(missing.distinct().order_by("subject")[:_MOST_AT_ONCE])
    release = release_at(version) if subjects else None
    if release is None:
        return 0
    states = [
        State(
            kind=kind,
            subject=subject,
            release_version=version,
            released_at=release.manifest.created_at,
            digest=seen.digest,
            values=dict(seen.values),
            members=packed(seen.members),
        )
        for subject, seen in read(release, kind, subjects).items()
    ]
    State.objects.bulk_create(states, ignore_conflicts=True)
    return len(states)


def _compare(earlier: str, later: str) -> None:
    """Compare two releases while both are there; the file outlives them."""
    if comparison_file(earlier, later).is_file():
        return
    try:
        changes_between(earlier, later).close()
    except WutongError as error:
        log.warning("releases not compared", earlier=earlier, later=later, reason=str(error))


def _remember_seen() -> None:
    """A follow that began before its state was taken in has seen that state."""
    for follow in Follow.objects.filter(seen_digest=""):
        state = State.objects.filter(
            kind=follow.kind, subject=follow.subject, release_version=follow.seen_version
        ).first()
        if state is not None:
            Follow.objects.filter(pk=follow.pk, seen_digest="").update(seen_digest=state.digest)
