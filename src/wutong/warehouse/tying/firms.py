"""Tie the names that records carry to enterprises, with verdict and reasons, by the same code as `wutong match`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wutong.catalog.catalog import Catalog
from wutong.kernel.bilingual import Text
from wutong.kernel.spelling import key_of
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.matching.answers import Answer, Verdict
from wutong.warehouse.matching.keeping.index import index_of
from wutong.warehouse.matching.keeping.register import Register
from wutong.warehouse.matching.many import match_many
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.progress import Progress
from wutong.warehouse.tying.carrying import FIRMS, Carried, carried, once
from wutong.warehouse.tying.coding import by_code
from wutong.warehouse.tying.judgements import ENTERPRISE, Judgement, by_key
from wutong.warehouse.tying.ruling import Ruled, rule_answer
from wutong.warehouse.tying.telling import told
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

    def tie(self, judged: Sequence[Judgement]) -> None:
        """Write name_ties and tie_candidates; an index is made only where there is a name to tie."""
        names = once(carried(self.tables, FIRMS))
        ruling = by_key(judged, ENTERPRISE)
        ruled = [rule_answer(answer, ruling.get(key_of(answer.name), ())) for answer in self._answers(names)]
        ties = [_tie(one, answer) for one, answer in zip(names, ruled, strict=True)]
        write_rows(ties, self.catalog.released[TIES], self.tables)
        candidates = [row for one, answer in zip(names, ruled, strict=True) for row in _candidates(one.name, answer)]
        write_rows(candidates, self.catalog.released[CANDIDATES], self.tables)

    def _answers(self, names: Sequence[Carried]) -> Iterator[Answer]:
        """An answer for each name, in order: by the code that a record gives, else by matching."""
        institutions = self.catalog.matching.institutions
        coded = by_code(self.tables, self.catalog.released) if names else {}
        firms = [one for one in names if one.name not in coded and not institutions.holds(one.name)]
        matched = {answer.name: answer for answer in self._matched(firms)} if firms else {}
        for one in names:
            yield coded.get(one.name) or matched.get(one.name) or Answer(one.name, Verdict.NONE, (), (_NO_ENTERPRISE,))

    def _matched(self, names: Sequence[Carried]) -> Iterator[Answer]:
        views = {name: sql for name, sql in views_of(self.catalog.released).items() if name in _READ}
        index = index_of(Register(UNNAMED, self.tables, views), self.catalog, self.aside, self.told)
        yield from match_many(index, [Asked(one.name, one.city) for one in names], _MOST)


def _tie(one: Carried, ruled: Ruled) -> dict[str, Any]:
    best = ruled.best
    return {
        "name": one.name,
        "enterprise_id": best.identifier if best else None,
        "name_zh": best.name if best else None,
        "score": best.score if best else None,
        **told(one, ruled),
    }


def _candidates(name: str, ruled: Ruled) -> Iterator[dict[str, Any]]:
    for rank, one in enumerate(ruled.choices, start=1):
        yield {
            "name": name,
            "rank": rank,
            "enterprise_id": one.identifier,
            "name_zh": one.name,
            "score": one.score,
            "verdict": one.verdict.value,
            "judged": one.judged.verdict if one.judged else None,
            "judgement_id": one.judged.judgement_id if one.judged else None,
            "reasons_zh": [why.zh for why in one.reasons],
            "reasons_en": [why.en for why in one.reasons],
        }
