"""Locks that the system gives back when their holder dies, so that a killed build never blocks the next."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.kernel.home import Home


class BuildRunning(WutongError):
    code = "release.build_running"
    exit_code = 3
    sentence = Text(
        zh="{home} 中已有一个构建在进行（进程 {holder}）。请等它结束，或用 --home 指定别的目录。",
        en="Another build is running in {home} (process {holder}). Wait for its end, or name another --home.",
    )


@contextmanager
def build_lock(home: Home) -> Iterator[None]:
    """Held by the one build of a home; raises BuildRunning at once where another holds it."""
    home.root.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise BuildRunning(home=home.root, holder=file.read().strip() or "?") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def pointer_lock(home: Home) -> Iterator[None]:
    """Held for the moment in which the pointer moves or releases are deleted. Waits for its turn."""
    home.releases.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home.releases, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
