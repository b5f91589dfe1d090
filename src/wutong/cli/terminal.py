"""What every command shares: the home option, output in the reader's language, tables and progress bars."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

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
    notices.print(Text(zh=zh, en=en).in_language(environment.language()), markup=False)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> None:
    """Rows as a table on standard output."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    # In a file or a pipe there is no edge to fold at: each row is one line.
    page = output if output.is_terminal else Console(width=_NO_EDGE, highlight=False)
    page.print(table)


def show_json(value: object) -> None:
    """One JSON value on one line of standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))
