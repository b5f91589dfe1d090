"""What a release changed in the register, read from the comparison of two releases. Codes stand as in the release."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from wutong.portal.atlas.access import Release, changes_between, remember
from wutong.portal.atlas.queries.conditions import ALWAYS, Condition, all_of, division_condition
from wutong.portal.atlas.release_reader import KINDS

PAGE = 50
MOST_ROWS = 50_000
_TOP_PLACES = 20
_TIERS = "CASE {} WHEN 'core' THEN 3 WHEN 'related' THEN 2 WHEN 'peripheral' THEN 1 ELSE 0 END"
# Towards the core and away from it: a change of tier has a direction.
_UP = f"is_tier AND {_TIERS.format('tier_after')} > {_TIERS.format('tier_before')}"
_DOWN = f"is_tier AND {_TIERS.format('tier_after')} < {_TIERS.format('tier_before')}"
ASKED: Mapping[str, str] = {
    **{kind: f"is_{kind}" for kind in KINDS if kind != "tier"},
    "tier_up": _UP,
    "tier_down": _DOWN,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Two releases, and which of their differences: of which kind, segment and place."""

    earlier: str
    later: str
    what: str = ""
    segment: str = ""
    division: str = ""
    page: int = 1

    def query_string(self) -> str:
        """The part of an address after the question mark."""
        pairs = [("from", self.earlier), ("to", self.later), ("what", self.what), ("segment", self.segment)]
        pairs += [("division", self.division), ("page", str(self.page) if self.page > 1 else "")]
        return urlencode([(name, value) for name, value in pairs if value])

    def having(self, **changed: str) -> "Asked":
        """The same with another choice, from page one."""
        return replace(self, page=1, **changed)


@dataclass(frozen=True, slots=True)
class Changed:
    """One enterprise that differs. None before: not in the earlier release; None after: not in the later one."""

    enterprise_id: str
    credit_code: str | None
    name_before: str | None
    name_after: str | None
    tier_before: str | None
    tier_after: str | None
    segment_before: str | None
    segment_after: str | None
    division_before: str | None
    division_after: str | None
    capital_before: float | None
    capital_after: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of each kind there are under one code."""

    code: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return self.counts["total"]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything on the page of a release's changes."""

    whole: Counted
    by_segment: tuple[Counted, ...] = ()
    by_place: tuple[Counted, ...] = ()
    total: int = 0
    rows: tuple[Changed, ...] = field(default=())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


_COLUMNS = ", ".join(Changed.__slots__)
_COUNTS = ", ".join(f"count(*) FILTER ({condition}) AS {kind}" for kind, condition in ASKED.items())


def told_of(release: Release, asked: Asked) -> Told:
    """Counts and one page of rows, worked out once a release."""
    return remember(release, f"changes:{asked.query_string()}", lambda: _tell(asked))


def _tell(asked: Asked) -> Told:
    changes = changes_between(asked.earlier, asked.later)
    try:
        everything = _condition(replace(asked, what=""))
        whole = _counted(changes.query(f"SELECT 'all', count(*), {_COUNTS} FROM changes WHERE {everything.sql}",
                                       everything.params).rows[0])  # fmt: skip
        segment = "CASE WHEN coalesce(tier_after, 'none') = 'none' THEN segment_before ELSE segment_after END"
        place = _place_column(asked.division)
        groups = [
            changes.query(
                f"SELECT {column} AS code, count(*), {_COUNTS} FROM changes WHERE {everything.sql} "
                f"AND {column} IS NOT NULL AND {column} <> '-' GROUP BY code ORDER BY 2 DESC, 1 LIMIT {most}",
                everything.params,
            ).rows
            for column, most in ((segment, 100), (place, _TOP_PLACES))
        ]
        within = _condition(asked)
        total = changes.query(f"SELECT count(*) FROM changes WHERE {within.sql}", within.params).rows[0][0]
        rows = changes.query(
            f"SELECT {_COLUMNS} FROM changes WHERE {within.sql} "
            "ORDER BY coalesce(tier_after, tier_before), coalesce(capital_after, capital_before) DESC NULLS LAST, "
            f"enterprise_id LIMIT {PAGE} OFFSET ?",
            (*within.params, (asked.page - 1) * PAGE),
        ).rows
    finally:
        changes.close()
    by_segment, by_place = (tuple(_counted(row) for row in found) for found in groups)
    return Told(whole, by_segment, by_place, total, tuple(Changed(*row) for row in rows))


def all_of_them(asked: Asked) -> tuple[Changed, ...]:
    """Every row that is asked for, MOST_ROWS at most, for a file."""
    changes, within = changes_between(asked.earlier, asked.later), _condition(asked)
    try:
        found = changes.query(
            f"SELECT {_COLUMNS} FROM changes WHERE {within.sql} ORDER BY enterprise_id LIMIT {MOST_ROWS}", within.params
        )
    finally:
        changes.close()
    return tuple(Changed(*row) for row in found.rows)


def _counted(row: tuple[Any, ...]) -> Counted:
    code, total, *counts = row
    return Counted(code, {"total": total, **dict(zip(ASKED, counts, strict=True))})


def _condition(asked: Asked) -> Condition:
    chosen = [Condition(ASKED[asked.what])] if asked.what else []
    if asked.segment:
        sides = (asked.segment, asked.segment)
        chosen.append(Condition("segment_before = ? OR segment_after = ?", sides))
    if asked.division:
        chosen.append(division_condition(asked.division))
    return all_of(chosen) if chosen else ALWAYS


def _place_column(division: str) -> str:
    """Provinces of the nation, cities of a province, districts of a city."""
    if not division or division == "000000":
        return "province_code"
    return "city_code" if division.endswith("0000") else "district_code"
