"""Tie the names that records carry to enterprises, with verdict and reasons, by the same code as `wutong match`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wutong.catalog.catalog import Catalog
from wutong.kernel.bilingual import Text
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.matching.keeping.index import index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.progress import Progress
from wutong.warehouse.tying.carrying import FIRMS, Carried, carried, told
from wutong.warehouse.views import views_of

TIES, CANDIDATES = "name_ties", "tie_candidates"
UNNAMED = "building"  # a release has no version before it is checked
_MOST = 5  # candidates of a name
# What the register of names is read from; views over ties cannot be made before there are ties.
_READ = ("enterprises", "enterprise_aliases")
_NO_ENTERPRISE = Text(
    zh="医院、高校或科研机构，不在企业中查找",
    en="a hospital, university or institute: not looked for among enterprises",
)


@dataclass(frozen=True)
class Firms:
    """The ties of one build: the tables being made, and where the index of their names is made."""

    catalog: Catalog
    tables: Path
    aside: Path
    told: Progress

    def tie(self) -> None:
        """Write name_ties and tie_candidates; an index is made only where there is a name to tie."""
        names = carried(self.tables, FIRMS)
        answers = list(self._answers(names))
        ties = [_tie(one, answer) for one, answer in zip(names, answers, strict=True)]
        write_rows(ties, self.catalog.released[TIES], self.tables)
        candidates = [row for answer in answers for row in _candidates(answer)]
        write_rows(candidates, self.catalog.released[CANDIDATES], self.tables)

    def _answers(self, names: Sequence[Carried]) -> Iterator[Answer]:
        """An answer for each name, in order."""
        institutions = self.catalog.matching.institutions
        firms = [one.name for one in names if not institutions.holds(one.name)]
        matched = {answer.name: answer for answer in self._matched(firms)} if firms else {}
        for one in names:
            yield matched.get(one.name) or Answer(one.name, Verdict.NONE, (), (_NO_ENTERPRISE,))

    def _matched(self, names: Sequence[str]) -> Iterator[Answer]:
        views = {name: sql for name, sql in views_of(self.catalog.released).items() if name in _READ}
        index = index_of(Register(UNNAMED, self.tables, views), self.catalog, self.aside, self.told)
        yield from match_many(index, [Asked(name) for name in names], _MOST)


def _tie(one: Carried, answer: Answer) -> dict[str, Any]:
    best = answer.candidates[0] if answer.candidates else None
    why = (*(best.reasons if best else ()), *answer.reasons)
    return {
        **told(one),
        "verdict": answer.verdict.value,
        "enterprise_id": best.enterprise_id if best else None,
        "name_zh": best.name_zh if best else None,
        "score": best.score if best else None,
        "reasons_zh": [one.zh for one in why],
        "reasons_en": [one.en for one in why],
        "further_ids": [one.enterprise_id for one in answer.candidates[1:]],
        "origin": "matched",
    }


def _candidates(answer: Answer) -> Iterator[dict[str, Any]]:
    for rank, one in enumerate(answer.candidates, start=1):
        yield _candidate(answer.name, rank, one)


def _candidate(name: str, rank: int, one: Candidate) -> dict[str, Any]:
    return {
        "name": name,
        "rank": rank,
        "enterprise_id": one.enterprise_id,
        "name_zh": one.name_zh,
        "score": one.score,
        "verdict": one.verdict.value,
        "reasons_zh": [why.zh for why in one.reasons],
        "reasons_en": [why.en for why in one.reasons],
    }
