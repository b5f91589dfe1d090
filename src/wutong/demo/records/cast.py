"""The firms of an invented register that have records, and which: pipelines, rounds, a listing."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

_COLUMNS = [
    "enterprise", "name_zh", "credit_code", "division_code", "segment", "trade", "capital_cny", "registered_on",
]  # fmt: skip


@dataclass(frozen=True)
class Firm:
    """An invented enterprise of the core of the chain, as the truth knows it."""

    number: int
    name_zh: str
    credit_code: str
    division_code: str
    segment: str
    trade: str
    capital_cny: float
    registered_on: date | None


def firms_of(truth: Path) -> list[Firm]:
    """The sound firms of the core, no branches, in the order of their numbers."""
    table = pq.read_table(truth, columns=[*_COLUMNS, "version", "tier", "is_sound", "is_branch"])
    kept = pc.and_(pc.equal(table["version"], "current"), pc.equal(table["tier"], "core"))
    kept = pc.and_(kept, pc.and_(table["is_sound"], pc.invert(table["is_branch"])))
    rows = table.filter(kept).select(_COLUMNS).to_pylist()
    firms = [
        Firm(
            number=row["enterprise"],
            name_zh=row["name_zh"],
            credit_code=row["credit_code"] or "",
            division_code=row["division_code"] or "",
            segment=row["segment"],
            trade=row["trade"],
            capital_cny=row["capital_cny"] or 0.0,
            registered_on=row["registered_on"],
        )
        for row in rows
    ]
    return sorted(firms, key=lambda firm: firm.number)
