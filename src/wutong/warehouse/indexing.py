"""Give a release its search index: carried forward from the release before where little changed, else built anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from wutong.catalog.search import Search
from wutong.warehouse.publish.release import Release
from wutong.warehouse.search.building import COLUMNS, Extras, build_index, is_worth_updating, update_index
from wutong.warehouse.views import connect, create_views, parquet

_BATCH = 100_000
_COLUMNS = ", ".join(COLUMNS)
# Two releases are compared by digests of what the index keeps, so that one pass over narrow columns is enough.
_DIGESTS = "SELECT enterprise_id, hash({columns}) AS digest FROM {table}"
_NEEDED = ("placed_rows", "joint_enterprises", "shared_records", "former_names", "further_identifiers")
_OF_ROWS = _COLUMNS.replace("enterprise_id", "own_id AS enterprise_id")


@dataclass(frozen=True, slots=True)
class _Change:
    """Between two releases. Where no row stands alone again that did not before (`is_apart`), all of `ids` that are
    left are told of in files that only the later release has, or by several rows."""

    ids: list[str]
    is_apart: bool


def build_search(folder: Path, served: Release | None, search: Search, enterprises: str) -> None:
    """Write `folder`/search for the tables in `folder`/tables; `enterprises` is the view of that name, as SQL.

    Reads no other tables, so that they may still be on their way.
    """
    with connect() as connection:
        connection.execute("SET memory_limit = '2GiB'")
        create_views(connection, folder / "tables", {"enterprises": enterprises}, stored=_NEEDED)
        target = folder / "search"
        if served and _is_searchable(served):
            change = _changed(connection, served.tables, folder / "tables")
            if is_worth_updating(served.search, len(change.ids), search):
                loose = _loose(folder / "tables", served.tables)
                if loose and not change.is_apart:
                    connection.execute(f"CREATE OR REPLACE VIEW placed_rows AS FROM {parquet(*loose)}")
                connection.register("changed", pa.table({"enterprise_id": pa.array(change.ids, pa.string())}))
                only = " SEMI JOIN changed USING (enterprise_id)"
                extras = _extras(connection, only)
                update_index(served.search, target, change.ids, _batches(connection, only), search, extras)
                return
        build_index(_batches(connection, ""), target, search, _extras(connection, ""))


def _is_searchable(release: Release) -> bool:
    return release.search.is_dir() and all((release.tables / name).is_dir() for name in _NEEDED)


def _loose(one: Path, other: Path) -> list[Path]:
    """The files of rows in `one` that `other` does not have."""
    shared = {_identity(file) for file in _files(other, "placed_rows")}
    return [file for file in _files(one, "placed_rows") if _identity(file) not in shared]


def _changed(connection: duckdb.DuckDBPyConnection, old: Path, new: Path) -> _Change:
    """Ids of the enterprises that are not the same in both releases, and perhaps of some that are.

    Files that both releases share hold the same enterprises in both, save those of several rows in one of them only.
    """
    pairs = list(zip(_told(old, _loose(old, new)), _told(new, _loose(new, old)), strict=True))
    parts = [_one_sided(*pair) for pair in (*pairs, *((other, one) for one, other in pairs))]
    before, after = (f"SELECT own_id FROM {parquet(*_files(tables, 'shared_records'))}" for tables in (old, new))
    parts += [f"({after} EXCEPT {before})"]
    apart = [row[0] for row in connection.execute(f"{before} EXCEPT {after}").fetchall()]
    told = [row[0] for row in connection.execute(" UNION ".join(parts)).fetchall()]
    return _Change(sorted({*told, *apart}), bool(apart))


def _told(tables: Path, loose: Sequence[Path]) -> list[str]:
    """Digests of what a release says of its enterprises in the `loose` files and by several rows: facts, names,
    numbers."""
    facts = f"SELECT {_COLUMNS} FROM {parquet(*_files(tables, 'joint_enterprises'))}"
    if loose:
        gone = parquet(*_files(tables, "shared_records"))
        facts += f" UNION ALL SELECT {_OF_ROWS} FROM {parquet(*loose)} AS one"
        facts += f" ANTI JOIN {gone} AS gone USING (file_id, row_number) WHERE stands_alone"
    names = f"SELECT enterprise_id, name FROM {parquet(*_files(tables, 'former_names'))}"
    numbers = f"SELECT enterprise_id, value FROM {parquet(*_files(tables, 'further_identifiers'))}"
    return [
        _DIGESTS.format(columns=columns, table=f"({said})")
        for columns, said in ((_COLUMNS, facts), ("enterprise_id, name", names), ("enterprise_id, value", numbers))
    ]


def _one_sided(one: str, other: str) -> str:
    return f"SELECT enterprise_id FROM ({one}) AS one ANTI JOIN ({other}) AS other USING (digest)"


def _files(tables: Path, name: str) -> list[Path]:
    return sorted((tables / name).glob("*.parquet"))


def _identity(file: Path) -> tuple[int, int]:
    """Equal for two names of one file."""
    about = file.stat()
    return about.st_dev, about.st_ino


def _extras(connection: duckdb.DuckDBPyConnection, changed: str) -> Extras:
    names = connection.sql(f"SELECT enterprise_id, name AS text FROM former_names{changed}").to_arrow_table()
    numbers = connection.sql(f"SELECT enterprise_id, value AS text FROM further_identifiers{changed}").to_arrow_table()
    return Extras(names=names, identifiers=numbers)


def _batches(connection: duckdb.DuckDBPyConnection, changed: str) -> Iterator[pa.RecordBatch]:
    rows = connection.sql(f"SELECT {_COLUMNS} FROM enterprises{changed}")
    yield from rows.to_arrow_reader(_BATCH)
