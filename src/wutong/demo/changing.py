"""Appends a file of new and changed registrations to a generated register, as a later delivery would bring it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from wutong.catalog.catalog import Catalog
from wutong.demo.draws import Numbers
from wutong.demo.generating import FileRows, Generated, make_pieces, open_plan
from wutong.demo.output import NotGenerated, OutputFolder, read_demand, write_demand
from wutong.demo.rows import RowBook, Version


def append_change(*, out: Path, catalog: Catalog, share: float = 0.01) -> Generated:
    """Write one more register file with `share` as many rows as there are enterprises: half of them new ones,
    half known ones with another address, capital and scope. Its truth is `truth-change-<k>.parquet`.

    Each call writes the next file. Raises NotGenerated where `out` holds no generated register.
    """
    before = read_demand(out)
    if not (before.is_finished or before.changes):
        raise NotGenerated(folder=out, file="truth.parquet")
    turn = before.changes + 1
    demand = replace(before, changes=turn)
    plan = open_plan(before, catalog)
    book = RowBook(plan.demo, plan)
    count = max(2, round(before.enterprises * share))
    new = before.enterprises + (turn - 1) * count + np.arange(count // 2, dtype=np.int64)
    known = _spread_over(before.enterprises, count - len(new), turn)
    numbers: Numbers = np.concatenate([new, known])
    versions = np.where(numbers < before.enterprises, int(Version.CHANGED), int(Version.CURRENT)).astype(np.int64)
    # A change file stands alone even where the register is a single one.
    alone = replace(demand, single_file=False)
    name = f"{plan.years[-1]}-变更{turn}"
    with OutputFolder(out, alone, f"truth-change-{turn}.parquet") as output:
        output.add(make_pieces(book, alone, [FileRows(name, numbers, versions)]))
    write_demand(out, demand)
    return Generated(out, tuple(output.paths), output.rows, before.enterprises, output.truth, demand)


def _spread_over(enterprises: int, count: int, turn: int) -> Numbers:
    """`count` numbers spread evenly over the register, other ones at each turn."""
    count = min(count, enterprises)
    return ((np.arange(count, dtype=np.int64) * enterprises // max(1, count)) + turn) % enterprises
