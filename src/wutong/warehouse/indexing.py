"""Give a release its search index: carried forward from the release before where little changed, else built anew."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from wutong.catalog.search import Search
from wutong.warehouse.publish.release import Release
from wutong.warehouse.search.building import COLUMNS, Extras, build_index, is_worth_updating, update_index

_BATCH = 100_000
_COLUMNS = ", ".join(COLUMNS)
# Two releases are compared by digests of what the index keeps, so that one pass over narrow columns is enough.
_DIGESTS = "SELECT enterprise_id, hash({columns}) AS digest FROM {table}"
_EXTRA_NAMES = "SELECT enterprise_id, name AS text FROM {release}_names"
_EXTRA_NUMBERS = "SELECT enterprise_id, value AS text FROM {release}_identifiers"


def build_search(folder: Path, served: Release | None, search: Search) -> None:
    """Write `folder`/search for the tables in `folder`/tables."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GiB'")
        _views(connection, "new", folder / "tables")
        target = folder / "search"
        if served and _is_searchable(served):
            _views(connection, "old", served.tables)
            # One id may be in both lists, or in one only because a name of its own came or went: index it anew.
            changed = sorted({*_differences(connection, "old", "new"), *_differences(connection, "new", "old")})
            if is_worth_updating(served.search, len(changed), search):
                connection.register("changed", pa.table({"enterprise_id": pa.array(changed, pa.string())}))
                extras = _extras(connection, " SEMI JOIN changed USING (enterprise_id)")
                batches = _batches(connection, "SEMI JOIN changed USING (enterprise_id)")
                update_index(served.search, target, changed, batches, search, extras)
                return
        build_index(_batches(connection, ""), target, search, _extras(connection, ""))


def _is_searchable(release: Release) -> bool:
    needed = ("enterprises", "former_names", "further_identifiers")
    return release.search.is_dir() and all((release.tables / name).is_dir() for name in needed)


def _views(connection: duckdb.DuckDBPyConnection, release: str, tables: Path) -> None:
    for suffix, table in (
        ("", "enterprises"),
        ("_names", "former_names"),
        ("_identifiers", "further_identifiers"),
    ):
        files = str(tables / table / "*.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {release}{suffix} AS SELECT * FROM read_parquet('{files}')")


def _differences(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[str]:
    """Ids of the enterprises of which `one` keeps something that `other` does not."""
    pairs = (
        (_DIGESTS.format(columns=_COLUMNS, table=one), _DIGESTS.format(columns=_COLUMNS, table=other)),
        (_digests_of(_EXTRA_NAMES, one), _digests_of(_EXTRA_NAMES, other)),
        (_digests_of(_EXTRA_NUMBERS, one), _digests_of(_EXTRA_NUMBERS, other)),
    )
    parts = [f"SELECT enterprise_id FROM ({mine}) ANTI JOIN ({theirs}) USING (digest)" for mine, theirs in pairs]
    return sorted(row[0] for row in connection.execute(" UNION ".join(parts)).fetchall())


def _digests_of(extra: str, release: str) -> str:
    return _DIGESTS.format(columns="enterprise_id, text", table=f"({extra.format(release=release)})")


def _extras(connection: duckdb.DuckDBPyConnection, changed: str) -> Extras:
    names = connection.sql(f"SELECT * FROM ({_EXTRA_NAMES.format(release='new')}){changed}").to_arrow_table()
    numbers = connection.sql(f"SELECT * FROM ({_EXTRA_NUMBERS.format(release='new')}){changed}").to_arrow_table()
    return Extras(names=names, identifiers=numbers)


def _batches(connection: duckdb.DuckDBPyConnection, changed: str) -> Iterator[pa.RecordBatch]:
    rows = connection.sql(f"SELECT {_COLUMNS} FROM new {changed}")
    yield from rows.to_arrow_reader(_BATCH)
