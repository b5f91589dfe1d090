"""Find enterprises: by text through the release's index, and by filter through its `enterprises` table.

At most four reads a page: the index, the counts, and the rows of one page; what was found is kept with the release.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wutong.catalog.bands import Scale
from wutong.portal.atlas.access import Hit, Release, remember
from wutong.portal.atlas.queries.conditions import Condition, all_of, facet_conditions
from wutong.portal.atlas.queries.facets import Facets, facet_statement, read_facets
from wutong.portal.atlas.queries.filters import EVERY_TIER, Filter, Sort

PAGE_SIZE = 20
# The index ranks; what lies beyond this many hits is not what the reader meant.
MOST_HITS = 500
MOST_ROWS_PAGED = 10_000

_COLUMNS = (
    "enterprise_id, credit_code, name_zh, tier, segment, nodes, kind, is_branch, capital_cny, registered_on, "
    "division_code, province, city, district, zone_codes"
)
_ID = "enterprise_id"
ORDERS = {
    Sort.RELEVANCE: "CASE tier WHEN 'core' THEN 0 WHEN 'related' THEN 1 WHEN 'peripheral' THEN 2 ELSE 3 END, "
    "capital_cny DESC NULLS LAST, enterprise_id",
    Sort.NAME: "name_zh, enterprise_id",
    Sort.CAPITAL: "capital_cny DESC NULLS LAST, enterprise_id",
    Sort.NEWEST: "registered_on DESC NULLS LAST, enterprise_id",
    Sort.OLDEST: "registered_on ASC NULLS LAST, enterprise_id",
}


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """One line of a list, with codes as they stand in the release."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    tier: str
    segment: str
    nodes: tuple[str, ...]
    kind: str
    is_branch: bool
    capital_cny: float | None
    registered_on: date | None
    division_code: str | None
    province: str | None
    city: str | None
    district: str | None
    zone_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a result, with the hits of its rows. `is_bounded` where the index held more than are looked at."""

    facets: Facets
    rows: tuple[EnterpriseRow, ...]
    hits: Mapping[str, Hit]
    page: int
    pages: int
    is_bounded: bool = False
    total_beyond_scope: int = 0

    @property
    def total(self) -> int:
        """How many enterprises the filter holds."""
        return self.facets.total


def find(release: Release, asked: Filter, capital: Scale, *, size: int = PAGE_SIZE) -> Found:
    """One page of what `asked` describes, worked out once a release. A page beyond the last is the last."""
    return remember(release, f"found:{asked.query_string()}:{size}", lambda: _find(release, asked, capital, size))


def _find(release: Release, asked: Filter, capital: Scale, size: int) -> Found:
    hits = _hits(release, asked.text)
    ids = None if hits is None else tuple(hits)
    facets = count(release, asked, capital, ids)
    pages = max(1, -(-min(facets.total, MOST_ROWS_PAGED) // size))
    page = min(asked.page, pages)
    rows = _rows(release, asked, capital, ids, size, (page - 1) * size) if facets.total else ()
    return Found(
        facets=facets,
        rows=rows,
        hits={row.enterprise_id: hits[row.enterprise_id] for row in rows if hits and row.enterprise_id in hits},
        page=page,
        pages=pages,
        is_bounded=hits is not None and len(hits) >= MOST_HITS,
        total_beyond_scope=0 if facets.total else _beyond_scope(release, asked, capital, ids),
    )


def count(release: Release, asked: Filter, capital: Scale, ids: tuple[str, ...] | None) -> Facets:
    """Counts of every facet, worked out once a release and filter."""
    if ids == ():
        return Facets()

    def work_out() -> Facets:
        statement = facet_statement(asked, capital, ids)
        return read_facets(list(release.query(statement.sql, statement.params).rows))

    return remember(release, f"facets:{asked.scope_key()}", work_out)


def total_of(release: Release, asked: Filter, capital: Scale) -> int:
    """How many enterprises `asked` describes."""
    return count(release, asked, capital, ids_of(release, asked)).total


def list_statement(asked: Filter, capital: Scale, ids: tuple[str, ...] | None, *, columns: str = _COLUMNS) -> Condition:
    """The rows that `asked` describes, in its order. For a text, relevance is the order of `ids`."""
    chosen = list(facet_conditions(asked, capital).values())
    if ids is not None:
        chosen.append(Condition("enterprise_id IN (SELECT unnest(?))", (list(ids),)))
    within = all_of(chosen)
    if ids is not None and asked.sort is Sort.RELEVANCE:
        order, ranked = "list_position(?, enterprise_id)", (list(ids),)
        return Condition(
            f"SELECT {columns} FROM enterprises WHERE {within.sql} ORDER BY {order}", (*within.params, *ranked)
        )
    return Condition(
        f"SELECT {columns} FROM enterprises WHERE {within.sql} ORDER BY {ORDERS[asked.sort]}", within.params
    )


def ids_of(release: Release, asked: Filter) -> tuple[str, ...] | None:
    """The ids that the index names for the text of `asked`; None where it has none."""
    hits = _hits(release, asked.text)
    return None if hits is None else tuple(hits)


def _hits(release: Release, text: str) -> dict[str, Hit] | None:
    if not text:
        return None
    return {hit.enterprise_id: hit for hit in release.search(text, MOST_HITS)}


def _rows(
    release: Release, asked: Filter, capital: Scale, ids: tuple[str, ...] | None, size: int, offset: int
) -> tuple[EnterpriseRow, ...]:
    wanted = ids if ids is None else _page_of(release, list_statement(asked, capital, ids, columns=_ID), size, offset)
    if wanted == ():
        return ()
    statement = list_statement(asked, capital, wanted)
    start = offset if ids is None else 0
    found = release.query(f"{statement.sql} LIMIT ? OFFSET ?", (*statement.params, size, start))
    return tuple(_typed(found.rows))


def _page_of(release: Release, statement: Condition, size: int, offset: int) -> tuple[str, ...]:
    """The ids of one page. Hits lie all over the table: wide columns are read for those that are shown only."""
    found = release.query(f"{statement.sql} LIMIT ? OFFSET ?", (*statement.params, size, offset))
    return tuple(row[0] for row in found.rows)


def _beyond_scope(release: Release, asked: Filter, capital: Scale, ids: tuple[str, ...] | None) -> int:
    """How many would be found if the tier did not matter; asked only where nothing was found."""
    if not asked.tier_scope:
        return 0
    return count(release, replace(asked, tiers=(EVERY_TIER,)), capital, ids).total


def _typed(rows: tuple[tuple[Any, ...], ...]) -> Iterator[EnterpriseRow]:
    for row in rows:
        values = dict(zip(EnterpriseRow.__slots__, row, strict=True))
        values["nodes"] = tuple(values["nodes"] or ())
        values["zone_codes"] = tuple(values["zone_codes"] or ())
        yield EnterpriseRow(**values)
