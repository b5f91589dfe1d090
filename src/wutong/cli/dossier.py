"""`wutong dossier`: all that the promoted release says about one enterprise, as a document with its sources."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils.module_loading import import_string

from wutong.catalog.root import declarations
from wutong.cli.machine import check_folder
from wutong.cli.terminal import HomeOption, home_of, say
from wutong.kernel import environment
from wutong.kernel.home import Home
from wutong.portal.preparing import compile_messages, make_secret_key, start_django

# By its name, since it can be read only once Django has started.
_MAKING = "wutong.portal.dossiers.command.make"


class Format(StrEnum):
    """Kinds of file."""

    DOCX = "docx"
    PDF = "pdf"


class InLanguage(StrEnum):
    """Languages of a dossier."""

    ZH = "zh"
    EN = "en"


def dossier(
    asked: Annotated[
        str, typer.Argument(metavar="CODE_OR_NAME", help="Credit code, id or full name. 信用代码或全称。")
    ],
    language: Annotated[InLanguage | None, typer.Option(help="Yours, where none is given. 语言。")] = None,
    format_: Annotated[Format, typer.Option("--format", help="Kind of file. 文件格式。")] = Format.PDF,
    out: Annotated[Path | None, typer.Option(help="Where to write it. 输出文件。")] = None,
    home: HomeOption = None,
) -> None:
    """Write the dossier of one enterprise. 生成一家企业的档案。

    Example: `wutong dossier 91330100MA28ABCD1X --language en --format docx --out firm.docx`
    """
    if out is not None:
        check_folder(out)
    place = home_of(home)
    make_secret_key(Home(place.root).portal / "secret_key")
    compile_messages(declarations() / "locale", Home(place.root).portal / "locale")
    start_django(place.root)
    spoken = language.value if language else environment.language()
    written = import_string(_MAKING)(asked=asked, language=spoken, format_=format_.value, out=out)
    say(f"已写入 {written.path}（{written.name}）。", f"Wrote {written.path} ({written.name}).")


def register(app: typer.Typer) -> None:
    """Add this module's command to `app`."""
    app.command()(dossier)
