"""Writes of one transaction put together: what nobody reads before its end is written there, many rows at once.

Outside `gathered()` each write happens where it stands, as if this module were not there. What is read again within
the same transaction is never handed to `later`.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

Write = Callable[[list[T]], object]


@dataclass
class _Gathering:
    """What waits, in the order in which it was handed over, and what was read once for all."""

    waiting: list[tuple[Write[Any], Any]] = field(default_factory=list)
    known: dict[Hashable, Any] = field(default_factory=dict)


_gathering: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Inside a transaction: hold back what is handed to `later` and write it at the end; after an error, nothing.

    Each kind of write happens once, in the order in which kinds were first asked for; what these hand to `later` in
    turn comes after them.
    """
    held = _Gathering()
    token = _gathering.set(held)
    try:
        yield
        while held.waiting:
            kinds: dict[Write[Any], list[Any]] = {}
            for write, row in held.waiting:
                kinds.setdefault(write, []).append(row)
            held.waiting.clear()
            for write, rows in kinds.items():
                write(rows)
    finally:
        _gathering.reset(token)


def later(write: Write[T], rows: Sequence[T]) -> None:
    """Have `write` write `rows`: now, or together with all others of its kind where writes are gathered."""
    held = _gathering.get()
    if held is not None:
        held.waiting.extend((write, row) for row in rows)
    elif rows:
        write(list(rows))


@contextmanager
def all_or_none() -> Iterator[None]:
    """Forget what was handed to `later` inside, where it ends in an error; goes with a savepoint."""
    held = _gathering.get()
    before = len(held.waiting) if held is not None else 0
    try:
        yield
    except BaseException:
        if held is not None:
            del held.waiting[before:]
        raise


def read_once(find: Callable[P, R]) -> Callable[P, R]:
    """`find` asked once for each arguments while writes are gathered, and each time otherwise.

    For what others do not change in the course of one transaction. Arguments are hashable; answers are not altered.
    """

    @wraps(find)
    def found(*args: P.args, **kwargs: P.kwargs) -> R:
        held = _gathering.get()
        if held is None:
            return find(*args, **kwargs)
        key = (find, args, tuple(sorted(kwargs.items())))
        if key not in held.known:
            held.known[key] = find(*args, **kwargs)
        answer: R = held.known[key]
        return answer

    return found
