"""The table of contents of the command line, and the one place where errors become exit codes."""

import sys

import click
import typer

from wutong.cli import building, declared, demo, looking, releases, serving
from wutong.cli.terminal import notices
from wutong.kernel import environment
from wutong.kernel.errors import WutongError

app = typer.Typer(
    name="wutong",
    help="An open industry brain for biomedical clusters. 生物医药产业大脑。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for module in (building, releases, looking, declared, demo, serving):
    module.register(app)


def main() -> None:
    """Run `wutong`; a WutongError ends as one sentence in the reader's language and its exit code."""
    try:
        app()
    except WutongError as error:
        notices.print(f"{error.in_language(environment.language())} [{error.code}]", style="red", markup=False)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
