"""Tables of a release by name, for those who ask them by SQL: stored ones, and views, which other tables tell."""

import re
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from wutong.catalog.tables import Table


def views_of(tables: Mapping[str, Table]) -> dict[str, str]:
    """Name to SQL of every table that is a view, each after those that it reads."""
    views = {name: table.view for name, table in tables.items() if table.view}
    reads = {name: {other for other in views if other != name and _names(sql, other)} for name, sql in views.items()}
    return {name: views[name] for name in TopologicalSorter(reads).static_order()}


def counted_as(tables: Mapping[str, Table]) -> dict[str, str]:
    """What to count instead of each view that is dearer to count itself."""
    return {name: table.counted for name, table in tables.items() if table.counted}


def _names(sql: str, table: str) -> bool:
    return re.search(rf"\b{table}\b", sql) is not None


def connect(**config: str | int) -> duckdb.DuckDBPyConnection:
    """A DuckDB of one's own, in memory, with `config` as its settings. It draws no bar while it works: a command tells
    of its progress itself, and its output is for other programs to read."""
    connection = duckdb.connect(config=dict(config))
    connection.execute("SET enable_progress_bar = false")
    return connection


def create_views(
    connection: duckdb.DuckDBPyConnection, tables: Path, views: Mapping[str, str], stored: Iterable[str] = ()
) -> None:
    """The tables `stored` under `tables` (all unless told), and then `views` (in the order of `views_of`), by name."""
    for name in stored or sorted(table.name for table in tables.iterdir()):
        connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM {parquet(*(tables / name).glob("*.parquet"))}')
    for name, sql in views.items():
        connection.execute(f'CREATE VIEW "{name}" AS {sql}')


def parquet(*files: Path) -> str:
    """What to write after FROM to read `files`."""
    quoted = ", ".join("'" + str(file).replace("'", "''") + "'" for file in sorted(files))
    return f"read_parquet([{quoted}])"
