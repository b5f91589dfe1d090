"""`wutong upgrade-cases`: running cases of a service go on by the version in effect, in the steps that are declared."""

from importlib import import_module
from typing import Annotated, Any

import typer

from wutong.catalog.catalog import load_catalog
from wutong.cli.progress import Bars
from wutong.cli.terminal import HomeOption, home_of, say, show_table
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

# By their names: models can be read only after Django has been started.
_PREPARING = "wutong.portal.preparing"
_UPGRADING = "wutong.portal.cases.actions.continuing.upgrading"


class NoSuchService(WutongError):
    code = "upgrade.no_such_service"
    exit_code = 2
    sentence = Text(
        zh="没有事项“{code}”。`wutong catalog services` 列出全部。",
        en="There is no service “{code}”. `wutong catalog services` lists all.",
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("upgrade-cases")(upgrade_cases)


def upgrade_cases(
    service: Annotated[str, typer.Argument(help="Code of the service, such as GS15. 事项代码。")],
    home: HomeOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen. 只演算，不改动。")] = False,
) -> None:
    """Take running cases of SERVICE to the version in effect; drafts follow when they are opened. 在办件换版。

    Example: `wutong upgrade-cases GS15 --dry-run`
    """
    if service not in load_catalog().services:
        raise NoSuchService(code=service)
    import_module(_PREPARING).prepare(home_of(home).root)
    upgrading = import_module(_UPGRADING)
    found = []
    with Bars() as bars, bars.stage(Text(zh="在办件换版", en="upgrading cases"), len(upgrading.waiting(service))) as on:
        for outcome in upgrading.upgrade_all(service, is_dry=dry_run):
            found.append(outcome)
            on(1)
    _show(found, is_dry=dry_run)


def _show(found: list[Any], *, is_dry: bool) -> None:
    """A line for each way that cases went, and for each reason why some stay: how many, and up to three of them."""
    language = environment.language()
    done = Text(zh="可升级", en="would go on") if is_dry else Text(zh="已升级", en="went on")
    by_line: dict[tuple[int, int, str], list[str]] = {}
    for one in found:
        what = one.refused.in_language(language) if one.refused else done.in_language(language)
        by_line.setdefault((one.start, one.end, what), []).append(one.case)
    heads = Text(zh="从,到,件数,结果,例", en="from,to,cases,what,such as").in_language(language).split(",")
    if by_line:
        rows = [(start, end, len(cases), what, ", ".join(cases[:3])) for (start, end, what), cases in by_line.items()]
        show_table(heads, rows)
    refused = sum(one.refused is not None for one in found)
    say(
        f"{len(found) - refused} 件{done.zh}，{refused} 件保持原版本。",
        f"{len(found) - refused} {done.en}, {refused} stay as they are.",
    )
