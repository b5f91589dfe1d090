"""Tables of a release that are made of its other tables by declared SQL, worked out once, when all others are there.

What figures are told of (trials with the places of their sponsors, rounds of financing after an event) is asked again
and again; as views they would join and compare names for every question.
"""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

from wutong.catalog.tables import Table
from wutong.engine.engine import Limits
from wutong.warehouse.views import connect, create_views, parquet

_TYPES = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "array<string>": "VARCHAR[]",
}


def gather(tables: Mapping[str, Table], folder: Path, limits: Limits) -> None:
    """Write every table of `tables` that is made of others to `folder`, in the declared columns, types and order."""
    with connect(memory_limit=f"{limits.memory_gib:g}GiB") as connection:
        if limits.threads:
            connection.execute(f"SET threads = {limits.threads}")
        create_views(connection, folder, {})
        for name in _needed(tables):
            table = tables[name]
            if table.view:
                connection.execute(f'CREATE VIEW "{name}" AS {table.view}')
                continue
            file = folder / name / "part-0.parquet"
            file.parent.mkdir()
            target = str(file).replace("'", "''")
            connection.execute(f"COPY ({_in_order(table)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM {parquet(file)}')


def _needed(tables: Mapping[str, Table]) -> list[str]:
    """The tables that are made, and the views that they read, each after what it reads itself."""
    told = {name: sql for name, table in tables.items() if (sql := table.view or table.made_of)}
    words = {name: set(re.findall(r"\w+", sql)) for name, sql in told.items()}
    reads = {name: {other for other in told if other != name and other in found} for name, found in words.items()}
    waiting, needed = [name for name in told if tables[name].made_of], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += reads[name]
    return list(TopologicalSorter({name: reads[name] for name in sorted(needed)}).static_order())


def _in_order(table: Table) -> str:
    columns = ", ".join(f'CAST("{name}" AS {_TYPES[kind]}) AS "{name}"' for name, kind in table.types.items())
    keys = ", ".join(f'"{name}"' for name in table.key)
    return f"SELECT {columns} FROM ({table.made_of}) AS made ORDER BY {keys}"
