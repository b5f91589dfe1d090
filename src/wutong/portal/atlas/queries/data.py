"""What a release says about its sources, issues and history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wutong.portal.atlas.access import Release, kept_releases, remember
from wutong.portal.atlas.queries.conditions import Condition, all_of
from wutong.portal.atlas.release_reader import KeptRelease
from wutong.portal.shared.catalogue import catalogue

ISSUES_A_PAGE = 50
_BATCH = 20_000  # issues read at a time for a file to take away
ISSUE_COLUMNS = ("source_id", "file", "row_number", "stage", "reason", "is_held_back", "field", "value", "raw")
RAW_COLUMNS = (
    "name_zh",
    "code_text",
    "registered_on_text",
    "kind_text",
    "capital_text",
    "scope_text",
    "province_text",
    "city_text",
    "address_text",
)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that was read."""

    file_id: str
    source_id: str
    name: str
    sha256: str
    byte_count: int
    encoding: str | None
    format: str
    rows_read: int
    rows_used: int
    rows_held_back: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of a release: how many files and rows, and when it was last read."""

    source_id: str
    file_count: int
    rows_read: int
    rows_used: int
    rows_held_back: int
    read_at: datetime | None

    @property
    def held_back_share(self) -> float | None:
        """Rows held back among rows read."""
        return self.rows_held_back / self.rows_read if self.rows_read else None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """How many issues of one source have one reason."""

    source_id: str
    reason: str
    is_held_back: bool
    count: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One problem of one raw row."""

    source_id: str
    file_id: str
    row_number: int
    stage: str
    reason: str
    is_held_back: bool
    field: str | None
    value: str | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which issues are asked for; an empty text leaves that open. `is_held_back` asks only for the issues that held
    their row back: what the counts of rows held back open to."""

    source_id: str = ""
    reason: str = ""
    file_id: str = ""
    is_held_back: bool = False

    @property
    def condition(self) -> Condition:
        """As SQL over `issues`."""
        asked = {name: getattr(self, name) for name in ("source_id", "reason", "file_id", "is_held_back")}
        return all_of(Condition(f"{name} = ?", (value,)) for name, value in asked.items() if value)


@dataclass(frozen=True, slots=True)
class Issues:
    """One page of issues. `written` holds the raw cells of rows that are used, by file and row number."""

    rows: tuple[IssueRow, ...]
    written: dict[tuple[str, int], tuple[str, ...]]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // ISSUES_A_PAGE))


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release that is kept."""

    version: str
    created_at: datetime
    code_version: str
    enterprise_count: int
    issue_count: int
    is_served: bool


def sources_of(release: Release) -> tuple[SourceRow, ...]:
    """Every source of `release`, by id."""
    return remember(release, "sources", lambda: _find_sources(release))


def _find_sources(release: Release) -> tuple[SourceRow, ...]:
    found = release.query(
        "SELECT source_id, count(*), sum(rows_read)::BIGINT, sum(rows_used)::BIGINT, sum(rows_held_back)::BIGINT, "
        "max(read_at) FROM files GROUP BY source_id ORDER BY source_id"
    )
    return tuple(SourceRow(*row) for row in found.rows)


def files_of(release: Release) -> tuple[FileRow, ...]:
    """Every file of `release`, by source and name."""
    return remember(release, "files", lambda: _find_files(release))


def _find_files(release: Release) -> tuple[FileRow, ...]:
    found = release.query(
        "SELECT file_id, source_id, name, sha256, byte_count, encoding, format, rows_read, rows_used, rows_held_back, "
        "read_at FROM files ORDER BY source_id, name, file_id"
    )
    return tuple(FileRow(*row) for row in found.rows)


def reasons_of(release: Release) -> tuple[ReasonRow, ...]:
    """How many issues of each source have each reason, the most frequent first."""
    rows = (ReasonRow(one.source_id, one.reason, one.is_held_back, one.issue_count) for one in release.manifest.issues)
    return tuple(sorted(rows, key=lambda row: (row.source_id, not row.is_held_back, -row.count)))


def is_known(release: Release, wanted: Wanted) -> bool:
    """False where a source, reason or file is asked for that neither this release nor the catalogue has."""
    sources = {*catalogue().sources, *(one.source_id for one in sources_of(release))}
    reasons = {one.reason for one in reasons_of(release)}
    files = {one.file_id for one in files_of(release)}
    asked = ((wanted.source_id, sources), (wanted.reason, reasons), (wanted.file_id, files))
    return all(not value or value in known for value, known in asked)


def issues_of(release: Release, wanted: Wanted, page: int) -> Issues:
    """One page of the issues that are wanted. Past the last is the last."""
    total = _count_issues(release, wanted)
    page = max(1, min(page, -(-total // ISSUES_A_PAGE)))
    within = wanted.condition
    found = release.query(
        f"SELECT source_id, file_id, row_number, stage, reason, is_held_back, field, {_told()} FROM issues "
        f"WHERE {within.sql} ORDER BY file_id, row_number, reason LIMIT ? OFFSET ?",
        [*within.params, ISSUES_A_PAGE, (page - 1) * ISSUES_A_PAGE],
    )
    rows = tuple(IssueRow(*row) for row in found.rows)
    return Issues(rows=rows, written=_as_written(release, rows), total=total, page=page)


def _count_issues(release: Release, wanted: Wanted) -> int:
    """The manifest knows those of whole sources; those of one file are counted."""
    if wanted.file_id:
        asked = wanted.condition
        return int(release.query(f"SELECT count(*) FROM issues WHERE {asked.sql}", asked.params).rows[0][0])
    counted = (one for one in reasons_of(release) if wanted.source_id in ("", one.source_id))
    told = (one for one in counted if wanted.reason in ("", one.reason))
    return sum(one.count for one in told if one.is_held_back or not wanted.is_held_back)


def issue_batches(release: Release, wanted: Wanted) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The columns ISSUE_COLUMNS of all issues that `issues_of` pages through, file by file.

    Each batch is a query of its own, so that a file of any length is sent, however slowly it is taken.
    """
    within = wanted.condition
    counted = release.query(f"SELECT file_id, count(*) FROM issues WHERE {within.sql} GROUP BY file_id", within.params)
    counts = dict(counted.rows)
    files = [(one.file_id, one.name) for one in files_of(release) if one.file_id in counts]
    unlisted = [(file_id, None) for file_id in sorted(counts.keys() - {file_id for file_id, _ in files})]
    statement = (
        f"SELECT source_id, ?, row_number, stage, reason, is_held_back, field, {_told()} FROM issues "
        f"WHERE file_id = ? AND {within.sql} ORDER BY row_number, reason, field, stage LIMIT {_BATCH} OFFSET ?"
    )
    for file_id, name in (*files, *unlisted):
        for first in range(0, counts[file_id], _BATCH):
            yield release.query(statement, [name, file_id, *within.params, first]).rows


def _told() -> str:
    """What issues may tell of their rows: of sources that are trade secrets neither the value nor the row."""
    closed = sorted(code for code, one in catalogue().sources.items() if one.sensitivity == "restricted")
    if not closed:
        return "value, raw"
    is_closed = f"source_id IN ({', '.join(repr(code) for code in closed)})"  # ids of declarations, never a reader's
    return ", ".join(f"CASE WHEN {is_closed} THEN NULL ELSE {name} END AS {name}" for name in ("value", "raw"))


def _as_written(release: Release, rows: tuple[IssueRow, ...]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The raw cells of the rows that were used all the same, in the order of RAW_COLUMNS."""
    wanted = [(row.file_id, row.row_number) for row in rows if not row.is_held_back]
    if not wanted:
        return {}
    numbers: dict[str, list[int]] = {}
    for file_id, number in wanted:
        numbers.setdefault(file_id, []).append(number)
    within = " OR ".join("(file_id = ? AND row_number IN (SELECT unnest(?)))" for _ in numbers)
    found = release.query(
        f"SELECT file_id, row_number, {', '.join(RAW_COLUMNS)} FROM raw_registrations WHERE {within}",
        [part for pair in numbers.items() for part in pair],
    )
    return {(row[0], row[1]): tuple(cell or "" for cell in row[2:]) for row in found.rows}


def releases_kept() -> tuple[ReleaseRow, ...]:
    """The releases that are kept, newest first, as their manifests describe them."""
    return tuple(_release_row(one) for one in kept_releases())


def _release_row(one: KeptRelease) -> ReleaseRow:
    manifest = one.manifest
    return ReleaseRow(
        version=manifest.version,
        created_at=manifest.created_at,
        code_version=manifest.code_version,
        enterprise_count=manifest.row_counts.get("enterprises", 0),
        issue_count=sum(issue.issue_count for issue in manifest.issues),
        is_served=one.is_served,
    )
