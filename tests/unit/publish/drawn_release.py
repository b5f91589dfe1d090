"""Small releases for tests: invented rows in the shape of catalog/tables."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wutong.catalog.tables import Column, Table
from wutong.catalog.yaml_file import Label
from wutong.kernel.home import Home
from wutong.warehouse.publish.manifest import Manifest
from wutong.warehouse.publish.release import new_version, promote, seal, staging

MOMENT = datetime(2026, 11, 22, 4, 12, 33, tzinfo=UTC)
LABEL = Label(zh="测", en="test")
FIRMS = Table(
    name="firms",
    layer="mart",
    title=LABEL,
    row=LABEL,
    key=("firm_id", "city"),
    columns=(
        Column(name="firm_id", type="string", title=LABEL, nullable=False),
        Column(name="city", type="string", title=LABEL),
        Column(name="capital_cny", type="float64", title=LABEL, unit="CNY"),
        Column(name="nodes", type="array<string>", title=LABEL),
        Column(name="read_at", type="timestamp", title=LABEL),
    ),
)
ROWS = pa.table(
    {
        "firm_id": ["a", "a", "b"],
        "city": ["杭州", "绍兴", None],
        "capital_cny": [1.5, None, 3.0],
        "nodes": [["x"], [], None],
        "read_at": pa.array([MOMENT.replace(tzinfo=None)] * 3, pa.timestamp("us")),
    }
)


def write_table(folder: Path, rows: pa.Table = ROWS, name: str = "firms") -> None:
    """One table of a release in `folder`."""
    target = folder / "tables" / name
    target.mkdir(parents=True)
    pq.write_table(rows, target / "part-0.parquet")


def manifest_of(version: str) -> Manifest:
    return Manifest(version=version, created_at=MOMENT, code_version="0.0.0", catalog_fingerprint="ab" * 8)


def publish(home: Home, rows: pa.Table = ROWS) -> str:
    """A release of one table, promoted; returns its version."""
    with staging(home) as folder:
        write_table(folder, rows)
        seal(folder, manifest_of(new_version(home, MOMENT, "abcdef")))
        return promote(home, folder)
