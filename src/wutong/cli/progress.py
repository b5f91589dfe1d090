"""Progress as bars on the terminal; silent where standard error is no terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from wutong.cli.terminal import notices, tell
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.warehouse.progress import Advance


class Bars:
    """One bar for each stage."""

    def __init__(self) -> None:
        self._bars = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=notices,
            disable=not notices.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    @contextmanager
    def stage(self, title: Text, total: int | None = None) -> Iterator[Advance]:
        """A bar called `title`, full when the stage ends."""
        task = self._bars.add_task(title.in_language(environment.language()), total=total)
        yield lambda amount: self._bars.advance(task, amount)
        done = total or 1
        self._bars.update(task, total=done, completed=done)

    def notice(self, text: Text) -> None:
        """A line above the bars."""
        tell(text.in_language(environment.language()))
