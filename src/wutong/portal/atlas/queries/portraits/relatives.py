"""Enterprises beside one: its parent, its branches, and its neighbours on the chain."""

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
    """Parent and branches, in at most one statement: a branch is taken to have none of its own."""
    parts, params = [], []
    if parent_id:
        parts.append(f"SELECT 'parent', 1, {_COLUMNS} FROM enterprises WHERE enterprise_id = ?")
        params.append(parent_id)
    if not is_branch:
        parts.append(
            f"SELECT * FROM (SELECT 'branch', count(*) OVER (), {_COLUMNS} FROM enterprises "
            "WHERE enterprise_id IN (SELECT enterprise_id FROM enterprise_parents WHERE parent_enterprise_id = ?) "
            f"ORDER BY registered_on NULLS LAST, enterprise_id LIMIT {MOST_BRANCHES})"
        )
        params.append(enterprise_id)
    rows = release.query(" UNION ALL ".join(parts), params).rows if parts else ()
    parents = [Relative(*row[2:]) for row in rows if row[0] == "parent"]
    branches = [row for row in rows if row[0] == "branch"]
    return Relatives(
        parent=parents[0] if parents else None,
        branches=tuple(Relative(*row[2:]) for row in branches),
        branch_count=branches[0][1] if branches else 0,
    )


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
