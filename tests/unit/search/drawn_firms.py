"""Invented firms for search tests, and an index of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from wutong.catalog.catalog import load_catalog
from wutong.catalog.search import Search
from wutong.warehouse.search.building import Extras, build_index

SEARCH: Search = load_catalog().search


@dataclass(frozen=True)
class Firm:
    """One invented enterprise. `name` is region + proper name + the rest."""

    id: str
    region: str
    proper: str
    rest: str
    form: str | None = "limited"
    capital: float | None = 1e6
    registered: date | None = date(2010, 5, 6)
    code: str | None = None
    is_branch: bool = False
    tier: str = "none"
    city: str | None = "青禾市"

    @property
    def name(self) -> str:
        return self.region + self.proper + self.rest


FIRMS = (
    Firm("kl", "青禾", "康霖", "生物医药股份有限公司", "joint_stock", 5e8, code="91990100MA0KANG01X", tier="core"),
    Firm("kl-branch", "青禾", "康霖", "生物医药股份有限公司云溪分公司", "joint_stock", None, is_branch=True),
    Firm("kl-shop", "云溪市", "康霖", "药店", None, 1e5),
    Firm("kl-ltd", "云溪市", "康霖", "商贸有限公司", "limited", 5e5),
    Firm("kl-big", "白鹭", "康霖", "商贸有限公司", "limited", 8e8),
    Firm("kl-old", "紫杉", "康霖", "商贸有限公司", "limited", 5e5, date(1985, 1, 1)),
    Firm("sy", "青禾市", "双屿", "精细化工股份有限公司", "joint_stock", 3e8),
    Firm("qh", "青禾", "", "石油化工股份有限公司", "joint_stock", 9e9),
    Firm("abc", "", "ABC", "诊断试剂（青禾）有限公司", "limited", 2e7, code="91990100MA0ABC012Y"),
    Firm("tian", "", "天枢", "长风科技有限公司", "limited", 2e7),
    Firm("renamed", "云溪", "新锐", "医疗器械有限公司", "limited", 2e7, code="91990200MA0NEW013Z"),
    Firm("none", "", "无名", "农民专业合作社", "cooperative", None, None, city=None),
)
NAMES = (("renamed", "云溪老槐医疗器械厂"), ("kl", "Kanglin Biomedical Co., Ltd."), ("sy", "SHUANGYU FINE CHEMICALS"))
IDENTIFIERS = (("renamed", "3399021234567"), ("none", "330000NA0001"))


def batch(firms: Sequence[Firm]) -> pa.RecordBatch:
    """Firms in the columns that an index is built from."""
    return pa.RecordBatch.from_pydict(
        {
            "enterprise_id": pa.array([firm.id for firm in firms], pa.string()),
            "credit_code": pa.array([firm.code for firm in firms], pa.string()),
            "name_zh": pa.array([firm.name for firm in firms], pa.string()),
            "proper_name": pa.array([firm.proper or None for firm in firms], pa.string()),
            "name_region": pa.array([firm.region or None for firm in firms], pa.string()),
            "legal_form": pa.array([firm.form for firm in firms], pa.string()),
            "is_branch": pa.array([firm.is_branch for firm in firms], pa.bool_()),
            "tier": pa.array([firm.tier for firm in firms], pa.string()),
            "capital_cny": pa.array([firm.capital for firm in firms], pa.float64()),
            "registered_on": pa.array([firm.registered for firm in firms], pa.date32()),
            "city": pa.array([firm.city for firm in firms], pa.string()),
        }
    )


def extras(names: Iterable[tuple[str, str]] = NAMES, identifiers: Iterable[tuple[str, str]] = IDENTIFIERS) -> Extras:
    return Extras(names=_pairs(names), identifiers=_pairs(identifiers))


def _pairs(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    listed = list(pairs)
    ids = pa.array([one for one, _ in listed], pa.string())
    return pa.table({"enterprise_id": ids, "text": pa.array([text for _, text in listed], pa.string())})


def build(folder: Path, firms: Sequence[Firm] = FIRMS, more: Extras | None = None, *, size: int = 5) -> Path:
    """An index of `firms` in `folder`, fed `size` at a time."""
    batches = (batch(firms[begin : begin + size]) for begin in range(0, len(firms), size))
    assert build_index(batches, folder, SEARCH, more) == len(firms)
    return folder
