"""The list of files that a release was built from, and what was read of each. Reads nothing."""

from wutong.portal.atlas.queries.data import FileRow
from wutong.portal.atlas.queries.lists.kinds import Facet, ListKind, Order

FILES = ListKind(
    code="files",
    table="files",
    relation="SELECT *, CASE WHEN rows_held_back > 0 THEN 'yes' ELSE 'no' END AS has_held_back FROM files",
    key="file_id",
    row=FileRow,
    text="lower(name)",
    numbers=("upper(sha256) = ?", "upper(file_id) = ?"),
    facets=(
        Facet("source", "source_id"),
        Facet("held_back", "has_held_back"),
        Facet("format", "format"),
        Facet("encoding", "encoding"),
    ),
    orders={
        "name": Order("source_id, name", "ascending", "-name"),
        "-name": Order("source_id DESC, name DESC", "descending", "name"),
        "size": Order("byte_count DESC, name", "descending"),
        "read": Order("rows_read DESC, name", "descending"),
        "used": Order("rows_used DESC, name", "descending"),
        "held_back": Order("rows_held_back DESC, name", "descending"),
        "newest": Order("read_at DESC NULLS LAST, name", "descending"),
    },
    exported=(
        *("source_id", "name", "format", "encoding", "delimiter", "byte_count", "sha256"),
        *("rows_read", "rows_used", "rows_held_back", "read_at"),
    ),
)
