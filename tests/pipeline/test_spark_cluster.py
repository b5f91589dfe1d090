"""A build on a Spark standalone cluster gives the release that DuckDB gives, table by table and row by row."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.spark_cluster import HOST, spark_home, standalone
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Built
from wutong.warehouse.publish import release as publishing
from wutong.warehouse.publish.reading import Reading
from wutong.warehouse.publish.release import Release

# For some hundred rows, writing and compiling code for each plan costs far more than running it.
_SETTINGS = """
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.shuffle.partitions 2
spark.executor.memory 1g
"""

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark-cluster")]


def tables(release: Release) -> dict[str, Counter[str]]:
    """Every table and view of a release: its rows as text with how often each occurs, for their order is no promise."""
    with Reading(release) as reading:
        names = sorted({*release.manifest.row_counts, *release.manifest.views})
        return {name: Counter(map(repr, reading.query(f'SELECT * FROM "{name}"').rows)) for name in names}


def test_a_cluster_builds_what_duckdb_builds(tmp_path: Path, register: Path, built_from: Callable[..., Built]) -> None:
    spark_home()
    expected = built_from(tmp_path / "duckdb", register / "registry").release
    home = tmp_path / "spark"
    # Files are read on this machine whatever the engine; what was read of them is given, with when it was read.
    shutil.copytree(tmp_path / "duckdb" / "parts", home / "parts")
    # As a user runs it, in a process of its own: one that holds a local session already would quietly use that.
    command = [Path(sys.executable).with_name("wutong"), "build", "--home", home]
    (tmp_path / "spark-defaults.conf").write_text(_SETTINGS, encoding="ascii")
    environment = {**os.environ, "SPARK_LOCAL_IP": HOST, "SPARK_CONF_DIR": str(tmp_path)}
    with standalone(tmp_path) as cluster:
        source = f"cn_registrations={register}/registry/*.csv.gz"
        done = subprocess.run(
            [*command, "--source", source, "--engine", cluster.url],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        # One that is lost on a busy machine is replaced: what counts is that both workers worked.
        assert all(cluster.executors())
    release = publishing.serving(Home(home))
    assert release.manifest.engine.startswith("spark://")
    found, wanted = tables(release), tables(expected)
    assert found.keys() == wanted.keys()
    assert len(wanted["enterprises"]) > 500
    for name, rows in wanted.items():
        assert found[name] == rows, (name, list(found[name] - rows)[:3], list(rows - found[name])[:3])
