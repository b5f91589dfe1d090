"""Read a release with SQL, and nothing but read: a statement reaches one release and no more."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.publish.patience import Patience
from wutong.warehouse.publish.release import Release
from wutong.warehouse.views import connect, create_views, parquet

_patience = Patience()


class QueryRefused(WutongError):
    code = "query.refused"
    exit_code = 2
    sentence = Text(
        zh="只能运行一条 SELECT 查询；发布的版本不可更改。",
        en="Only one SELECT can be run: a release cannot be changed.",
    )


class QueryWrong(WutongError):
    code = "query.wrong"
    exit_code = 2
    sentence = Text(
        zh="查询有误。数据库引擎的原话是：“{problem}”",
        en="The query is wrong: {problem}",
    )


class QueryTooLong(WutongError):
    code = "query.too_long"
    exit_code = 3
    sentence = Text(
        zh="查询超过 {seconds:g} 秒，已停止。请缩小范围后重试。",
        en="The query took more than {seconds:g} seconds and was stopped. Narrow it and try again.",
    )


class QueryTooLarge(WutongError):
    code = "query.too_large"
    exit_code = 3
    sentence = Text(
        zh="查询所需内存超过 {memory} MiB，已停止。请缩小范围或减少排序后重试。",
        en="The query needs more than {memory} MiB of memory and was stopped. Narrow it, or sort less.",
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one statement may take."""

    seconds: float = 30.0
    memory_mib: int = 1024
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: column names, and tuples in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows keyed by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class ReleaseDamaged(WutongError):
    code = "release.damaged"
    exit_code = 4
    sentence = Text(
        zh="版本 {version} 的文件已损坏：{problem}。请用 wutong rollback 回退；wutong doctor 会列出损坏的文件。",
        en="Files of the release {version} are damaged: {problem}. Run wutong rollback for an earlier one; "
        "wutong doctor names the files.",
    )


class Reading:
    """A locked-down connection to one release. Safe to share between threads; close it when done."""

    def __init__(self, release: Release, bounds: Bounds | None = None) -> None:
        self.release = release
        self.bounds = bounds or Bounds()
        self._connection = connect(**_settings(self.bounds))
        # A release never changes: the footers of its files are read once, which halves the time of a look-up.
        self._connection.execute("SET parquet_metadata_cache = true")
        reachable = "'" + f"{release.folder.resolve()}/".replace("'", "''") + "'"
        self._connection.execute(f"SET allowed_directories = [{reachable}]")
        self._connection.execute("SET enable_external_access = false")
        try:
            create_views(self._connection, release.tables.resolve(), release.manifest.views)
        except duckdb.Error as error:
            self._connection.close()
            raise ReleaseDamaged(version=release.version, problem=str(error).splitlines()[0]) from error
        self._connection.execute("SET lock_configuration = true")
        self._parts: dict[str, dict[str, str]] = {}

    def query(self, sql: str, params: Sequence[object] = ()) -> Rows:
        """All rows of one SELECT; `params` fill its `?`. Raises QueryRefused, -Wrong, -TooLong, -TooLarge."""
        with self._running(sql, params) as cursor:
            return Rows(columns=_columns(cursor), rows=tuple(cursor.fetchall()))

    def batches(self, sql: str, params: Sequence[object] = (), *, size: int = 10_000) -> Iterator[Rows]:
        """The rows of one SELECT, `size` at a time and at least once, for exports of any length."""
        with self._running(sql, params) as cursor:
            columns = _columns(cursor)
            rows = cursor.fetchmany(size)
            yield Rows(columns=columns, rows=tuple(rows))
            while rows := cursor.fetchmany(size):
                yield Rows(columns=columns, rows=tuple(rows))

    @contextmanager
    def _running(self, sql: str, params: Sequence[object]) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            with _patience.limit(self.bounds.seconds, cursor.interrupt):
                cursor.execute(_only_select(cursor, sql), list(params))
                yield cursor
        except duckdb.InterruptException as error:
            raise QueryTooLong(seconds=self.bounds.seconds) from error
        except duckdb.OutOfMemoryException as error:
            raise QueryTooLarge(memory=self.bounds.memory_mib) from error
        except duckdb.Error as error:
            raise QueryWrong(problem=str(error).strip()) from error
        finally:
            cursor.close()

    def among(self, table: str, file_id: str) -> str:
        """What to write after FROM to read the rows of `table` that came from one input file.

        Tables of raw rows are one Parquet file an input file: reading the one instead of asking all of them for what
        they hold saves most of a look-up. A table that lies otherwise answers with its own name.
        """
        if table not in self._parts:
            self._parts[table] = self._parts_of(table)
        part = self._parts[table].get(file_id)
        return f'"{table}"' if part is None else parquet(Path(part))

    def _parts_of(self, table: str) -> dict[str, str]:
        """Input file to the one Parquet file that holds its rows, as the footers say."""
        folder = self.release.tables.resolve() / table
        if not folder.is_dir():
            return {}
        found = self.query(
            "SELECT file_name, min(stats_min_value), max(stats_max_value) FROM parquet_metadata(?) "
            "WHERE path_in_schema = 'file_id' GROUP BY file_name",
            (str(folder / "*.parquet"),),
        )
        held = Counter(low for _, low, _ in found)
        return {low: name for name, low, high in found if low == high and held[low] == 1}

    def close(self) -> None:
        """Give back memory and file handles."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _settings(bounds: Bounds) -> dict[str, Any]:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": f"{bounds.memory_mib}MiB",
        "threads": bounds.threads,
        "temp_directory": "",
    }


def _only_select(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one statement of `sql`. Reading is all that is let through: COPY could write beside the tables."""
    statements = cursor.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused()
    return statements[0]


def _columns(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(column[0] for column in cursor.description or ())
