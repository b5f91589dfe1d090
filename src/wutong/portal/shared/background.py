"""Work beside requests, in a thread of the process that was asked: there is no other server to start.

What breaks there has nobody to answer to, so it is logged with its trace, and the next call begins anew.
"""

import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections

log = structlog.get_logger(__name__)


def guarded(name: str, work: Callable[[], object]) -> None:
    """Do `work` with a database connection of this thread's own; log what breaks and go on."""
    close_old_connections()
    try:
        work()
    except Exception:  # the edge of a thread: nobody above could answer
        log.exception("background work broken", work=name)
    finally:
        close_old_connections()


class Worker:
    """Does one kind of work, in one thread at a time."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._name, self._work = name, work
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """See to it that somebody works. Cheap to call again and again."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=guarded, args=(self._name, self._work), name=self._name, daemon=True
                )
                self._thread.start()


def every(seconds: float, name: str, work: Callable[[], object]) -> None:
    """From now on do `work` every so many seconds, in a thread of this process."""

    def repeat() -> None:
        wait = threading.Event()
        while not wait.wait(seconds):
            guarded(name, work)

    threading.Thread(target=repeat, name=name, daemon=True).start()
