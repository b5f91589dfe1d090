"""How a build tells what it is doing. The command line draws it; tests and the server stay silent."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from wutong.kernel.bilingual import Text

Advance = Callable[[int], None]


class Progress(Protocol):
    """Someone who wants to know."""

    def stage(self, title: Text, total: int | None = None) -> AbstractContextManager[Advance]:
        """Announce a stage; the function given is called with each amount done of `total`."""
        ...

    def notice(self, text: Text) -> None:
        """Something the user should know, though the build goes on."""
        ...


class Silent:
    """Nobody wants to know."""

    @contextmanager
    def stage(self, title: Text, total: int | None = None) -> Iterator[Advance]:
        yield lambda amount: None

    def notice(self, text: Text) -> None:
        """Nobody wants to know."""
