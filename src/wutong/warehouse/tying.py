"""Tie the names that records carry to enterprises, with verdict and reasons, by the same code as `wutong match`."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from wutong.catalog.catalog import Catalog
from wutong.kernel.bilingual import Text
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.keeping.index import index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.progress import Progress
from wutong.warehouse.views import parquet, views_of

TABLE = "name_ties"
# Released tables that carry names of organisations as written, and the column with the name.
NAMED = {"trial_sponsors": "name", "financing_rounds": "company"}
_CANDIDATES = 3
_NO_ENTERPRISE = Text(
    zh="医院、高校或科研机构，不在企业中查找",
    en="a hospital, university or institute: not looked for among enterprises",
)


_UNNAMED = "building"  # a release has no version before it is checked


@dataclass(frozen=True)
class Tying:
    """Ties of one build: the tables being made, and where the index of their names is made."""

    catalog: Catalog
    tables: Path
    aside: Path
    told: Progress

    def tie(self) -> None:
        """Write the table name_ties; an index is made only where there is a name to tie."""
        institutions = self.catalog.matching.institutions
        names = self._names()
        firms = [name for name in names if not institutions.holds(name)]
        rows = list(self._rows(firms)) if firms else []
        rows += [_institution(name) for name in names if institutions.holds(name)]
        write_rows(rows, self.catalog.released[TABLE], self.tables)

    def hand_over(self, version: str, cache: Path) -> None:
        """Keep the index for those who match names against the release that it became."""
        for made in sorted(self.aside.glob(f"{_UNNAMED}-*")):
            cache.mkdir(parents=True, exist_ok=True)
            target = cache / made.name.replace(_UNNAMED, version, 1)
            if not target.exists():
                shutil.move(made, target)

    def _names(self) -> list[str]:
        """Every name that records carry, once, in order."""
        present = [(self.tables / table, column) for table, column in NAMED.items() if (self.tables / table).is_dir()]
        parts = [f'SELECT "{column}" AS name FROM {parquet(*table.glob("*.parquet"))}' for table, column in present]
        if not parts:
            return []
        with duckdb.connect() as connection:
            sql = f"SELECT DISTINCT name FROM ({' UNION ALL '.join(parts)}) WHERE name IS NOT NULL ORDER BY name"
            return [row[0] for row in connection.execute(sql).fetchall()]

    def _rows(self, names: Sequence[str]) -> Iterator[dict[str, Any]]:
        views = {name: sql for name, sql in views_of(self.catalog.released).items() if TABLE not in sql}
        index = index_of(Register(_UNNAMED, self.tables, views), self.catalog, self.aside, self.told)
        for answer in match_many(index, [Asked(name) for name in names], _CANDIDATES):
            yield _row(answer)


def _institution(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "verdict": Verdict.NONE.value,
        "reasons_zh": [_NO_ENTERPRISE.zh],
        "reasons_en": [_NO_ENTERPRISE.en],
        "further_ids": [],
    }


def _row(answer: Answer) -> dict[str, Any]:
    best = answer.candidates[0] if answer.candidates else None
    why = (*(best.reasons if best else ()), *answer.reasons)
    return {
        "name": answer.name,
        "verdict": answer.verdict.value,
        "enterprise_id": best.enterprise_id if best else None,
        "name_zh": best.name_zh if best else None,
        "score": best.score if best else None,
        "reasons_zh": [one.zh for one in why],
        "reasons_en": [one.en for one in why],
        "further_ids": [one.enterprise_id for one in answer.candidates[1:]],
    }
