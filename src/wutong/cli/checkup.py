"""`wutong doctor`: is everything there and sound? A finding is one sentence; a failure says how to mend it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import duckdb
import pyarrow as pa
import typer
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from wutong.catalog.catalog import load_catalog
from wutong.cli.terminal import HomeOption, home_of, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home
from wutong.portal import frontend
from wutong.portal.preparing import start_django
from wutong.warehouse.publish.checks import tables_written
from wutong.warehouse.publish.release import Release, promoted
from wutong.warehouse.search.searching import Searcher

_LEAST_FREE_GIB = 2.0
# By its name, since models can be read only after Django has been started.
_VERIFY = "wutong.portal.shared.ledger.verifying.verify_all"
_CHECK_FILES = "wutong.portal.files.keeping.checking.check_all"
_MOST_NAMED = 5
# What a file that was cut short or overwritten raises, in whichever library opens it.
_DAMAGED = (pa.ArrowException, duckdb.Error, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. A failure keeps Wutong from working; a note does not."""

    code: str
    sentence: Text
    is_failure: bool = False
    is_note: bool = False

    @property
    def mark(self) -> str:
        return "✗" if self.is_failure else "–" if self.is_note else "✓"


def doctor(home: HomeOption = None) -> None:
    """Check that everything needed is there and sound. 检查运行环境与数据是否完好。

    Example: `wutong doctor`
    """
    language = environment.language()
    found = list(findings(home_of(home)))
    show_table(("", "check", "finding"), [(f.mark, f.code, f.sentence.in_language(language)) for f in found])
    if any(finding.is_failure for finding in found):
        raise typer.Exit(4)


def findings(home: Home) -> Iterator[Finding]:
    """Every finding, cheapest first."""
    version = sys.version.split()[0]
    yield Finding("python", Text(zh=f"Python {version}", en=f"Python {version}"))
    yield _disk(home)
    yield _catalog()
    yield _frontend(home)
    yield _spark()
    yield from _release(home)
    yield from _portal(home)


def _disk(home: Home) -> Finding:
    place = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    free = shutil.disk_usage(place).free / 2**30
    return Finding(
        "disk",
        Text(zh=f"{place} 可用 {free:.1f} GiB（至少 {_LEAST_FREE_GIB:g}）", en=f"{free:.1f} GiB free at {place}"),
        is_failure=free < _LEAST_FREE_GIB,
    )


def _catalog() -> Finding:
    catalog = load_catalog()
    try:
        counts = (len(catalog.sources), len(catalog.tables), len(catalog.chain.nodes))
    except WutongError as error:
        return Finding("catalog", error.text, is_failure=True)
    sources, tables, nodes = counts
    zh = f"{sources} 个来源、{tables} 张表、{nodes} 个产业链节点"
    return Finding("catalog", Text(zh=zh, en=f"{sources} sources, {tables} tables, {nodes} chain nodes"))


def _frontend(home: Home) -> Finding:
    if (frontend.folder(home.root) / "node_modules").is_dir():
        return Finding("frontend", Text(zh="前端库已安装", en="The front-end libraries are installed"))
    mend = Text(zh="前端库未安装：运行 wutong assets", en="No front-end libraries: run wutong assets")
    return Finding("frontend", mend, is_failure=True)


def _spark() -> Finding:
    if find_spec("pyspark") and shutil.which("java"):
        return Finding("spark", Text(zh="可用 Spark", en="Spark can be used"))
    absent = Text(zh="无 PySpark 或 Java，仅用 DuckDB", en="No PySpark or Java: DuckDB only")
    return Finding("spark", absent, is_note=True)


def _release(home: Home) -> Iterator[Finding]:
    release = promoted(home)
    if release is None:
        mend = Text(zh="尚无数据版本：运行 wutong build", en="No release yet: run wutong build")
        yield Finding("release", mend, is_note=True)
        return
    try:
        yield _tables(release)
    except WutongError as error:
        yield Finding("release", error.text, is_failure=True)
    except _DAMAGED as error:
        yield Finding("release", _damaged(release, str(error)), is_failure=True)
    yield _index(release)


def _damaged(release: Release, problem: str) -> Text:
    return Text(
        zh=f"版本 {release.version} 的文件已损坏：{problem}。请运行 wutong rollback 或重新构建。",
        en=f"Files of {release.version} are damaged: {problem}. Roll back or build again.",
    )


def _tables(release: Release) -> Finding:
    promised = release.manifest.row_counts
    found = {table.name: table.row_count for table in tables_written(release.folder, release.manifest.views)}
    wrong = sorted(name for name in promised if found.get(name) != promised[name])
    if wrong:
        names = ", ".join(wrong)
        mend = Text(
            zh=f"版本 {release.version} 的表与清单不符：{names}。请运行 wutong rollback 或重新构建。",
            en=f"Tables of {release.version} differ from its manifest: {names}. Roll back or build again.",
        )
        return Finding("release", mend, is_failure=True)
    zh = f"版本 {release.version}：{len(found)} 张表，行数与清单一致"
    return Finding("release", Text(zh=zh, en=f"{release.version}: {len(found)} tables with the rows they promise"))


def _index(release: Release) -> Finding:
    if not (release.search.is_dir() and any(release.search.iterdir())):
        mend = Text(zh="检索索引缺失：请重新构建", en="The search index is missing: build again")
        return Finding("search", mend, is_failure=True)
    try:
        Searcher(release.search)
    except WutongError as error:
        return Finding("search", error.text, is_failure=True)
    except _DAMAGED as error:
        return Finding("search", _damaged(release, str(error)), is_failure=True)
    return Finding("search", Text(zh="检索索引可以打开", en="The search index opens"))


def _portal(home: Home) -> Iterator[Finding]:
    """What the portal keeps; a portal that was never set up has nothing that could be broken."""
    if not _is_set_up(home):
        zh = "门户尚未设置：运行 wutong serve 即可建立"
        en = "The portal has not been set up yet: wutong serve does so"
        yield Finding("portal", Text(zh=zh, en=en), is_note=True)
        return
    yield from _ledgers(home)
    yield from _files(home)


def _is_set_up(home: Home) -> bool:
    """Whether the portal's database has any table; one that cannot be asked has, and its errors are told."""
    if not _has_portal(home):
        return False
    start_django(home.root)
    try:
        return bool(connection.introspection.table_names())
    except DatabaseError:
        return True


def _ledgers(home: Home) -> Iterator[Finding]:
    """Whether every chain of the portal's ledgers is whole; nothing where there is no portal yet."""
    if not _has_portal(home):
        return
    start_django(home.root)
    try:
        found = import_string(_VERIFY)()
    except DatabaseError as error:
        mend = Text(zh=f"无法读取台账：{error}", en=f"The ledgers cannot be read: {error}")
        yield Finding("ledgers", mend, is_failure=True)
        return
    for one in found.broken:
        where = f"{one.title} ({one.book_key})"
        zh, en = f"台账 {where} 第 {one.number} 笔：{one.why.zh}", f"Ledger {where}, entry {one.number}: {one.why.en}"
        yield Finding("ledgers", Text(zh=zh, en=en), is_failure=True)
    if not found.broken:
        zh = f"{found.books} 本台账、{found.entries} 笔，链条完整"
        yield Finding(
            "ledgers", Text(zh=zh, en=f"{found.books} ledgers with {found.entries} entries, each chain whole")
        )


def _files(home: Home) -> Iterator[Finding]:
    """Whether every uploaded file has its bytes and all bytes a file; nothing where there is no portal yet."""
    if not _has_portal(home):
        return
    start_django(home.root)
    try:
        found = import_string(_CHECK_FILES)()
    except DatabaseError as error:
        mend = Text(zh=f"无法读取文件清单：{error}", en=f"The list of files cannot be read: {error}")
        yield Finding("files", mend, is_failure=True)
        return
    for zh, en, names in (
        ("缺少内容，请从备份恢复", "lack their bytes: restore them from a backup", found.missing),
        (
            "内容已被改动，请从备份恢复",
            "hold other bytes than were uploaded: restore them from a backup",
            found.changed,
        ),
        ("不属于任何文件，可以删除", "on disk belong to no file and may be deleted", found.unowned),
    ):
        if names:
            shown = ", ".join(str(name) for name in names[:_MOST_NAMED])
            words = Text(zh=f"{len(names)} 个文件{zh}：{shown}", en=f"{len(names)} files {en}: {shown}")
            yield Finding("files", words, is_failure=True)
    if found.is_sound:
        zh = f"{found.files} 个上传文件，内容与摘要一致"
        yield Finding("files", Text(zh=zh, en=f"{found.files} uploaded files, each with the bytes of its digest"))


def _has_portal(home: Home) -> bool:
    return (home.portal / "db.sqlite3").is_file() or bool(environment.secret("WUTONG_DATABASE_URL"))


def register(app: typer.Typer) -> None:
    """Add this module's command to `app`."""
    app.command()(doctor)
