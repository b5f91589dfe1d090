"""Every tie of one build, in the order in which they are made. Called by `pipeline` only."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from wutong.catalog.catalog import Catalog
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.progress import Progress
from wutong.warehouse.rows import Account, rows_of
from wutong.warehouse.tying.firms import UNNAMED, Firms
from wutong.warehouse.tying.hearing import hear
from wutong.warehouse.tying.hospitals import Hospitals
from wutong.warehouse.tying.judgements import STANDARD, Judgement
from wutong.warehouse.tying.knowing import known
from wutong.warehouse.tying.settling import settle


@dataclass(frozen=True)
class Judged:
    """What people judged: all of it, rows used by file id, and rows of build__issues."""

    judgements: tuple[Judgement, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class Tying:
    """The ties of one build: the tables being made, and where the index of their names is made."""

    catalog: Catalog
    tables: Path
    aside: Path
    told: Progress

    def judged(self, parts: Sequence[Part]) -> Judged:
        """The judgements among `parts`; enterprises and hospitals must be there, for ids must stand for something."""
        sources = self.catalog.sources
        mine: dict[str, list[Part]] = {}
        for part in parts:
            if sources[part.report.source_id].standard == STANDARD:
                mine.setdefault(part.report.source_id, []).append(part)
        if not mine:
            return Judged()
        account = Account(stage="judgements")
        rows = chain.from_iterable(rows_of(sources[name], mine[name]) for name in sorted(mine))
        heard = hear(rows, account)
        settled = settle(heard, known(self.tables, self.catalog.released, heard.judgements), account)
        return Judged(settled, account.used, tuple(account.issues))

    def tie(self, judged: Judged) -> None:
        """Write the tables of ties, and of the judgements that rule them."""
        rows = [one.columns() for one in judged.judgements]
        write_rows(rows, self.catalog.released["judgements"], self.tables)
        Firms(self.catalog, self.tables, self.aside, self.told).tie(judged.judgements)
        Hospitals(self.catalog, self.tables).tie(judged.judgements)

    def hand_over(self, version: str, cache: Path) -> None:
        """Keep the index for those who match names against the release that it became."""
        for made in sorted(self.aside.glob(f"{UNNAMED}-*")):
            cache.mkdir(parents=True, exist_ok=True)
            target = cache / made.name.replace(UNNAMED, version, 1)
            if not target.exists():
                shutil.move(made, target)
