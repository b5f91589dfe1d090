"""Where a value was read: the file, and the row as the publisher wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.data import FileRow, files_of

RowKey = tuple[str, int]

# Beside the release and not in a cache: a page names some hundred origins, and a cache unpacks a copy for each.
_files: WeakKeyDictionary[Release, Mapping[str, FileRow]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Origin:
    """One raw row of one file. `raw` holds its cells under our names for the publisher's columns."""

    file_id: str
    row_number: int
    source_id: str
    file_name: str
    sha256: str
    read_at: datetime | None
    raw: Mapping[str, str] = field(default_factory=dict)


def files_by_id(release: Release) -> Mapping[str, FileRow]:
    """Every file of the release."""
    held = _files.get(release)
    if held is None:
        held = _files[release] = {file.file_id: file for file in files_of(release)}
    return held


def origin_of(release: Release, key: RowKey, raw: Mapping[str, Any] | None = None) -> Origin:
    """The origin with that key. A file that the release no longer lists keeps its id for a name."""
    file = files_by_id(release).get(key[0])
    return Origin(
        file_id=key[0],
        row_number=key[1],
        source_id=file.source_id if file else "",
        file_name=file.name if file else key[0],
        sha256=file.sha256 if file else "",
        read_at=file.read_at if file else None,
        raw={name: str(value) for name, value in (raw or {}).items() if value not in (None, "")},
    )
