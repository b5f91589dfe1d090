"""What differs between two releases, enterprise by enterprise, as one Parquet file that outlives both.

Only what is biomedical in either release is looked at: the rest of the register changes in ways that concern nobody.
Nothing here changes a release.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wutong.warehouse.publish.reading import Bounds, Rows
from wutong.warehouse.publish.release import Release
from wutong.warehouse.views import connect, create_views, parquet

# What may differ → when it does. Rows in neither release's register twice: keys are enterprise ids.
KINDS = {
    "entered": "tier_before IS NULL",
    "left": "tier_after IS NULL",
    "renamed": "name_before <> name_after",
    "tier": "tier_before <> tier_after",
    "segment": "segment_before <> segment_after AND tier_before <> 'none' AND tier_after <> 'none'",
    "moved": "coalesce(division_before, '') <> coalesce(division_after, '') "
    "AND tier_before IS NOT NULL AND tier_after IS NOT NULL",
    "capital": "capital_before IS DISTINCT FROM capital_after AND tier_before IS NOT NULL AND tier_after IS NOT NULL",
}
_COMPARED = ("name_zh", "tier", "segment", "division_code", "capital_cny")
_COLUMNS = f"enterprise_id, credit_code, {', '.join(_COMPARED)}, province_code, city_code, district_code"


def compare(old: Release, new: Release, out: Path, bounds: Bounds | None = None) -> None:
    """Write to `out` a row for each enterprise that differs, with what it was and is; replaces what stands there.

    Reads both releases' `enterprises` once, and those of the other side only for whoever is biomedical in one alone.
    """
    limits = bounds or Bounds()
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f"{out.name}.{os.getpid()}.draft")
    connection = connect(memory_limit=f"{limits.memory_mib}MiB", threads=limits.threads, temp_directory=str(out.parent))
    try:
        for schema, release in (("old", old), ("new", new)):
            connection.execute(f"CREATE SCHEMA {schema}")
            connection.execute(f"SET schema = '{schema}'")
            create_views(connection, release.tables.resolve(), release.manifest.views)
            connection.execute(
                f"CREATE TEMP TABLE {schema}_seen AS SELECT {_COLUMNS} FROM {schema}.enterprises WHERE tier <> 'none'"
            )
        # Whoever is biomedical on one side alone: is it on the other side at all?
        for schema, other in (("old", "new"), ("new", "old")):
            connection.execute(
                f"INSERT INTO {schema}_seen SELECT {_COLUMNS} FROM {schema}.enterprises WHERE tier = 'none' "
                f"AND enterprise_id IN (SELECT enterprise_id FROM {other}_seen WHERE tier <> 'none')"
            )
        quoted = "'" + str(draft).replace("'", "''") + "'"
        connection.execute(f"COPY ({_difference()}) TO {quoted} (FORMAT parquet, COMPRESSION zstd)")
        draft.replace(out)
    finally:
        connection.close()
        draft.unlink(missing_ok=True)


def _difference() -> str:
    pairs = ", ".join(
        f"before.{column} AS {_short(column)}_before, after.{column} AS {_short(column)}_after" for column in _COMPARED
    )
    places = ", ".join(
        f"coalesce(after.{column}, before.{column}) AS {column}"
        for column in ("credit_code", "province_code", "city_code", "district_code")
    )
    flags = ", ".join(f"coalesce({condition}, false) AS is_{kind}" for kind, condition in KINDS.items())
    return (
        f"SELECT *, {flags} FROM (SELECT coalesce(after.enterprise_id, before.enterprise_id) AS enterprise_id, "
        f"{places}, {pairs} FROM old_seen AS before FULL JOIN new_seen AS after "
        "ON before.enterprise_id = after.enterprise_id) "
        f"WHERE {' OR '.join(f'({condition})' for condition in KINDS.values())} "
        "ORDER BY enterprise_id"
    )


def _short(column: str) -> str:
    """name_zh → name, division_code → division, capital_cny → capital."""
    return column.removesuffix("_zh").removesuffix("_code").removesuffix("_cny")


class Changes:
    """One such file, open to be read; its rows are the table `changes`. Close it when done."""

    def __init__(self, file: Path) -> None:
        self._connection = connect(threads=1, memory_limit="256MiB")
        self._connection.execute(f"CREATE VIEW changes AS SELECT * FROM {parquet(file)}")

    def query(self, sql: str, params: Sequence[Any] = ()) -> Rows:
        """All rows of one SELECT of ours."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, list(params))
            return Rows(tuple(column[0] for column in cursor.description or ()), tuple(cursor.fetchall()))
        finally:
            cursor.close()

    def close(self) -> None:
        """Give back memory and file handles."""
        self._connection.close()
