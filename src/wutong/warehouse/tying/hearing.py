"""Rows of judgements into judgements: what can be read, each once. Whether they rule is settled elsewhere.

The order of rows never matters: records under one id that differ are all held back, and so are circles.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wutong.warehouse.rows import Account, Row
from wutong.warehouse.tying.judgements import ENTERPRISE, KINDS, VERDICTS, Judgement

_NEEDED = ("name", "enterprise_id", "judged_by")
_UNDATED = ("judged_at.unreadable", "judged_at")


@dataclass(frozen=True, slots=True)
class Heard:
    """The judgements that can be read, in the order of ids; all ids told, and those that a record supersedes."""

    judgements: tuple[Judgement, ...]
    told: frozenset[str]
    superseded: frozenset[str]


def hear(rows: Iterable[Row], account: Account) -> Heard:
    """The judgements of `rows`. Rows that are read are not yet used: that waits for what their ids mean."""
    every = sorted(rows, key=lambda row: (row.get("judgement_id") or "", row.file_id, row.row_number))
    groups: dict[str, list[Row]] = {}
    for row in every:
        groups.setdefault(row.get("judgement_id") or "", []).append(row)
    once = dict(_told_once(groups, account))
    turning = circles({identifier: row.get("supersedes") for identifier, row in once.items()})
    found = []
    for identifier, row in once.items():
        if identifier in turning:
            account.hold_back(row, "supersedes.cycle", "supersedes")
        elif (judgement := _judgement(row, account)) is not None:
            found.append(judgement)
    superseded = frozenset(row.get("supersedes") or "" for row in every) - {""}
    return Heard(tuple(found), frozenset(groups) - {""}, superseded)


def circles(supersedes: Mapping[str, str | None]) -> frozenset[str]:
    """The ids of records that supersede themselves, at once or around a circle."""
    found: set[str] = set()
    done: set[str] = set()
    for start in supersedes:
        path: list[str] = []
        at: str | None = start
        while at is not None and at in supersedes and at not in done:
            done.add(at)
            path.append(at)
            at = supersedes[at]
        if at is not None and at in path:
            found.update(path[path.index(at) :])
    return frozenset(found)


def _told_once(groups: Mapping[str, Sequence[Row]], account: Account) -> Iterator[tuple[str, Row]]:
    """Each id with its record. A record told again word for word counts once; of two that differ none is believed."""
    for identifier, group in groups.items():
        first, *others = group
        fault = "judgement_id.repeated" if any(dict(one.values) != dict(first.values) for one in others) else None
        if fault or not identifier:
            for one in group:
                account.hold_back(one, fault if identifier and fault else "judgement_id.absent", "judgement_id")
            continue
        for one in others:
            account.use(one)
            account.remark(one, "row.repeated", "judgement_id")
        yield identifier, first


def _judgement(row: Row, account: Account) -> Judgement | None:
    at = _moment(row.get("judged_at"))
    fault = next(_faults(row), None)
    if fault is not None or at is None:
        account.hold_back(row, *(fault or _UNDATED))
        return None
    said = {name: row.get(name) or "" for name in ("judgement_id", *_NEEDED)}
    return Judgement(
        row=row,
        judgement_id=said["judgement_id"],
        kind=row.get("kind") or ENTERPRISE,
        name=said["name"],
        enterprise_id=said["enterprise_id"],
        judged_enterprise_id=said["enterprise_id"],
        verdict=row.get("verdict") or "",
        why=row.get("why"),
        judged_by=said["judged_by"],
        role=row.get("role"),
        judged_at=at,
        supersedes=row.get("supersedes"),
    )


def _faults(row: Row) -> Iterator[tuple[str, str]]:
    yield from ((f"{name}.absent", name) for name in _NEEDED if not row.get(name))
    if (row.get("kind") or ENTERPRISE) not in KINDS:
        yield "kind.unrecognised", "kind"
    if row.get("verdict") not in VERDICTS:
        yield "verdict.unrecognised", "verdict"


def _moment(text: str | None) -> datetime | None:
    """A moment in ISO 8601 as UTC, without its zone; one without a zone is UTC."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
