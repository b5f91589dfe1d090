"""All reference lists of a build at once. Where a list is not given, what the catalogue has built in holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wutong.catalog.catalog import Catalog
from wutong.catalog.divisions import AMENDMENTS, Divisions, given_divisions
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.reference.divisions import read_divisions
from wutong.warehouse.reference.industries import Industry, read_industries
from wutong.warehouse.reference.rows import Account

DIVISIONS = "divisions"
INDUSTRIES = "industries"


class ReferenceTwice(WutongError):
    code = "reference.twice"
    exit_code = 2
    sentence = Text(
        zh="来源 {first} 和 {second} 都提供{standard}，一次构建只能用其中一个。",
        en="The sources {first} and {second} both give {standard}; a build can use only one of them.",
    )


@dataclass(frozen=True)
class References:
    """What reference lists gave: divisions (None: use the catalogue's), industries, and the account of rows.

    `part_ids` are the parts read: whatever depends on references depends on them. `used` is file id to rows;
    `issues` are rows of build__issues.
    """

    divisions: Divisions | None
    industries: tuple[Industry, ...]
    part_ids: tuple[str, ...]
    used: dict[str, int]
    issues: tuple[dict[str, object], ...]


NO_REFERENCES = References(divisions=None, industries=(), part_ids=(), used={}, issues=())


def read_references(catalog: Catalog, parts: Sequence[Part]) -> References:
    """Read every reference list among `parts`; raises DivisionsIncomplete or ReferenceTwice."""
    divisions: Divisions | None = None
    industries: tuple[Industry, ...] = ()
    accounts: list[Account] = []
    part_ids: list[str] = []
    for standard in (DIVISIONS, INDUSTRIES):
        mine = [part for part in parts if catalog.sources[part.report.source_id].standard == standard]
        if not mine:
            continue
        source = catalog.sources[_only_source(mine, standard)]
        account = Account(source.id)
        if standard == DIVISIONS:
            names, streets = read_divisions(source, mine, account)
            divisions = given_divisions(catalog.root / AMENDMENTS, names, streets)
        else:
            industries = read_industries(source, mine, catalog.industry_corrections, account)
        accounts.append(account)
        part_ids.extend(part.id for part in mine)
    return References(
        divisions=divisions,
        industries=industries,
        part_ids=tuple(part_ids),
        used={file_id: rows for account in accounts for file_id, rows in account.used.items()},
        issues=tuple(issue for account in accounts for issue in account.issues),
    )


def _only_source(parts: Iterable[Part], standard: str) -> str:
    first, *others = sorted({part.report.source_id for part in parts})
    if others:
        raise ReferenceTwice(first=first, second=others[0], standard=standard)
    return first
