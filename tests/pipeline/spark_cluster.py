"""A Spark standalone cluster of one master and two workers, from the PySpark package alone, for one test."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

HOST = "127.0.0.1"
WORKERS = 2
_PATIENCE = 90  # seconds until the workers must have come
_DEPLOY = "org.apache.spark.deploy"


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its address, and the folder in which each worker keeps what it ran."""

    url: str
    work: tuple[Path, ...]

    def executors(self) -> list[int]:
        """How many executors each worker has run so far."""
        return [len(list(folder.glob("app-*/*"))) for folder in self.work]


def spark_home() -> Path:
    """The installed PySpark package, or a skip that says what is missing."""
    spec = find_spec("pyspark")
    if spec is None or spec.origin is None:
        pytest.skip("PySpark is not installed: pip install 'wutong[spark]'")
    if shutil.which("java") is None:
        pytest.skip("there is no Java: install a Java runtime, 17 or newer")
    return Path(spec.origin).parent


@contextmanager
def standalone(folder: Path) -> Iterator[Cluster]:
    """A master and two workers of one core and 1 GiB each; their logs are in `folder`; all are gone afterwards."""
    home = spark_home()
    port, *pages = free_ports(2 + WORKERS)
    url = f"spark://{HOST}:{port}"
    work = tuple(folder / f"work-{number}" for number in range(WORKERS))
    with ExitStack() as running:
        master = ["master.Master", "--host", HOST, "--port", str(port), "--webui-port", str(pages[0])]
        running.enter_context(_daemon(home, master, folder / "master.log"))
        _await(folder / "master.log", "I have been elected leader", 1)
        for place, page in zip(work, pages[1:], strict=True):
            limits = ["--cores", "1", "--memory", "1g", "--webui-port", str(page), "--work-dir", str(place)]
            worker = ["worker.Worker", "--host", HOST, *limits, url]
            running.enter_context(_daemon(home, worker, folder / f"{place.name}.log"))
        _await(folder / "master.log", "Registering worker", WORKERS)
        yield Cluster(url, work)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in sockets]


@contextmanager
def _daemon(home: Path, arguments: list[str], log: Path) -> Iterator[None]:
    """A process of the cluster in a group of its own, so that what it starts ends with it."""
    command = [home / "bin" / "spark-class", f"{_DEPLOY}.{arguments[0]}", *arguments[1:]]
    frugal = {"SPARK_DAEMON_MEMORY": "512m", "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, **frugal}
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await(log: Path, words: str, times: int) -> None:
    end = time.monotonic() + _PATIENCE
    while (found := log.read_text(encoding="utf-8", errors="replace")).count(words) < times:
        if time.monotonic() > end:
            pytest.fail(f"the cluster did not start; {log.name} says:\n{found[-2000:]}")
        time.sleep(0.1)
