"""`wutong query` and `wutong search`: look into the promoted release."""

import csv
import enum
import io
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from wutong.cli.terminal import HomeOption, home_of, output, say, show_json, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.matching.files import read_lines
from wutong.warehouse.publish.reading import Bounds, Reading, Rows
from wutong.warehouse.publish.release import serving
from wutong.warehouse.search.searching import Hit, Searcher

_SHOWN = 10_000


class NothingToSearch(WutongError):
    code = "search.nothing"
    exit_code = 2
    sentence = Text(
        zh="请给出要找的名称，或用 --file 指定每行一个名称的文件。",
        en="Give a name to search for, or --file with one name a line.",
    )


class ColumnTwice(WutongError):
    code = "query.column_twice"
    exit_code = 2
    sentence = Text(
        zh="查询结果有两列都叫“{column}”，JSON 只能留下一列。请用 AS 给其中一列另取名称。",
        en="Two columns of the answer are called “{column}”, and JSON can keep but one. Name one of them with AS.",
    )


class Format(enum.StrEnum):
    """How to print rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT over the tables of `wutong catalog tables`. 一条查询。")],
    form: Annotated[Format, typer.Option("--format", help="table, csv or json lines. 输出格式。")] = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """Ask the promoted release with SQL; nothing can be changed. 用 SQL 查询当前版本（只读）。

    Example: `wutong query "select tier, segment, count(*) from enterprises group by all"`
    """
    with Reading(serving(home_of(home)), Bounds(seconds=600, memory_mib=3072)) as reading:
        if form is Format.TABLE:
            _print_table(next(reading.batches(sql, size=_SHOWN + 1)))
            return
        for number, rows in enumerate(reading.batches(sql)):
            _print_rows(rows, form, is_first=number == 0)
    output.file.flush()


def _print_table(found: Rows) -> None:
    """A table is laid out as a whole: all rows of a register would fill the memory before the first is seen."""
    show_table(found.columns, found.rows[:_SHOWN])
    if len(found.rows) > _SHOWN:
        say(
            f"只显示前 {_SHOWN} 行；用 --format csv 或 json 取得全部。",
            f"The first {_SHOWN} rows; use --format csv or json for all.",
        )


def _print_rows(rows: Rows, form: Format, *, is_first: bool) -> None:
    if form is Format.JSON:
        _check_names(rows.columns)
        for row in rows.as_dicts():
            show_json(row)
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if is_first:
        writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    typer.echo(text.getvalue(), nl=False)


def _check_names(columns: tuple[str, ...]) -> None:
    for place, column in enumerate(columns):
        if column in columns[:place]:
            raise ColumnTwice(column=column)


def search(
    text: Annotated[
        str | None, typer.Argument(help="Name, short name, pinyin or code. 名称、简称、拼音或代码。")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="One query a line. 每行一个查询的文件。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most results a query. 每个查询的结果数。")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a query. 每个查询一行 JSON。")] = False,
    home: HomeOption = None,
) -> None:
    """Find enterprises by name, pinyin, initials or code. 按名称、拼音、首字母或代码查找企业。

    Example: `wutong search 康霖生物 --limit 5`
    """
    queries = _queries(text, file)
    searcher = Searcher(serving(home_of(home)).search)
    language = environment.language()
    for one in queries:
        started = time.perf_counter()
        hits = searcher.find(one, limit=limit)
        spent = (time.perf_counter() - started) * 1000
        if as_json:
            results = [_result(hit) | {"why": [why.in_language(language) for why in hit.why]} for hit in hits]
            show_json({"query": one, "ms": round(spent, 3), "results": results})
        else:
            rows = [
                (hit.credit_code, hit.name_zh, round(hit.score, 1), "; ".join(w.in_language(language) for w in hit.why))
                for hit in hits
            ]
            show_table(("credit_code", "name_zh", "score", "why"), rows, title=f"{one} ({spent:.1f} ms)")
            if not hits:
                say(
                    f"没有找到“{one}”。请换个写法，或只写字号。",
                    f"Nothing is found for “{one}”. Spell it otherwise, or give less of it.",
                )


def _result(hit: Hit) -> dict[str, object]:
    return {
        "enterprise_id": hit.enterprise_id,
        "credit_code": hit.credit_code,
        "name_zh": hit.name_zh,
        "score": round(hit.score, 3),
    }


def _queries(text: str | None, file: Path | None) -> Iterable[str]:
    if file is not None:
        return read_lines(file)
    if not (text and text.strip()):
        raise NothingToSearch()
    return [text]


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    for command in (query, search):
        app.command()(command)
