"""Stop what takes too long: one thread watches every running statement of the process.

A timer thread for each statement would cost more than most statements do. Nothing here knows what it stops.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TICK = 0.05  # seconds between two looks
_IDLE = 5.0  # seconds without anything to watch, after which the thread ends


class Patience:
    """Calls `stop` of whatever is still running when its seconds are over. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._running: dict[int, tuple[float, Callable[[], None]]] = {}
        self._watcher: threading.Thread | None = None

    @contextmanager
    def limit(self, seconds: float, stop: Callable[[], None]) -> Iterator[None]:
        """Within the block, `stop` is called once when `seconds` are over; never after the block has ended."""
        number = next(self._numbers)
        with self._lock:
            self._running[number] = (time.monotonic() + seconds, stop)
            self._watch()
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(number, None)

    def _watch(self) -> None:
        """Have the thread running; a fork leaves it behind, so that a child process starts its own."""
        if self._watcher is None or not self._watcher.is_alive():
            self._watcher = threading.Thread(target=self._look, name="patience", daemon=True)
            self._watcher.start()

    def _look(self) -> None:
        idle_since = time.monotonic()
        while True:
            time.sleep(_TICK)
            now = time.monotonic()
            with self._lock:
                late = [number for number, (end, _) in self._running.items() if end <= now]
                for number in late:
                    self._running.pop(number)[1]()
                if self._running:
                    idle_since = now
                elif now - idle_since > _IDLE:
                    self._watcher = None
                    return
