"""What every command shares: the home option, output in the reader's language, tables and progress bars."""

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text as Literal

from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Where Wutong keeps what it makes. 数据存放目录。[default: $WUTONG_HOME]"),
]

# Every command takes --home, so that one script can give it to each; these two keep nothing there.
UnusedHome = Annotated[
    Path | None,
    typer.Option("--home", help="As for every command; nothing is kept there. 与其他命令一致；此命令不用。"),
]

output = Console(soft_wrap=True, highlight=False)
_NO_EDGE = 100_000
notices = Console(stderr=True, highlight=False)


def home_of(chosen: Path | None) -> Home:
    """The home folder that the user named, or the default one."""
    return Home((chosen or environment.home()).expanduser().absolute())


def say(zh: str, en: str) -> None:
    """A notice for the person at the terminal; never part of a command's output."""
    tell(Text(zh=zh, en=en).in_language(environment.language()))


def tell(sentence: str, style: str | None = None) -> None:
    """One sentence for the person at the terminal; in a file or a pipe it stays one line, and its paths whole."""
    notices.print(sentence, style=style, markup=False, soft_wrap=not notices.is_terminal)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> None:
    """Rows as a table on standard output, each value letter by letter: “[/b]” in a register is no mark-up."""
    table = Table(title=None if title is None else Literal(title, style="table.title"), title_justify="left")
    for column in columns:
        table.add_column(Literal(column), overflow="fold")
    for row in rows:
        table.add_row(*(Literal("" if cell is None else str(cell)) for cell in row))
    # In a file or a pipe there is no edge to fold at: each row is one line.
    page = output if output.is_terminal else Console(width=_NO_EDGE, highlight=False)
    page.print(table)


def show_json(value: object) -> None:
    """One JSON value on one line of standard output."""
    try:
        line = json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
    except (TypeError, ValueError):  # rare, so that only such values pay for the look at each part
        line = json.dumps(_as_json(value), ensure_ascii=False, default=str)
    typer.echo(line)


def _as_json(value: object) -> object:
    """The same in what JSON can say: no number is null, and keys are texts."""
    if isinstance(value, dict):
        return {str(key): _as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
