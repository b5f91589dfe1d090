"""`wutong build`: from raw registers to a promoted release."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.feedback import with_feedback
from wutong.cli.progress import Bars
from wutong.cli.terminal import HomeOption, home_of, say, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.warehouse.inputs import chosen_inputs
from wutong.warehouse.pipeline import Built, Request, build
from wutong.warehouse.publish.manifest import Manifest, ManifestUnreadable
from wutong.warehouse.publish.release import Release, promoted, releases


def build_release(
    source: Annotated[
        list[str] | None,
        typer.Option(help="SOURCE=GLOB; again for more; as last time if left out. 来源=文件通配符。"),
    ] = None,
    home: HomeOption = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark://host:port. 计算引擎。")] = "duckdb",
    feedback: Annotated[bool, typer.Option(help="With what people judged on the desk. 采用工作台的判断。")] = True,
) -> None:
    """Read registers, place every enterprise, check and promote a release. 读入登记，构建并发布数据版本。

    Example: `wutong build --source "cn_registrations=registry/*.csv.gz"`
    """
    place, catalog = home_of(home), load_catalog()
    globs = chosen_inputs(source or (), place, catalog.sources)
    if feedback:
        globs = with_feedback(globs, place)
    with Bars() as progress, _loaded_for_good():
        request = Request(home=place, catalog=catalog, globs=globs, engine=engine, is_demo=holds_demo(place))
        built = build(request, progress=progress)
    show_built(built)


@contextmanager
def _loaded_for_good() -> Iterator[None]:
    """What is loaded by now is not walked by the garbage collector again and again while a register is read."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def holds_demo(place: Home) -> bool:
    """A home of invented data stays one: what is built in it again is said to be invented on every page."""
    served = promoted(place)
    return any(_says_demo(one) for one in (served, *releases(place)) if one)


def _says_demo(release: Release) -> bool:
    """A release that is lost or damaged says nothing: the others of its home do, and a build makes it anew."""
    try:
        return release.manifest.notes.get("is_demo") == "True"
    except ManifestUnreadable:
        return False


def show_built(built: Built) -> None:
    """What was read, used and held back, and which release is served now."""
    manifest = built.release.manifest
    language = environment.language()
    heads = ("source", "file_count", "rows_read", "rows_used", "rows_held_back")
    rows = [(s.source_id, len(s.files), s.rows_read, s.rows_used, s.rows_held_back) for s in manifest.sources]
    show_table(heads, rows, title=_SUM.in_language(language))
    reasons = [
        (i.source_id, i.reason, _HELD[i.is_held_back].in_language(language), i.issue_count) for i in manifest.issues
    ]
    if reasons:
        show_table(("source", "reason", "effect", "count"), reasons, title=_REASONS.in_language(language))
    _say_version(built, manifest)


def _say_version(built: Built, manifest: Manifest) -> None:
    count = manifest.row_counts.get("enterprises", 0)
    if built.is_new:
        say(f"已发布 {manifest.version}：{count} 家企业。", f"Promoted {manifest.version}: {count} enterprises.")
    else:
        say(
            f"输入没有变化，继续使用 {manifest.version}：{count} 家企业。",
            f"Nothing has changed; still serving {manifest.version}: {count} enterprises.",
        )


_SUM = Text(zh="读入 = 采用 + 扣留", en="rows read = rows used + rows held back")
_REASONS = Text(zh="问题（wutong issues 查看原始行）", en="issues (wutong issues shows the raw rows)")
_HELD = {True: Text(zh="扣留整行", en="row held back"), False: Text(zh="备注", en="remark")}


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    app.command("build")(build_release)
