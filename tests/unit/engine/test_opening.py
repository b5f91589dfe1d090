"""Opening an engine: what cannot be opened is said in one sentence, before anything is tried for long."""

import socket
from pathlib import Path

import pytest

from wutong.engine.opening import EngineUnknown, SparkUnreachable, open_engine


def test_an_engine_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(EngineUnknown, match="duckdb"), open_engine("postgres", scratch=tmp_path):
        pass


def test_a_spark_master_that_does_not_answer(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is an extra")
    with socket.socket() as taken:  # bound but not listening: nobody else gets the port, and nobody answers
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        for master in (f"spark://{address}", f"spark://{address},{address}", "spark://127.0.0.1"):
            opened = open_engine(master, scratch=tmp_path)
            with pytest.raises(SparkUnreachable, match=r"127\.0\.0\.1"), opened:
                pass
