"""Tie the names of trial sites, of sponsors that are institutions, and of written lists to standard names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wutong.catalog.catalog import Catalog
from wutong.kernel.spelling import key_of
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.matching.answers import Answer
from wutong.warehouse.matching.houses.matcher import House, HouseMatcher
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.tying.carrying import HOSPITALS, Carried, carried
from wutong.warehouse.tying.judgements import HOSPITAL, Judgement, by_key
from wutong.warehouse.tying.ruling import Ruled, rule_answer
from wutong.warehouse.tying.telling import told

TIES = "hospital_ties"
_STANDARD = "hospital_standard_names"
_OF_SPONSORS = ("trial_sponsors",)


@dataclass(frozen=True)
class Hospitals:
    """The ties of one build: the tables being made."""

    catalog: Catalog
    tables: Path

    def tie(self, judged: Sequence[Judgement]) -> None:
        """Write hospital_ties; without a list of standard names there is nothing to tie to."""
        houses = self._houses()
        names = self._names() if houses else []
        ruling = by_key(judged, HOSPITAL)
        answers = self._answers(houses, names)
        ties = [
            _tie(one, rule_answer(answer, ruling.get(key_of(one.name), ())))
            for one, answer in zip(names, answers, strict=True)
        ]
        write_rows(ties, self.catalog.released[TIES], self.tables)

    def _houses(self) -> list[House]:
        rows = pq.read_table(self.tables / _STANDARD, columns=["hospital_id", "name"]).to_pylist()
        return [House(row["hospital_id"], row["name"]) for row in rows]

    def _names(self) -> list[Carried]:
        """Every name that may be a hospital's; of sponsors, those that are institutions."""
        institutions = self.catalog.matching.institutions
        return [
            one for one in carried(self.tables, HOSPITALS) if one.tables != _OF_SPONSORS or institutions.holds(one.name)
        ]

    def _answers(self, houses: Sequence[House], names: Sequence[Carried]) -> Iterator[Answer]:
        if names:
            yield from HouseMatcher(self.catalog, houses).match(Asked(one.name, one.city) for one in names)


def _tie(one: Carried, ruled: Ruled) -> dict[str, Any]:
    best = ruled.best
    return {
        "name": one.name,
        "city": one.city,
        "hospital_id": best.identifier if best else None,
        "hospital": best.name if best else None,
        **told(one, ruled),
    }
