"""`wutong releases`, `wutong rollback`, `wutong issues`: what has been published, and what was held back."""

import csv
import enum
import io
from typing import Annotated

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.terminal import HomeOption, home_of, output, say, show_table
from wutong.warehouse.inputs import check_source
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.reading import Reading

_ISSUES = """
    SELECT i.source_id, f.name AS file, i.row_number, i.stage, i.reason, i.is_held_back, i.field, i.value, i.raw
    FROM issues i LEFT JOIN files f USING (file_id)
    WHERE ? IS NULL OR i.source_id = ?
    ORDER BY i.source_id, f.name, i.row_number, i.reason
"""
_SHOWN = 200


class Format(enum.StrEnum):
    """How to print rows."""

    TABLE = "table"
    CSV = "csv"


def releases(home: HomeOption = None) -> None:
    """List the releases kept, newest first. 列出保留的版本。

    Example: `wutong releases`
    """
    place = home_of(home)
    served = publishing.promoted(place)
    show_table(
        ("", "version", "created", "enterprises", "sources"),
        [
            (
                "*" if served and served.version == one.version else "",
                one.version,
                one.manifest.created_at.isoformat(timespec="seconds"),
                one.manifest.row_counts.get("enterprises", 0),
                ", ".join(source.source_id for source in one.manifest.sources),
            )
            for one in publishing.releases(place)
        ],
    )


def rollback(
    version: Annotated[str | None, typer.Argument(help="Which one; the one before by default. 版本号。")] = None,
    home: HomeOption = None,
) -> None:
    """Serve an earlier release again. 换回较早的版本。

    Example: `wutong rollback 20261122-041233-a1b2c3`
    """
    served = publishing.rollback(home_of(home), version)
    say(f"现在使用版本 {served}。", f"Now serving {served}.")


def issues(
    source: Annotated[str | None, typer.Option(help="Only this source. 仅此来源。")] = None,
    form: Annotated[Format, typer.Option("--format", help="table or csv. 输出格式。")] = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """List the rows and values that could not be used, with the reason. 列出未能采用的行与值。

    Example: `wutong issues --source cn_registrations --format csv > issues.csv`
    """
    if source is not None:
        check_source(source, load_catalog().sources)
    with Reading(publishing.serving(home_of(home))) as reading:
        if form is Format.CSV:
            _print_csv(reading, source)
            return
        found = reading.query(f"{_ISSUES} LIMIT {_SHOWN + 1}", (source, source))
    show_table(found.columns, found.rows[:_SHOWN])
    if len(found.rows) > _SHOWN:
        say(f"只显示前 {_SHOWN} 条；用 --format csv 取得全部。", f"The first {_SHOWN}; use --format csv for all.")


def _print_csv(reading: Reading, source: str | None) -> None:
    is_first = True
    for rows in reading.batches(_ISSUES, (source, source)):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if is_first:
            writer.writerow(rows.columns)
        writer.writerows(rows.rows)
        typer.echo(text.getvalue(), nl=False)
        is_first = False
    output.file.flush()


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    for command in (releases, rollback, issues):
        app.command()(command)
