"""The figures of several places side by side: two queries, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.cockpit import SubjectShare, YearCount

RECENT_YEARS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One place of a comparison."""

    place: Place
    tiers: dict[str, SubjectShare]
    segments: dict[str, SubjectShare]
    years: tuple[YearCount, ...]

    def count(self, tier: str) -> int:
        """Enterprises of one tier."""
        share = self.tiers.get(tier)
        return int(getattr(share, tier)) if share else 0

    @property
    def biomedical(self) -> int:
        """Core and related enterprises."""
        return self.count("core") + self.count("related")

    def recent_share(self, latest: int) -> float | None:
        """Among core and related enterprises of known year, those registered in the five years to `latest`."""
        dated = [one for one in self.years if one.year is not None]
        total = sum(one.core + one.related for one in dated)
        recent = sum(one.core + one.related for one in dated if (one.year or 0) > latest - RECENT_YEARS)
        return recent / total if total else None


def compare(release: Release, places: Sequence[Place]) -> tuple[Column, ...]:
    """One column for each of `places`, in their order."""
    codes = ",".join(place.code for place in places)
    return remember(release, f"compare:{codes}", lambda: _find(release, places)) if places else ()


def _find(release: Release, places: Sequence[Place]) -> tuple[Column, ...]:
    shares = _shares(release, places)
    years = _years(release, places)
    return tuple(
        Column(
            place=place,
            tiers=shares[place.code, "tier"],
            segments=shares[place.code, "segment"],
            years=tuple(years[place.code]),
        )
        for place in places
    )


def _within(places: Sequence[Place]) -> tuple[str, list[object]]:
    pairs = " OR ".join("(place_kind = ? AND place_code = ?)" for _ in places)
    return f"({pairs})", [part for place in places for part in (place.kind, place.code)]


def _shares(release: Release, places: Sequence[Place]) -> dict[tuple[str, str], dict[str, SubjectShare]]:
    within, params = _within(places)
    found = release.query(
        "SELECT place_code, subject_kind, subject, core_count, related_count, peripheral_count, share_of_nation, "
        f"share_of_region, location_quotient FROM chain_shares WHERE {within} AND subject_kind IN ('tier', 'segment')",
        params,
    )
    shares: dict[tuple[str, str], dict[str, SubjectShare]] = defaultdict(dict)
    for place_code, kind, *rest in found.rows:
        shares[place_code, kind][rest[0]] = SubjectShare(*rest)
    return shares


def _years(release: Release, places: Sequence[Place]) -> dict[str, list[YearCount]]:
    within, params = _within(places)
    found = release.query(
        "SELECT place_code, registered_year, sum(core_count)::BIGINT, sum(related_count)::BIGINT, "
        f"sum(peripheral_count)::BIGINT FROM chain_counts WHERE {within} AND subject_kind = 'tier' "
        "GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST",
        params,
    )
    years: dict[str, list[YearCount]] = defaultdict(list)
    for place_code, *rest in found.rows:
        years[place_code].append(YearCount(*rest))
    return years
