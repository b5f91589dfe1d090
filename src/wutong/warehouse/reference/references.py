"""All reference lists of a build at once. Where a list is not given, what the catalogue has built in holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wutong.catalog.catalog import Catalog
from wutong.catalog.divisions import AMENDMENTS, Divisions, given_divisions
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.warehouse.ingest.parts import Part
from wutong.warehouse.reference.devices import (
    DeviceClass,
    DeviceDecision,
    read_device_classes,
    read_device_decisions,
)
from wutong.warehouse.reference.divisions import read_divisions
from wutong.warehouse.reference.faults import STAGE
from wutong.warehouse.reference.industries import Industry, read_industries
from wutong.warehouse.rows import Account

DIVISIONS = "divisions"
INDUSTRIES = "industries"
DEVICE_CLASSES = "device_classes"
DEVICE_DECISIONS = "device_decisions"


class ReferenceTwice(WutongError):
    code = "reference.twice"
    exit_code = 2
    sentence = Text(
        zh="来源 {first} 和 {second} 都提供{standard}，一次构建只能用其中一个。",
        en="The sources {first} and {second} both give {standard}; a build can use only one of them.",
    )


@dataclass(frozen=True)
class References:
    """What reference lists gave: divisions (None: use the catalogue's), industries, devices, the account of rows.

    `part_ids` are the parts on which rows of registers depend; lists of devices are none of them. `used` is file id
    to rows; `issues` are rows of build__issues.
    """

    divisions: Divisions | None
    industries: tuple[Industry, ...]
    part_ids: tuple[str, ...]
    used: dict[str, int]
    issues: tuple[dict[str, object], ...]
    device_classes: tuple[DeviceClass, ...] = ()
    device_decisions: tuple[DeviceDecision, ...] = ()


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
        account = Account(STAGE)
        if standard == DIVISIONS:
            names, streets = read_divisions(source, mine, account)
            divisions = given_divisions(catalog.root / AMENDMENTS, names, streets)
        else:
            industries = read_industries(source, mine, catalog.industry_corrections, account)
        accounts.append(account)
        part_ids.extend(part.id for part in mine)
    classes, decisions = _read_devices(catalog, parts, accounts)
    return References(
        divisions=divisions,
        industries=industries,
        part_ids=tuple(part_ids),
        used={file_id: rows for account in accounts for file_id, rows in account.used.items()},
        issues=tuple(issue for account in accounts for issue in account.issues),
        device_classes=classes,
        device_decisions=decisions,
    )


def _read_devices(
    catalog: Catalog, parts: Sequence[Part], accounts: list[Account]
) -> tuple[tuple[DeviceClass, ...], tuple[DeviceDecision, ...]]:
    """The catalogue of devices and the decisions; whatever was read of them is added to `accounts`."""
    classes: list[DeviceClass] = []
    decisions: list[DeviceDecision] = []
    for source in catalog.sources.values():
        mine = [part for part in parts if part.report.source_id == source.id]
        if mine and source.standard in (DEVICE_CLASSES, DEVICE_DECISIONS):
            account = Account(STAGE)
            if source.standard == DEVICE_CLASSES:
                classes.extend(read_device_classes(source, mine, account))
            else:
                decisions.extend(read_device_decisions(source, mine, account))
            accounts.append(account)
    return tuple(classes), tuple(decisions)


def _only_source(parts: Iterable[Part], standard: str) -> str:
    first, *others = sorted({part.report.source_id for part in parts})
    if others:
        raise ReferenceTwice(first=first, second=others[0], standard=standard)
    return first
