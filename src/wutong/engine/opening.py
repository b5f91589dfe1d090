"""Open the engine that a user named: `duckdb`, or `spark://host:port`, or `local[2]` for Spark in this process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from wutong.engine.compiled import Shelf
from wutong.engine.duckdb_engine import DuckDBEngine
from wutong.engine.engine import Engine, Limits
from wutong.engine.spark_engine import SparkEngine
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_PATIENCE = 5.0  # seconds


class EngineUnknown(WutongError):
    code = "engine.unknown"
    exit_code = 2
    sentence = Text(
        zh="不认识引擎“{name}”。可用：duckdb，或 spark://主机:端口。",
        en="There is no engine “{name}”. Use duckdb, or spark://host:port.",
    )


class SparkAbsent(WutongError):
    code = "engine.spark_absent"
    exit_code = 3
    sentence = Text(
        zh="未安装 PySpark。请运行 pip install 'wutong[spark]'，并安装 Java 17 或更高版本。",
        en="PySpark is not installed. Run pip install 'wutong[spark]' and install Java 17 or newer.",
    )


class SparkUnreachable(WutongError):
    code = "engine.spark_unreachable"
    exit_code = 3
    sentence = Text(
        zh="{master} 没有 Spark 主节点应答（{problem}）。请检查地址与端口，或确认主节点已启动。",
        en="No Spark master answers at {master} ({problem}). Check host and port, and that the master is running.",
    )


@contextmanager
def open_engine(
    name: str, *, scratch: Path, limits: Limits | None = None, shelf: Shelf | None = None
) -> Iterator[Engine]:
    """The engine called `name`, which keeps compiled plans on `shelf`.

    Raises EngineUnknown, SparkAbsent or SparkUnreachable.
    """
    engine = _open(name, scratch, limits or Limits(), shelf)
    try:
        yield engine
    finally:
        engine.close()


def _open(name: str, scratch: Path, limits: Limits, shelf: Shelf | None) -> Engine:
    if name == "duckdb":
        return DuckDBEngine(scratch, limits, shelf)
    if name.startswith(("spark://", "local[")):
        if find_spec("pyspark") is None:
            raise SparkAbsent()
        if name.startswith("spark://"):
            _knock(name)
        return SparkEngine(name, scratch, limits)
    raise EngineUnknown(name=name)


def _knock(master: str) -> None:
    """Whether one of the masters is there: Spark itself asks for a minute, and then fails in a hundred lines."""
    problem: Exception | None = None
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
        except (OSError, ValueError) as error:
            problem = error
    raise SparkUnreachable(master=master, problem=problem)
