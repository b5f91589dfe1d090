"""The account of a build: what was read, used and held back, file by file, and what the release declares.

rows read = rows used + rows held back. The sum is written here and checked before anything is promoted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.catalog import Catalog
from wutong.catalog.tables import Table
from wutong.engine.files import files_of
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.publish.manifest import FileUsed, IssueCount, SourceUsed
from wutong.warehouse.views import connect, parquet

_ISSUE_COUNTS = """
    SELECT source_id, reason, is_held_back, count(*) FROM read_parquet('{files}') GROUP BY ALL ORDER BY ALL
"""


def write_rows(rows: Sequence[Mapping[str, object]], table: Table, tables: Path) -> None:
    """A small table of the release from Python rows, in the declared columns and types."""
    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us"),
        "array<string>": pa.list_(pa.string()),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in table.types.items()])
    folder = tables / table.name
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), folder / "part-0.parquet")


def write_files(parts: Sequence[Part], used: Mapping[str, int], catalog: Catalog, tables: Path) -> None:
    """The `files` table: each input file with its sum."""
    rows = [
        {
            "file_id": part.id,
            "source_id": part.report.source_id,
            "name": part.report.name,
            "sha256": part.report.sha256,
            "byte_count": part.report.byte_count,
            "encoding": part.report.encoding,
            "format": part.report.format,
            "delimiter": part.report.delimiter,
            "rows_read": part.report.rows_read,
            "rows_used": used.get(part.id, 0),
            "rows_held_back": part.report.rows_read - used.get(part.id, 0),
            "read_at": part.read_at,
        }
        for part in parts
    ]
    write_rows(rows, catalog.released["files"], tables)


def sources_used(
    parts: Sequence[Part], used: Mapping[str, int], held_back: Mapping[str, int]
) -> tuple[SourceUsed, ...]:
    """The same account for the manifest; `held_back` counts rows by the issues that hold them back."""
    by_source: dict[str, list[FileUsed]] = {}
    for part in parts:
        report = part.report
        file = FileUsed(
            file_id=part.id,
            name=report.name,
            sha256=report.sha256,
            byte_count=report.byte_count,
            rows_read=report.rows_read,
            rows_used=used.get(part.id, 0),
            rows_held_back=held_back.get(part.id, 0),
        )
        by_source.setdefault(report.source_id, []).append(file)
    return tuple(SourceUsed(source_id=source, files=tuple(files)) for source, files in sorted(by_source.items()))


def used_rows(placed: Sequence[Path]) -> dict[str, int]:
    """Rows that are used, by file id, in the folders `placed` of enrich__placed_row."""
    files = parquet(*files_of(placed))
    sql = f"SELECT file_id, count(*) FROM {files} WHERE held_back IS NULL GROUP BY file_id"
    with connect() as connection:
        return {str(file_id): int(rows) for file_id, rows in connection.execute(sql).fetchall()}


def held_back_rows(tables: Path) -> dict[str, int]:
    """Rows that at least one issue holds back, by file id: counted from the issues, not by subtraction."""
    sql = f"""
        SELECT file_id, count(DISTINCT row_number) FROM read_parquet('{_files(tables)}')
        WHERE is_held_back GROUP BY file_id
    """
    with connect() as connection:
        return {str(file_id): int(rows) for file_id, rows in connection.execute(sql).fetchall()}


def issue_counts(tables: Path) -> tuple[IssueCount, ...]:
    """Issues by source and reason."""
    with connect() as connection:
        found = connection.execute(_ISSUE_COUNTS.format(files=_files(tables))).fetchall()
    return tuple(
        IssueCount(source_id=source, reason=reason, is_held_back=is_held_back, issue_count=count)
        for source, reason, is_held_back, count in found
    )


def _files(tables: Path) -> str:
    return str(tables / "issues" / "*.parquet").replace("'", "''")
