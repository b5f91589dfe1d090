"""The table of contents of the command line, and the one place where errors become exit codes.

Only the module of the command that was asked for is loaded: looking up a name must not wait for the web server.
"""

import sys
from importlib import import_module
from typing import NoReturn

import typer

from wutong.cli.machine import refused
from wutong.cli.terminal import tell
from wutong.kernel import environment
from wutong.kernel.errors import WutongError

_MODULES = {
    "building": ("build",),
    "releases": ("releases", "rollback", "issues"),
    "looking": ("query", "search"),
    "matching": ("match",),
    "device_class": ("device-class",),
    "declared": ("catalog",),
    "figures": ("indicator",),
    "dossier": ("dossier",),
    "demo": ("demo-data",),
    "serving": ("serve", "up", "assets"),
    "accounts": ("accounts",),
    "feedback": ("feedback",),
    "ticking": ("tick",),
    "upgrading": ("upgrade-cases",),
    "checkup": ("doctor",),
}


def application(arguments: list[str]) -> typer.Typer:
    """The commands: the one that `arguments` name, or all where they name none."""
    app = typer.Typer(
        name="wutong",
        help="An open industry brain for biomedical clusters. 生物医药产业大脑。",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
    )
    app.callback()(_together)
    wanted = [name for name, commands in _MODULES.items() if set(arguments[:1]) & set(commands)]
    for name in wanted or _MODULES:
        import_module(f"wutong.cli.{name}").register(app)
    return app


def _together() -> None:
    """An open industry brain for biomedical clusters. 生物医药产业大脑。"""


def main() -> None:
    """Run `wutong`; a WutongError ends as one sentence in the reader's language and its exit code."""
    try:
        application(sys.argv[1:])()
    except WutongError as error:
        _end(error)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        cause = refused(error)
        if cause is None:
            raise
        _end(cause)


def _end(error: WutongError) -> NoReturn:
    tell(f"{error.in_language(environment.language())} [{error.code}]", style="red")
    sys.exit(error.exit_code)
