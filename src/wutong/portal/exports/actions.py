"""Every write of the exports app: keyword-only, with the actor as `by`, and its event in the same transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from wutong.kernel import clock
from wutong.kernel.bilingual import Language, Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.hooks import Goer, register, register_numbers
from wutong.portal.accounts.signing.sessions import held_in
from wutong.portal.exports import access
from wutong.portal.exports.models import Export, ExportEvent, Format, Kind, State

ROW_LIMIT = 50_000
# A dossier is made in so many steps, so that its progress is told in hundredths.
STEPS = 100
MOST_AT_ONCE = 2
MOST_WAITING = 3
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(hours=24)
# A runner that has not been heard of for this long is dead, and its export is taken up again.
SILENCE = timedelta(seconds=90)
RUNNER = "runner"


class TooManyExports(WutongError):
    code = "export.too_many"
    sentence = Text(
        zh="您已有 {count} 个导出任务在进行，请等其中一个完成后再试。",
        en="You already have {count} exports under way. Wait for one of them to finish and try again.",
    )


@transaction.atomic
def request_export(*, query: str, format_: Format, language: Language, by: str, subject: str = "") -> Export:
    """Put a list on the way to a file; raises TooManyExports. `query` is a checked filter's query string.

    `subject` is the code of a list of records; empty for enterprises.
    """
    wanted = Export(owner=by, subject=subject, query=query, format=format_, language=language, row_limit=ROW_LIMIT)
    return _put_on_the_way(wanted, by=by)


@transaction.atomic
def request_dossier(*, subject: str, title: str, format_: Format, language: Language, by: str) -> Export:
    """Put the dossier of the enterprise `subject` on the way; raises TooManyExports."""
    wanted = Export(owner=by, kind=Kind.DOSSIER, subject=subject, title=title[:200], format=format_, language=language)
    wanted.row_limit = STEPS
    return _put_on_the_way(wanted, by=by)


@transaction.atomic
def request_answers(
    *, title: str, rows: int, format_: Format, language: Language, by: str, prepare: Callable[[Export], None]
) -> Export:
    """Put answers about `rows` products on the way; raises TooManyExports. `prepare` lays down what was brought."""
    wanted = Export(owner=by, kind=Kind.DEVICES, title=title[:200], format=format_, language=language, row_limit=rows)
    export = _put_on_the_way(wanted, by=by)
    prepare(export)
    return export


def _put_on_the_way(wanted: Export, *, by: str) -> Export:
    waiting = Export.objects.filter(owner=by, state__in=[State.WAITING, State.RUNNING]).count()
    if waiting >= MOST_WAITING:
        raise TooManyExports(count=waiting)
    wanted.created_at = clock.now()
    wanted.save(force_insert=True)
    _record("requested", wanted, by=by)
    return wanted


@transaction.atomic
def claim_next(*, release_version: str, by: str = RUNNER) -> Export | None:
    """Take up the oldest export that waits, or whose runner died; None where there is nothing to do."""
    now = clock.now()
    is_alive = Q(state=State.RUNNING, heartbeat_at__gte=now - SILENCE)
    if Export.objects.filter(is_alive).count() >= MOST_AT_ONCE:
        return None
    _give_up_on_the_hopeless(now - SILENCE, by=by)
    is_free = Q(state=State.WAITING) | Q(state=State.RUNNING, heartbeat_at__lt=now - SILENCE)
    free = Export.objects.select_for_update(skip_locked=True).filter(is_free).order_by("created_at").first()
    if free is None:
        return None
    free.state = State.RUNNING
    free.attempts += 1
    free.heartbeat_at = now
    free.done_rows = 0
    free.release_version = release_version
    free.save(update_fields=["state", "attempts", "heartbeat_at", "done_rows", "release_version"])
    _record("begun", free, by=by)
    return free


@transaction.atomic
def report(*, export: Export, done_rows: int, total_rows: int, by: str = RUNNER) -> bool:
    """Say how far a running export has come; False where it has been cancelled or taken over meanwhile."""
    changed = Export.objects.filter(pk=export.pk, state=State.RUNNING, attempts=export.attempts).update(
        done_rows=done_rows, total_rows=total_rows, heartbeat_at=clock.now()
    )
    return bool(changed)


@transaction.atomic
def finish(*, export: Export, byte_count: int, by: str = RUNNER) -> None:
    """Offer the file of a running export for download."""
    now = clock.now()
    changed = Export.objects.filter(pk=export.pk, state=State.RUNNING, attempts=export.attempts).update(
        state=State.DONE, byte_count=byte_count, finished_at=now, expires_at=now + KEPT_FOR
    )
    if changed:
        export.refresh_from_db()
        _record("finished", export, by=by)


@transaction.atomic
def fail(*, export: Export, code: str, by: str = RUNNER) -> None:
    """End an export that could not be made."""
    export.state = State.FAILED
    export.error_code = code
    export.finished_at = clock.now()
    export.save(update_fields=["state", "error_code", "finished_at"])
    _record("failed", export, by=by)


@transaction.atomic
def cancel(*, export: Export, by: str) -> None:
    """End an export that its owner no longer wants, whatever its state, and remove its file."""
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if locked.state in {State.CANCELLED, State.EXPIRED}:
        return
    locked.state = State.CANCELLED
    locked.error_code = ""
    locked.finished_at = clock.now()
    locked.save(update_fields=["state", "error_code", "finished_at"])
    _record("cancelled", locked, by=by)
    transaction.on_commit(partial(_remove_file, locked))


@transaction.atomic
def expire_old(*, by: str = RUNNER) -> int:
    """Remove the files whose time is over; returns how many."""
    old = list(Export.objects.select_for_update().filter(state=State.DONE, expires_at__lt=clock.now()))
    for export in old:
        export.state = State.EXPIRED
        export.save(update_fields=["state"])
        _record("expired", export, by=by)
        transaction.on_commit(partial(_remove_file, export))
    return len(old)


@transaction.atomic
def forget(*, owners: Iterable[str], by: str) -> int:
    """Remove all that these owners asked for, and its files, and leave the record of it; how many."""
    gone = list(Export.objects.select_for_update().filter(owner__in=owners))
    for export in gone:
        _record("erased", export, by=by)
        transaction.on_commit(partial(_remove_file, export))
    Export.objects.filter(pk__in=[export.pk for export in gone]).delete()
    return len(gone)


def _give_up_on_the_hopeless(silent_since: datetime, *, by: str) -> None:
    """An export whose runner died every time would stop all others for ever."""
    dead = Export.objects.filter(state=State.RUNNING, heartbeat_at__lt=silent_since, attempts__gte=MOST_ATTEMPTS)
    for export in dead.select_for_update(skip_locked=True):
        fail(export=export, code="export.gave_up", by=by)


def _remove_file(export: Export) -> None:
    access.file_of(export).unlink(missing_ok=True)


def _record(act: str, export: Export, *, by: str) -> None:
    ExportEvent.objects.create(
        export_id=export.pk,
        act=act,
        by=by,
        at=clock.now(),
        release_version=export.release_version,
        query=export.query or export.subject,
        row_count=export.done_rows if act == "finished" else None,
    )


def _owners(person: Person) -> list[str]:
    """Who somebody is to the exports: a word in their sessions."""
    return held_in(person, access.OWNER)


register_numbers("exports.Export", _owners)
register(
    "exports.Export",
    Goer(
        lambda person: Export.objects.filter(owner__in=_owners(person)),
        lambda person, by: forget(owners=_owners(person), by=by.audit_id),
    ),
)
