"""`wutong tick`: do what time asks for. The served portal does so by itself; a cron job may as well, at any time."""

from importlib import import_module
from typing import Annotated

import typer
from rich.table import Table

from wutong.cli.terminal import HomeOption, home_of, output, say
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

# By their names: models can be read only after Django has been started.
_PREPARING = "wutong.portal.preparing"
_HEARTBEAT = "wutong.portal.flowing.heartbeat"
_SENDING = "wutong.portal.notices.sending"


class TickBroken(WutongError):
    code = "tick.broken"
    exit_code = 4
    sentence = Text(
        zh="有 {count} 项未能处理，其余已完成：{named}。原因见日志；处理后再次运行即可，不会重复办理。",
        en="{count} could not be seen to, everything else is done: {named}. The log says why; run it again once it is "
        "mended, nothing is done twice.",
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(tick)


def tick(
    home: HomeOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing where all went well. 无异常时不输出。")] = False,
) -> None:
    """Do what is due: deemed decisions, reminders, escalation; once, however often it runs. 办理到期事项。

    Example: `wutong tick`
    """
    import_module(_PREPARING).prepare(home_of(home).root)
    report = import_module(_HEARTBEAT).beat(is_asked_for=True)
    import_module(_SENDING).deliver_waiting()
    if not quiet:
        _show(report.looked, report.happened)
    if report.broken:
        raise TickBroken(count=len(report.broken), named=", ".join(report.broken[:5]))


def _show(looked: int, happened: dict[str, int]) -> None:
    say(f"检查了 {looked} 件。", f"{looked} looked at.")
    if happened:
        table = Table("", "n", show_edge=False)
        for name, count in sorted(happened.items()):
            table.add_row(str(name), str(count))
        output.print(table)
