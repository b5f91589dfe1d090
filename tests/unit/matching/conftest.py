"""A register of invented firms to match against, as a release holds them."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unit.matching.invented_firms import FILLERS, FIRMS
from wutong.catalog.catalog import Catalog, load_catalog
from wutong.warehouse.matching.keeping.index import Index, index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.matcher import Matcher

_COLUMNS = (
    "enterprise_id", "name_zh", "name_region", "proper_name", "trade", "legal_form", "is_branch", "division_code",
)  # fmt: skip


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The firms as tables of a release; firm d was once called otherwise, and an English name of e was learned."""
    tables = tmp_path_factory.mktemp("release")
    columns: dict[str, object] = dict(zip(_COLUMNS, zip(*FIRMS, *FILLERS, strict=True), strict=True))
    count = len(FIRMS) + len(FILLERS)
    columns["credit_code"] = pa.array([f"91{number:016d}" for number in range(count)])
    columns["capital_cny"] = pa.nulls(count, pa.float64())
    former = {"enterprise_id": ["d"], "name": ["浙江泮溪药业有限公司"], "kind": ["former"]}
    learned = {"enterprise_id": ["e"], "text": ["Zorvex Medical, Inc."], "source": ["a_list"]}
    for name, table in (("enterprises", columns), ("former_names", former), ("enterprise_aliases", learned)):
        (tables / name).mkdir()
        pq.write_table(pa.table(table), tables / name / "0.parquet")
    return Register("20260101-000000-aaaaaa", tables, {})


@pytest.fixture(scope="session")
def index(register: Register, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(register, catalog, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def matcher(index: Index) -> Matcher:
    return Matcher(index)
