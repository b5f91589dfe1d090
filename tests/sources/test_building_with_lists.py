"""A build that is given reference lists uses and accounts for every row of them."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from wutong.catalog.catalog import load_catalog
from wutong.kernel.home import Home
from wutong.warehouse.pipeline import Request, build

pytestmark = pytest.mark.slow


def test_lists_and_register_are_read_together(tmp_path: Path) -> None:
    catalog = load_catalog()
    sources = ("cn_registrations", "cn_divisions", "cn_industries")
    globs = {source: (str(catalog.root / "sources" / source / "sample.csv"),) for source in sources}
    built = build(Request(home=Home(tmp_path), catalog=catalog, globs=globs))
    accounts = {account.source_id: account.files for account in built.release.manifest.sources}
    assert {source: files[0].rows_used for source, files in accounts.items()} == {
        "cn_registrations": 3,
        "cn_divisions": 4,
        "cn_industries": 4,
    }
    tables = built.release.folder / "tables"
    industries = pq.read_table(tables / "industries").to_pylist()
    assert ("2761", "276") in {(row["code"], row["parent_code"]) for row in industries}
    divisions = pq.read_table(tables / "divisions").to_pylist()
    today = {row["code"] for row in divisions if not row["is_former"]}
    assert today == {"330000", "330100", "330114", "330114001"}
