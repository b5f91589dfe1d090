"""The names to match against, read out of a release: joint-stock companies, then the others province by province."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from wutong.catalog.search import Prominence
from wutong.warehouse.views import connect, create_views

_BATCH = 200_000
_ALIASES = "enterprise_aliases"  # text, enterprise_id, source: names learned from sources, where a release has them

COLUMNS = (
    "enterprise_id", "credit_code", "name_zh", "written", "name_region", "proper_name", "trade", "is_group", "is_stock",
    "is_branch", "division_code", "kind",
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """A release to match against: its tables, and the views over them."""

    version: str
    tables: Path
    views: Mapping[str, str]

    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection that knows the tables of the release."""
        connection = connect(memory_limit="1536MiB", threads=2)
        create_views(connection, self.tables, self.views)
        return connection


def names_of(connection: duckdb.DuckDBPyConnection, prominence: Prominence) -> tuple[int, Iterator[pa.RecordBatch]]:
    """How many names there are, and all of them in batches of COLUMNS: joint-stock companies, the most prominent
    first; the others of each province so; then former and learned names, whose parts are not known."""
    current = (
        f"SELECT enterprise_id, credit_code, name_zh, name_zh AS written, name_region, proper_name, trade, "
        f"contains(name_zh, '集团') AS is_group, legal_form IS NOT DISTINCT FROM 'joint_stock' AS is_stock, "
        f"is_branch, division_code, 'current' AS kind FROM enterprises ORDER BY is_stock AND NOT is_branch DESC, "
        f"CASE WHEN is_stock AND NOT is_branch THEN '' ELSE coalesce(division_code, '')[:2] END, "
        f"{_standing(prominence)} DESC, enterprise_id"
    )
    others = ["SELECT enterprise_id, name AS text, 'former' AS kind FROM former_names"]
    if _has(connection, _ALIASES):
        others.append(f"SELECT enterprise_id, text, 'alias' AS kind FROM {_ALIASES}")
    further = (
        f"SELECT enterprise_id, e.credit_code, e.name_zh, o.text AS written, NULL AS name_region, NULL AS proper_name, "
        f"NULL AS trade, contains(o.text, '集团') AS is_group, e.legal_form IS NOT DISTINCT FROM 'joint_stock' AS "
        f"is_stock, e.is_branch, e.division_code, o.kind "
        f"FROM ({' UNION ALL '.join(others)}) o JOIN enterprises e USING (enterprise_id) ORDER BY ALL"
    )
    count = sum(_first(connection, f"SELECT count(*) FROM ({sql})") for sql in ("FROM enterprises", *others))
    return count, _batches(connection, (current, further))


def names_of_list(names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """A list of names in batches of COLUMNS; the id of each is its number in the list, from 1."""
    for begin in range(0, len(names), _BATCH):
        piece = names[begin : begin + _BATCH]
        nothing, no = pa.nulls(len(piece), pa.string()), pa.array([False] * len(piece))
        columns = dict.fromkeys(COLUMNS, nothing) | {
            "enterprise_id": pa.array([str(begin + number) for number in range(1, len(piece) + 1)]),
            "name_zh": pa.array(piece, pa.string()),
            "written": pa.array(piece, pa.string()),
            "is_group": no,
            "is_stock": no,
            "is_branch": no,
            "kind": pa.array(["listed"] * len(piece)),
        }
        yield pa.RecordBatch.from_pydict(columns)


def _batches(connection: duckdb.DuckDBPyConnection, queries: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
    for sql in queries:
        yield from connection.sql(sql).to_arrow_reader(_BATCH)


def _standing(prominence: Prominence) -> str:
    """SQL for how prominent an enterprise is, as the search index weighs it."""
    weights = {form: one.weight for one in prominence.forms for form in one.legal_forms}
    cases = " ".join(f"WHEN '{form}' THEN {weight}" for form, weight in weights.items())
    least, most = prominence.least_capital_cny, prominence.most_capital_cny
    capital = f"ln(greatest({least}, least({most}, coalesce(capital_cny, 0))) / {least}) / ln({most / least})"
    share = f"CASE WHEN is_branch THEN {prominence.branch_share} ELSE 1 END"
    form = f"CASE legal_form {cases} ELSE 0 END"
    return f"({form} * {prominence.form_share} + {capital} * {prominence.capital_share}) * {share}"


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return _first(connection, f"SELECT count(*) FROM duckdb_views() WHERE view_name = '{table}'") > 0


def _first(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    rows = connection.execute(sql).fetchall()  # all: a result that is not read to its end blocks the connection
    return int(rows[0][0])
