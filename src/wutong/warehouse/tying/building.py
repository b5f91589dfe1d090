"""Every tie of one build, in the order in which they are made. Called by `pipeline` only."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from wutong.catalog.catalog import Catalog
from wutong.warehouse.accounting import write_rows
from wutong.warehouse.progress import Progress
from wutong.warehouse.tying.firms import UNNAMED, Firms


@dataclass(frozen=True)
class Tying:
    """The ties of one build: the tables being made, and where the index of their names is made."""

    catalog: Catalog
    tables: Path
    aside: Path
    told: Progress

    def tie(self) -> None:
        """Write the tables of ties."""
        Firms(self.catalog, self.tables, self.aside, self.told).tie()
        for table in ("judgements", "hospital_ties"):
            write_rows([], self.catalog.released[table], self.tables)

    def hand_over(self, version: str, cache: Path) -> None:
        """Keep the index for those who match names against the release that it became."""
        for made in sorted(self.aside.glob(f"{UNNAMED}-*")):
            cache.mkdir(parents=True, exist_ok=True)
            target = cache / made.name.replace(UNNAMED, version, 1)
            if not target.exists():
                shutil.move(made, target)
