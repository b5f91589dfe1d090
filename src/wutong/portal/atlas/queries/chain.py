"""The chain in one place against the nation, and one node in every place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.places import NATION, Place
from wutong.portal.atlas.queries.cockpit import SubjectShare, YearCount, place_condition, shares_of
from wutong.portal.atlas.queries.filters import Sort
from wutong.portal.atlas.queries.search import ORDERS

FIRMS_A_PAGE = 20
PLACES_SHOWN = 12
_TIER_ORDER = "CASE tier WHEN 'core' THEN 0 WHEN 'related' THEN 1 ELSE 2 END"
_ORDERS = {**ORDERS, Sort.RELEVANCE: f"{_TIER_ORDER}, is_branch, capital_cny DESC NULLS LAST, enterprise_id"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A segment or node in one place and in the nation."""

    local: SubjectShare | None
    nation: SubjectShare | None

    @property
    def is_led_by_core(self) -> bool:
        """True where at least half of the nation's enterprises are core: research and making, not trade and care."""
        return self.nation is not None and 2 * self.nation.core >= self.nation.biomedical

    @property
    def here(self) -> int:
        """What counts here: core enterprises; core and related where trade or care leads."""
        return self._count(self.local)

    @property
    def there(self) -> int:
        """The same in the nation."""
        return self._count(self.nation)

    @property
    def local_total(self) -> int:
        """Enterprises of all three tiers here."""
        return self.local.biomedical + self.local.peripheral if self.local else 0

    @property
    def location_quotient(self) -> float | None:
        return self.local.location_quotient if self.local else None

    @property
    def is_gap(self) -> bool:
        """True where the nation has some and this place none."""
        return self.here == 0 and self.there > 0

    def _count(self, share: SubjectShare | None) -> int:
        if share is None:
            return 0
        return share.core if self.is_led_by_core else share.biomedical


@dataclass(frozen=True, slots=True)
class ChainFigures:
    """The whole chain in one place: every segment and node that the release knows."""

    segments: Mapping[str, Standing]
    nodes: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class NodePlace:
    """A node in one place."""

    code: str
    core: int
    related: int
    peripheral: int
    location_quotient: float | None


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise on a node."""

    enterprise_id: str
    name: str
    tier: str
    segment: str
    registered_on: date | None
    capital_cny: float | None
    city: str | None
    district: str | None
    is_branch: bool


@dataclass(frozen=True, slots=True)
class Firms:
    """One page of the enterprises on a node."""

    rows: tuple[Firm, ...]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // FIRMS_A_PAGE))


EMPTY = Standing(local=None, nation=None)


def chain_of(release: Release, place: Place) -> ChainFigures:
    """The chain in `place`."""
    return remember(release, f"chain:{place.code}", lambda: _find(release, place))


def _find(release: Release, place: Place) -> ChainFigures:
    return ChainFigures(segments=_standings(release, place, "segment"), nodes=_standings(release, place, "node"))


def _standings(release: Release, place: Place, kind: str) -> dict[str, Standing]:
    nation = _of_nation(release, kind)
    local = nation if place.kind == "nation" else {one.subject: one for one in shares_of(release, place, kind)}
    return {code: Standing(local=local.get(code), nation=share) for code, share in nation.items()}


def _of_nation(release: Release, kind: str) -> dict[str, SubjectShare]:
    return remember(release, f"nation:{kind}", lambda: {one.subject: one for one in shares_of(release, NATION, kind)})


def node_years(release: Release, place: Place, node_code: str) -> tuple[YearCount, ...]:
    """The node's enterprises in `place` by founding year."""
    return remember(release, f"node-years:{node_code}:{place.code}", lambda: _find_years(release, place, node_code))


def _find_years(release: Release, place: Place, node_code: str) -> tuple[YearCount, ...]:
    found = release.query(
        "SELECT registered_year, core_count, related_count, peripheral_count FROM chain_counts "
        "WHERE place_kind = ? AND place_code = ? AND subject_kind = 'node' AND subject = ? ORDER BY 1 NULLS FIRST",
        (place.kind, place.code, node_code),
    )
    return tuple(YearCount(*row) for row in found.rows)


def node_places(release: Release, place: Place, node_code: str) -> tuple[NodePlace, ...]:
    """The node by province, or by city within the province of `place`; the largest first."""
    kind, prefix = ("city", place.code[:2]) if place.kind in ("province", "city", "district") else ("province", "")
    key = f"node-places:{node_code}:{kind}:{prefix}"
    return remember(release, key, lambda: _find_places(release, node_code, kind, prefix))


def _find_places(release: Release, node_code: str, kind: str, prefix: str) -> tuple[NodePlace, ...]:
    found = release.query(
        "SELECT place_code, core_count, related_count, peripheral_count, location_quotient FROM chain_shares "
        "WHERE subject_kind = 'node' AND subject = ? AND place_kind = ? AND starts_with(place_code, ?) "
        f"ORDER BY core_count DESC, related_count DESC, place_code LIMIT {PLACES_SHOWN}",
        (node_code, kind, prefix),
    )
    return tuple(NodePlace(*row) for row in found.rows)


def node_firms(
    release: Release, place: Place, node_code: str, standing: Standing, page: int, sort: Sort = Sort.RELEVANCE
) -> Firms:
    """One page of the node's enterprises in `place`: core first, then by capital, unless `sort` says otherwise."""
    key = f"node-firms:{node_code}:{place.code}:{sort}:{page}"
    rows = remember(release, key, lambda: _find_firms(release, place, node_code, page, sort))
    return Firms(rows=rows, total=standing.local_total, page=page)


def _find_firms(release: Release, place: Place, node_code: str, page: int, sort: Sort) -> tuple[Firm, ...]:
    within = place_condition(place)
    found = release.query(
        "SELECT enterprise_id, name_zh, tier, segment, registered_on, capital_cny, city, district, is_branch "
        f"FROM enterprises WHERE tier <> 'none' AND list_contains(nodes, ?) AND ({within.sql}) "
        f"ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?",
        (node_code, *within.params, FIRMS_A_PAGE, (page - 1) * FIRMS_A_PAGE),
    )
    return tuple(Firm(*row) for row in found.rows)
