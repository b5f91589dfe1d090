"""The figures of one place. Five small queries, found once a release and place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release, ReleaseFacts, remember
from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.conditions import Condition, all_of, division_condition, one_of
from wutong.portal.atlas.queries.places import PlaceCount, places_with_figures

NEWEST = 8
_BIOMEDICAL = one_of("tier", ("core", "related"))


@dataclass(frozen=True, slots=True)
class YearCount:
    """Enterprises of a place registered in one year; `year` is None where it is not known."""

    year: int | None
    core: int
    related: int
    peripheral: int


@dataclass(frozen=True, slots=True)
class SubjectShare:
    """A subject (tier, segment, field or node) in a place: counts, shares and location quotient."""

    subject: str
    core: int
    related: int
    peripheral: int
    share_of_nation: float | None
    share_of_region: float | None
    location_quotient: float | None

    @property
    def biomedical(self) -> int:
        """Core and related."""
        return self.core + self.related


@dataclass(frozen=True, slots=True)
class Entrant:
    """An enterprise that is new."""

    enterprise_id: str
    name: str
    tier: str
    segment: str
    registered_on: date
    city: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how many of a place's core and related enterprises a field is known."""

    total: int
    credit_code: int
    registered_on: int
    capital_cny: int
    district: int


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything that the cockpit shows of one place."""

    years: tuple[YearCount, ...]
    tiers: tuple[SubjectShare, ...]
    segments: tuple[SubjectShare, ...]
    parts: tuple[PlaceCount, ...]
    newest: tuple[Entrant, ...]
    coverage: Coverage


def cockpit_of(release: Release, place: Place) -> Cockpit:
    """The figures of `place`."""
    return remember(release, f"cockpit:{place.code}", lambda: _find(release, place))


def _find(release: Release, place: Place) -> Cockpit:
    return Cockpit(
        years=_years(release, place),
        tiers=shares_of(release, place, "tier"),
        segments=shares_of(release, place, "segment"),
        parts=tuple(_parts(release, place)),
        newest=_newest(release, place),
        coverage=_coverage(release, place),
    )


def place_condition(place: Place) -> Condition:
    """The enterprises that lie in `place`."""
    if place.kind == "zone":
        return Condition("list_contains(zone_codes, ?)", (place.code,))
    return division_condition(place.code)


def shares_of(release: Release, place: Place, subject_kind: str) -> tuple[SubjectShare, ...]:
    """Every subject of one kind in `place`, the largest first."""
    found = release.query(
        "SELECT subject, core_count, related_count, peripheral_count, share_of_nation, share_of_region, "
        "location_quotient FROM chain_shares WHERE place_kind = ? AND place_code = ? AND subject_kind = ? "
        "ORDER BY core_count + related_count DESC, subject",
        (place.kind, place.code, subject_kind),
    )
    return tuple(SubjectShare(*row) for row in found.rows)


def latest_year(facts: ReleaseFacts) -> int:
    """The last year of which a release knows anything: that of its newest registration."""
    return (facts.newest_registration or facts.created_at.date()).year


def every_year(years: tuple[YearCount, ...], most: int) -> tuple[YearCount, ...]:
    """The last `most` years up to the newest one known, also those in which nothing was registered."""
    known = {one.year: one for one in years if one.year is not None}
    if not known:
        return ()
    last = max(known)
    first = max(min(known), last - most + 1)
    return tuple(known.get(year, YearCount(year, 0, 0, 0)) for year in range(first, last + 1))


def _years(release: Release, place: Place) -> tuple[YearCount, ...]:
    found = release.query(
        "SELECT registered_year, sum(core_count)::BIGINT, sum(related_count)::BIGINT, sum(peripheral_count)::BIGINT "
        "FROM chain_counts WHERE place_kind = ? AND place_code = ? AND subject_kind = 'tier' "
        "GROUP BY 1 ORDER BY 1 NULLS FIRST",
        (place.kind, place.code),
    )
    return tuple(YearCount(*row) for row in found.rows)


def _parts(release: Release, place: Place) -> Iterator[PlaceCount]:
    """The places directly below `place`; for a cluster its zones, or the districts in which its enterprises stand."""
    below = [one for one in places_with_figures(release) if _is_directly_below(one, place)]
    if place.kind == "zone" and not below:
        yield from _districts(release, place)
    yield from below


def _is_directly_below(one: PlaceCount, place: Place) -> bool:
    if place.kind == "nation":
        return one.kind == "province"
    if place.kind == "zone":
        return one.kind == "zone" and one.code.startswith(f"{place.code}.")
    if place.kind == "province":
        # Counties that no city governs stand beside the cities.
        is_ungoverned = one.kind == "district" and one.code[2:4] == "90"
        return (one.kind == "city" or is_ungoverned) and one.code[:2] == place.code[:2]
    return place.kind == "city" and one.kind == "district" and one.code[:4] == place.code[:4]


def _districts(release: Release, place: Place) -> Iterator[PlaceCount]:
    within = place_condition(place)
    found = release.query(
        "SELECT 'district', district_code, count(*) FILTER (tier = 'core'), count(*) FILTER (tier = 'related'), "
        "count(*) FILTER (tier = 'peripheral') FROM enterprises "
        f"WHERE tier <> 'none' AND district_code IS NOT NULL AND {within.sql} GROUP BY 2 ORDER BY 3 DESC, 2",
        within.params,
    )
    for row in found.rows:
        yield PlaceCount(*row)


def _newest(release: Release, place: Place) -> tuple[Entrant, ...]:
    within = all_of([_BIOMEDICAL, place_condition(place)])
    found = release.query(
        "SELECT enterprise_id, name_zh, tier, segment, registered_on, city, district FROM enterprises "
        f"WHERE {within.sql} AND NOT is_branch AND registered_on IS NOT NULL "
        f"ORDER BY registered_on DESC, enterprise_id LIMIT {NEWEST}",
        within.params,
    )
    return tuple(Entrant(*row) for row in found.rows)


def _coverage(release: Release, place: Place) -> Coverage:
    within = all_of([_BIOMEDICAL, place_condition(place)])
    found = release.query(
        "SELECT count(*), count(credit_code), count(registered_on), count(capital_cny), count(district_code) "
        f"FROM enterprises WHERE {within.sql}",
        within.params,
    )
    return Coverage(*found.rows[0])
