"""Enterprises beside one: its parent, its branches, and its neighbours on the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release, remember

MOST_BRANCHES = 50
MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Relative:
    """One enterprise as it is named beside another."""

    enterprise_id: str
    name_zh: str
    tier: str
    segment: str
    registered_on: date | None
    capital_cny: float | None
    province_code: str | None
    city_code: str | None
    district_code: str | None
    province: str | None
    city: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Relatives:
    """Parent and branches. `branch_count` counts all, `branches` holds the first of them."""

    parent: Relative | None
    branches: tuple[Relative, ...]
    branch_count: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An enterprise of the same node and how near it is: district, city, province or nation."""

    relative: Relative
    nearness: str


_COLUMNS = ", ".join(Relative.__slots__)


def relatives_of(release: Release, enterprise_id: str, *, parent_id: str | None, is_branch: bool) -> Relatives:
    """Parent and branches: a branch is taken to have none of its own."""
    parents = _rows_of(release, [parent_id], "true") if parent_id else ()
    links = "SELECT enterprise_id FROM enterprise_parents WHERE parent_enterprise_id = ?"
    branch_ids = [] if is_branch else [row[0] for row in release.query(links, (enterprise_id,)).rows]
    return Relatives(
        parent=parents[0] if parents else None,
        branches=_rows_of(release, branch_ids, "is_branch"),
        branch_count=len(branch_ids),
    )


def _rows_of(release: Release, ids: Sequence[str], condition: str) -> tuple[Relative, ...]:
    """The enterprises `ids`, the oldest MOST_BRANCHES of them. Named one by one they are found by where ids lie; joined
    to a table of ids, every row of the release would be read."""
    if not ids:
        return ()
    found = release.query(
        f"SELECT {_COLUMNS} FROM enterprises WHERE {condition} AND enterprise_id IN ({', '.join('?' * len(ids))}) "
        f"ORDER BY registered_on NULLS LAST, enterprise_id LIMIT {MOST_BRANCHES}",
        ids,
    )
    return tuple(Relative(*row) for row in found.rows)


def neighbours_of(
    release: Release, *, enterprise_id: str, node: str, division_codes: tuple[str | None, str | None, str | None]
) -> tuple[Neighbour, ...]:
    """Core and related enterprises of `node`, those of the same district first, then city, then province.

    `division_codes` are district, city and province of the enterprise itself, which is left out.
    """
    members = remember(release, f"members:{node}:{division_codes}", lambda: _members(release, node, division_codes))
    near = [one for one in members if one.relative.enterprise_id != enterprise_id]
    return tuple(near[:MOST_NEIGHBOURS])


def _members(
    release: Release, node: str, division_codes: tuple[str | None, str | None, str | None]
) -> tuple[Neighbour, ...]:
    """One more than is shown, since the enterprise itself may be among them."""
    district, city, province = division_codes
    nearness = "CASE WHEN district_code = ? THEN 0 WHEN city_code = ? THEN 1 WHEN province_code = ? THEN 2 ELSE 3 END"
    found = release.query(
        f"SELECT {nearness} AS nearness, {_COLUMNS} FROM enterprises "
        "WHERE tier IN ('core', 'related') AND list_contains(nodes, ?) AND NOT is_branch "
        f"ORDER BY nearness, tier, capital_cny DESC NULLS LAST, enterprise_id LIMIT {MOST_NEIGHBOURS + 1}",
        (district, city, province, node),
    )
    names = ("district", "city", "province", "nation")
    return tuple(Neighbour(relative=Relative(*row[1:]), nearness=names[row[0]]) for row in found.rows)
