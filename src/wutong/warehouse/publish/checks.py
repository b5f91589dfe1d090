"""What must hold of a release before it is promoted. Each check gives a sentence; a failure stops it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Self

import duckdb
import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.sources import Source
from wutong.catalog.tables import Table
from wutong.engine.files import files_of
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.publish.manifest import CheckResult, Sentence, SourceUsed, TableWritten
from wutong.warehouse.views import connect, create_views, views_of

# Where each source's values can be counted.
STANDARD = "placed_rows WHERE held_back IS NULL"


class ChecksFailed(WutongError):
    code = "release.checks_failed"
    exit_code = 4
    sentence = Text(
        zh="新版本未通过检查，旧版本继续提供服务。{failures_zh}",
        en="The new release failed its checks, so the old one stays in service. {failures_en}",
    )

    def __init__(self, failures: tuple[CheckResult, ...]) -> None:
        self.failures = failures
        super().__init__(
            failures_zh="".join(failure.sentence.zh for failure in failures),
            failures_en=" ".join(failure.sentence.en for failure in failures),
        )


class Opened:
    """A release in `folder` as SQL: its tables under tables/<name>/ and `views`, opened when first asked."""

    def __init__(self, folder: Path, views: Mapping[str, str]) -> None:
        self.folder = folder
        self.views = views
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    @cached_property
    def stored(self) -> dict[str, dict[Path, pq.FileMetaData]]:
        """The files of each table on disk, with what their footers say; a register may come in a thousand files."""
        folders = sorted((self.folder / "tables").iterdir())
        return {folder.name: {file: pq.read_metadata(file) for file in files_of([folder])} for folder in folders}

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Where the tables and views are known by name."""
        connection = self._closing.enter_context(connect())
        create_views(connection, self.folder / "tables", self.views)
        return connection


def check_release(
    folder: Path, tables: Mapping[str, Table], sources: Mapping[str, Source], used: Iterable[SourceUsed]
) -> tuple[CheckResult, ...]:
    """Every check of the release being built in `folder`."""
    with Opened(folder, views_of(tables)) as release:
        return check_opened(release, tables, sources, used)


def check_opened(
    release: Opened, tables: Mapping[str, Table], sources: Mapping[str, Source], used: Iterable[SourceUsed]
) -> tuple[CheckResult, ...]:
    """The same; it is opened only if its columns are those declared."""
    results = [_declared(name, files, tables) for name, files in release.stored.items()]
    if not all(result.holds for result in results):
        return tuple(results)
    keyed = _keyed(tables, [result.subject for result in results])
    results += [_unique(release.connection, table) for table in keyed]
    for source in used:
        results.append(_sum(source))
        if source.source_id in sources:
            results.extend(_assertions(release.connection, sources[source.source_id], source))
    return tuple(results)


def _keyed(tables: Mapping[str, Table], stored: Sequence[str]) -> list[Table]:
    """Tables whose keys are proved: those that users read, save views of views, which can but repeat."""
    views = views_of(tables)
    first = [name for name, sql in views.items() if not any(f" {other}" in sql for other in views if other != name)]
    return [table for name, table in tables.items() if table.layer == "mart" and name in {*stored, *first}]


def refuse_failed(results: Iterable[CheckResult]) -> None:
    """Raise ChecksFailed where one of `results` does not hold."""
    failures = tuple(result for result in results if not result.holds)
    if failures:
        raise ChecksFailed(failures)


def tables_written(
    folder: Path, views: Mapping[str, str] = MappingProxyType({}), counted: Mapping[str, str] = MappingProxyType({})
) -> tuple[TableWritten, ...]:
    """Name, rows and bytes of each table under tables/, and rows of each of `views`, which take no bytes.

    `counted` tells, by name, what to count instead of a view.
    """
    with Opened(folder, views) as release:
        return written_opened(release, counted)


def written_opened(release: Opened, counted: Mapping[str, str]) -> tuple[TableWritten, ...]:
    """The same of a release that is open."""
    stored = [_written(name, files) for name, files in release.stored.items()]
    asked = {name: f"SELECT count(*) FROM {counted.get(name, name)}" for name in release.views}
    counts = [(name, _row(release.connection, sql)) for name, sql in asked.items()]
    return (*stored, *(TableWritten(name=name, row_count=int(count), byte_count=0) for name, (count,) in counts))


def _written(name: str, files: Mapping[Path, pq.FileMetaData]) -> TableWritten:
    return TableWritten(
        name=name,
        row_count=sum(footer.num_rows for footer in files.values()),
        byte_count=sum(file.stat().st_size for file in files),
    )


def _result(code: str, subject: str, holds: bool, zh: str, en: str) -> CheckResult:
    return CheckResult(code=code, subject=subject, holds=holds, sentence=Sentence(zh=zh, en=en))


def _declared(name: str, files: Mapping[Path, pq.FileMetaData], tables: Mapping[str, Table]) -> CheckResult:
    """The columns on disk are the declared ones, in order and type."""
    if name not in tables:
        return _result("schema", name, False, f"表 {name} 没有声明。", f"The table {name} is not declared.")
    different = {footer.schema.to_arrow_schema(): file for file, footer in files.items()}
    for schema, file in different.items():
        problem = _difference(tables[name], schema)
        if problem:
            zh = f"表 {name} 与声明不符（{file.name}）：{problem}。"
            en = f"The table {name} differs from its declaration ({file.name}): {problem}."
            return _result("schema", name, False, zh, en)
    return _result("schema", name, True, f"表 {name} 与声明相符。", f"The table {name} is as declared.")


def _difference(table: Table, schema: pa.Schema) -> str:
    found = ibis.Schema.from_pyarrow(schema)
    if list(found.names) != list(table.types):
        return f"{list(table.types)} ≠ {list(found.names)}"
    wrong = [
        f"{name}: {declared} ≠ {found[name]}"
        for name, declared in table.types.items()
        if _plain(ibis.dtype(declared)) != _plain(found[name])
    ]
    return "; ".join(wrong)


def _plain(kind: dt.DataType) -> dt.DataType:
    """A type without what Parquet does not keep the same on both engines: nullability and clock precision."""
    if isinstance(kind, dt.Array):
        return dt.Array(_plain(kind.value_type))
    if isinstance(kind, dt.Struct):
        return dt.Struct({name: _plain(inner) for name, inner in kind.items()})
    return dt.Timestamp() if isinstance(kind, dt.Timestamp) else kind.copy(nullable=True)


def _unique(connection: duckdb.DuckDBPyConnection, table: Table) -> CheckResult:
    """No two rows share the key. Hashes first: distinct hashes prove distinct keys at a fifth of the cost."""
    key = ", ".join(f'"{column}"' for column in table.key)
    rows = f'"{table.name}"'
    hashes = np.sort(np.asarray(connection.execute(f"SELECT hash({key}) AS key FROM {rows}").fetchnumpy()["key"]))
    repeated = 0.0
    if (hashes[1:] == hashes[:-1]).any():
        groups = f"SELECT count(*) AS n FROM {rows} GROUP BY {key} HAVING n > 1"
        (repeated,) = _row(connection, f"SELECT count(*) FROM ({groups})")
    columns = ", ".join(table.key)
    zh = f"表 {table.name} 的主键（{columns}）{f'有 {repeated:g} 处重复' if repeated else '唯一'}。"
    state = f"repeated in {repeated:g} places" if repeated else "unique"
    en = f"The key ({columns}) of {table.name} is {state}."
    return _result("key", table.name, not repeated, zh, en)


def _sum(source: SourceUsed) -> CheckResult:
    """Rows read = rows used + rows held back, in every file."""
    odd = [file.name for file in source.files if file.rows_read != file.rows_used + file.rows_held_back]
    numbers = f"{source.rows_read} = {source.rows_used} + {source.rows_held_back}"
    where = f"（{', '.join(odd)}）" if odd else ""
    zh = f"来源 {source.source_id}：读入 = 采用 + 扣留，{numbers}{'' if not odd else '，不成立'}{where}。"
    en = f"Source {source.source_id}: read = used + held back, {numbers}{' does not hold in ' if odd else ''}"
    return _result("sum", source.source_id, not odd, zh, f"{en}{', '.join(odd)}.")


def _assertions(connection: duckdb.DuckDBPyConnection, source: Source, used: SourceUsed) -> Iterable[CheckResult]:
    asserted = source.assertions
    yield _result(
        "least_rows",
        source.id,
        used.rows_read >= asserted.least_rows,
        f"来源 {source.id} 读入 {used.rows_read} 行，要求至少 {asserted.least_rows} 行。",
        f"Source {source.id} gave {used.rows_read} rows; at least {asserted.least_rows} are asserted.",
    )
    if asserted.most_rows is not None:
        yield _result(
            "most_rows",
            source.id,
            used.rows_read <= asserted.most_rows,
            f"来源 {source.id} 读入 {used.rows_read} 行，要求至多 {asserted.most_rows} 行。",
            f"Source {source.id} gave {used.rows_read} rows; at most {asserted.most_rows} are asserted.",
        )
    if asserted.least_used_share and used.rows_read:
        share, least = used.rows_used / used.rows_read, asserted.least_used_share
        yield _result(
            "used_share",
            source.id,
            share >= least,
            f"来源 {source.id} 采用了所读行的 {share:.4f}，要求至少 {least}。",
            f"Source {source.id}: {share:.4f} of the rows read are used; at least {least} is asserted.",
        )
    if asserted.least_valid_share and used.rows_used:
        shares = _shares(connection, source)
        for field, least in asserted.least_valid_share.items():
            yield _result(
                "valid_share",
                f"{source.id}.{field}",
                shares[field] >= least,
                f"来源 {source.id} 的 {field} 有效比例为 {shares[field]:.4f}，要求至少 {least}。",
                f"Source {source.id}: {field} is valid in {shares[field]:.4f}; at least {least} is asserted.",
            )


def _shares(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, float]:
    """Of the rows of `source` that are used, the share in which each asserted field could be read."""
    fields = tuple(source.assertions.least_valid_share)
    counts = ", ".join(f'count("{field}") / greatest(count(*), 1)' for field in fields)
    shares = _row(connection, f"SELECT {counts} FROM {STANDARD} AND source_id = '{source.id}'")
    return {field: float(share) for field, share in zip(fields, shares, strict=True)}


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, ...]:
    found = connection.execute(sql).fetchone()
    assert found is not None, "an aggregate gives one row"
    return tuple(found)
