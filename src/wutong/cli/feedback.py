"""`wutong feedback`: what people judged on the desk goes back to the warehouse; and by itself before each build."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import typer

from wutong.cli.terminal import HomeOption, home_of, output, say
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home

SOURCE = "portal_feedback"
# A build reads a file of its own: the served portal goes on replacing the other one meanwhile.
_FOR_BUILD = "built.jsonl"
# By their names: models can be read only after Django has been started, and a build without a portal needs no Django.
_PREPARING = "wutong.portal.preparing"
_FEEDBACK = "wutong.portal.desk.feedback"

app = typer.Typer(no_args_is_help=True, help="Judgements of the desk, for the warehouse. 工作台的判断。")


class FeedbackUnread(WutongError):
    code = "feedback.unread"
    exit_code = 3
    sentence = Text(
        zh="无法读取门户数据库中的判断：{problem}。请先让数据库可用，或用 --no-feedback 构建（不含人工判断）。",
        en="The judgements in the portal's database cannot be read: {problem}. Make it reachable, or build without "
        "them: --no-feedback.",
    )


@app.command()
def export(home: HomeOption = None) -> None:
    """Write all judgements to the home, and print the file. 导出全部判断并显示文件路径。

    Example: `wutong feedback export`
    """
    import_module(_PREPARING).prepare(home_of(home).root)
    path, count = import_module(_FEEDBACK).write()
    output.print(str(path), markup=False)
    say(f"已导出 {count} 条判断。", f"{count} judgements exported.")


def with_feedback(globs: Mapping[str, tuple[str, ...]], place: Home) -> dict[str, tuple[str, ...]]:
    """`globs` with the judgements of the portal of this home as they are now; as they were where it has none.

    Raises FeedbackUnread where there is a portal and its database does not answer: a build without its judgements
    would take back what people judged.
    """
    written = _written(place) if _has_portal(place) else None
    if written is None:
        return dict(globs)
    given = globs.get(SOURCE, ())
    return {**globs, SOURCE: (*(one for one in given if one != str(written)), str(written))}


def _has_portal(place: Home) -> bool:
    if environment.secret("WUTONG_DATABASE_URL"):
        return (place.portal / "secret_key").is_file()  # it has been served from this home
    return (place.portal / "db.sqlite3").is_file()


def _written(place: Home) -> Path | None:
    """The file for a build; None where nobody has judged anything yet."""
    import_module(_PREPARING).start_django(place.root)
    feedback = import_module(_FEEDBACK)
    try:
        if not feedback.is_there():
            return None
        path, count = feedback.write(_FOR_BUILD)
    except import_module("django.db").DatabaseError as error:
        raise FeedbackUnread(problem=str(error).strip()) from error
    return Path(path) if count else None


def register(main: typer.Typer) -> None:
    """Add this module's commands to `main`."""
    main.add_typer(app, name="feedback")
