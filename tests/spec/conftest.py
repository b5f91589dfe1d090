"""Drawn tables for plans, run on DuckDB and, where PySpark and Java are present, on local Spark.

A test that takes `run` runs once for each engine; `drawing.drawn` writes a small table.
There is one Spark session for a whole test run; it is the slow part.
"""

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest

from wutong.catalog.catalog import Catalog, load_catalog

Run = Callable[[ir.Table], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """An Ibis backend on local Spark, or a skip that says what is missing."""
    if find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed: pip install 'wutong[spark]'")
    if shutil.which("java") is None:
        pytest.skip("there is no Java: install a Java runtime, 17 or newer")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - PySpark is an extra

    session = (
        SparkSession.builder.master("local[2]")
        .appName("wutong-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(scope="session")
def duckdb_run() -> Run:
    """Run a plan on DuckDB: its rows as dictionaries."""
    backend = ibis.duckdb.connect()
    return lambda plan: backend.to_pyarrow(plan).to_pylist()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def run(request: pytest.FixtureRequest) -> Run:
    """Run a plan on the engine of this test: its rows as dictionaries."""
    if request.param == "duckdb":
        return request.getfixturevalue("duckdb_run")
    backend = request.getfixturevalue("spark")
    return lambda plan: backend.to_pyarrow(plan).to_pylist()
