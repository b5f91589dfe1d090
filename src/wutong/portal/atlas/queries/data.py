"""What a release says about its sources, issues and history."""

from dataclasses import dataclass
from datetime import datetime

from wutong.portal.atlas.access import Release, remember


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


def sources_of(release: Release) -> tuple[SourceRow, ...]:
    """Every source of `release`, by id."""
    return remember(release, "sources", lambda: _find_sources(release))


def _find_sources(release: Release) -> tuple[SourceRow, ...]:
    found = release.query(
        "SELECT source_id, count(*), sum(rows_read)::BIGINT, sum(rows_used)::BIGINT, sum(rows_held_back)::BIGINT, "
        "max(read_at) FROM files GROUP BY source_id ORDER BY source_id"
    )
    return tuple(SourceRow(*row) for row in found.rows)
