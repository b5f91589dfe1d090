"""Make the files that were asked for, in a thread of the process that was asked.

There is no other server to start. Whoever looks at an export that waits wakes a runner; an export whose runner died is
taken up by the next.
"""

import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import structlog
from django.http import QueryDict
from django.utils.translation import override

from wutong.kernel.errors import WutongError
from wutong.portal.atlas.access import NoRelease, Release, current_release, let_go
from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.asked.trials import read_asked as read_trials
from wutong.portal.atlas.panels.lists import sheet as record_sheet
from wutong.portal.atlas.panels.trials import sheet as trial_sheet
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import batches as record_batches
from wutong.portal.atlas.queries.lists.finding import count
from wutong.portal.atlas.queries.search import ids_of, list_statement, total_of
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.exports import access, actions, makers, sheet
from wutong.portal.exports.models import Export, Kind
from wutong.portal.shared.background import Worker
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.spreadsheets.cells import Cell
from wutong.portal.shared.spreadsheets.writers import WRITERS, Writer

_BATCH = 2_000
_SECONDS_BETWEEN_REPORTS = 0.5
_LANGUAGES = {"zh": "zh-hans", "en": "en"}

log = structlog.get_logger(__name__)


class Stopped(Exception):
    """The export was cancelled, or another runner took it over."""


def work() -> int:
    """Remove what is old, then make every file that waits; returns how many were taken up."""
    actions.expire_old()
    taken = 0
    while (release := _release()) and (export := actions.claim_next(release_version=release.version)):
        taken += 1
        _make(export, release)
    return taken


_worker = Worker("exports", work)
start = _worker.start  # see to it that somebody works on what waits


def _release() -> Release | None:
    """What is promoted now, for the whole of one export."""
    let_go()
    try:
        return current_release()
    except NoRelease:
        return None


def _make(export: Export, release: Release) -> None:
    """One file from claim to end. Whatever goes wrong ends this export and no other."""
    draft = access.file_of(export).with_suffix(f".{export.attempts}.draft")
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        with override(_LANGUAGES[export.language]):
            makers.maker_of(export.kind)(export, release, draft, partial(_report, export))
        byte_count = draft.stat().st_size
        draft.replace(access.file_of(export))
        actions.finish(export=export, byte_count=byte_count)
    except Stopped:
        log.info("export stopped", export=str(export.pk))
    except WutongError as error:
        log.warning("export refused", export=str(export.pk), code=error.code)
        actions.fail(export=export, code=error.code)
    except Exception:
        log.exception("export broken", export=str(export.pk))
        actions.fail(export=export, code="export.broken")
    finally:
        draft.unlink(missing_ok=True)


def _write_list(export: Export, release: Release, draft: Path, report: makers.Report) -> None:
    if export.subject == trials.CODE:
        _write_trials(export, release, draft, report)
    elif export.subject:
        _write_records(export, release, draft, report)
    else:
        _write_enterprises(export, release, draft, report)


def _write_enterprises(export: Export, release: Release, draft: Path, report: makers.Report) -> None:
    asked, capital = Filter.from_query_string(export.query), catalogue().bands.capital
    ids = ids_of(release, asked)
    total = min(total_of(release, asked, capital), export.row_limit)
    statement = list_statement(asked, capital, ids, columns=sheet.COLUMNS)
    names = _file_names(release)
    params = (*statement.params, export.row_limit)
    batches = release.batches(f"{statement.sql} LIMIT ?", params, size=_BATCH)
    with WRITERS[export.format](draft, sheet.header()) as writer:
        _write_all(writer, ([sheet.cells(row, names) for row in rows.rows] for rows in batches), total, report)


def _write_records(export: Export, release: Release, draft: Path, report: makers.Report) -> None:
    """A list of records: products, hospitals and others."""
    kind = RECORDS[export.subject]
    asked, _ = read_asked(kind, QueryDict(export.query))
    names = _file_names(release)
    total = min(count(release, kind, asked).total, export.row_limit)
    batches = record_batches(release, kind, asked, export.row_limit)
    with WRITERS[export.format](draft, record_sheet.header(kind)) as writer:
        _write_all(writer, ([record_sheet.cells(kind, row, names) for row in rows] for rows in batches), total, report)


def _write_trials(export: Export, release: Release, draft: Path, report: makers.Report) -> None:
    asked, _ = read_trials(QueryDict(export.query))
    names = _file_names(release)
    total = min(trials.count(release, asked).total, export.row_limit)
    batches = trials.batches(release, asked, export.row_limit)
    with WRITERS[export.format](draft, trial_sheet.header()) as writer:
        _write_all(writer, ([trial_sheet.cells(row, names) for row in rows] for rows in batches), total, report)


def _write_all(writer: Writer, batches: Iterable[list[list[Cell]]], total: int, report: makers.Report) -> None:
    """Write every batch, and say now and then how far it has come."""
    done, reported = 0, 0.0
    for rows in batches:
        writer.write(rows)
        done += len(rows)
        if time.monotonic() - reported > _SECONDS_BETWEEN_REPORTS:
            report(min(done, total), total)
            reported = time.monotonic()
    report(done, done)


def _file_names(release: Release) -> dict[str, str]:
    return dict(release.query("SELECT file_id, name FROM files").rows)


def _report(export: Export, done: int, total: int) -> None:
    if not actions.report(export=export, done_rows=done, total_rows=total):
        raise Stopped


makers.register(Kind.LIST, _write_list)
