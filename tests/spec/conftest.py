"""Drawn tables for plans, run on DuckDB and, where PySpark and Java are present, on local Spark.

A test that takes `draw` runs once for each engine. There is one Spark session for a whole test run; it is
the slow part. Laws by hypothesis take `duckdb_run`, for one engine is enough to try them.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest

from spec.drawing import drawn
from wutong.catalog.catalog import Catalog, load_catalog
from wutong.warehouse.resolve import keys

# For some rows, compiling what runs costs far more than running it.
_FRUGAL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m"
Run = Callable[[ir.Table], list[dict[str, Any]]]


@dataclass(frozen=True)
class Drawing:
    """Small tables in, rows out, on one engine."""

    backend: Any

    def table(self, rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> ir.Table:
        """A table of `types` (column to Ibis type); what a row leaves out is null."""
        return drawn(types, rows)

    def rows(self, plan: ir.Table) -> list[dict[str, Any]]:
        """The rows of a plan."""
        found: list[dict[str, Any]] = self.backend.to_pyarrow(plan).to_pylist()
        return found


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Any]:
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
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.extraJavaOptions", _FRUGAL)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(scope="session")
def duckdb_engine() -> Any:
    """An Ibis backend on DuckDB."""
    return ibis.duckdb.connect()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that draw run on both engines."""
    if "draw" in metafunc.fixturenames:
        # Ibis leaves the socket to be closed by the collector, which Python warns of.
        leaky = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
        engines = ["duckdb", pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.xdist_group("spark"), leaky])]
        metafunc.parametrize("draw", engines, indirect=True)


@pytest.fixture(scope="session")
def draw(request: pytest.FixtureRequest) -> Drawing:
    """Drawn tables on the engine of this test; on DuckDB where a test asks for it while it runs."""
    engine = getattr(request, "param", "duckdb")
    return Drawing(request.getfixturevalue(f"{engine}_engine"))


@pytest.fixture(scope="session")
def duckdb_run(duckdb_engine: Any) -> Run:
    """Run a plan on DuckDB."""
    return Drawing(duckdb_engine).rows


@pytest.fixture(scope="session")
def registrations(catalog: Catalog) -> Callable[..., ir.Table]:
    """Standard rows: one for each mapping, sound and without a number unless it says otherwise, with its own id."""
    own = ("own_id", "own_rule")
    types = {name: kind for name, kind in catalog.tables["standard__row"].types.items() if name not in own}

    def made(*rows: Mapping[str, Any]) -> ir.Table:
        return keys.with_own_key(drawn(types, [_registration(row, number) for number, row in enumerate(rows, start=1)]))

    return made


def _registration(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    name = row.get("name_zh", "杭州样例有限公司")
    code = row.get("credit_code")
    return {
        "file_id": "f",
        "row_number": number,
        "source_id": "cn_registrations",
        "name_zh": name,
        "name_key": name,
        "identifier_scheme": "credit_code" if code else None,
        "identifier": code,
        "is_branch": False,
        "parent_key": row.get("parent_name"),
        "kind": "limited_company",
        "registered_on": date(2015, 1, 1),
        "province_code": "330000",
        "city_code": "330100",
        "zone_codes": [],
        **row,
    }
