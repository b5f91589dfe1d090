"""Which places a release has figures for."""

from dataclasses import dataclass

from wutong.portal.atlas.access import Release, remember


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place and its enterprises by tier."""

    kind: str
    code: str
    core: int
    related: int
    peripheral: int

    @property
    def biomedical(self) -> int:
        """Core and related."""
        return self.core + self.related


def places_with_figures(release: Release) -> tuple[PlaceCount, ...]:
    """Every place with an enterprise of a tier, the largest first."""
    return remember(release, "places", lambda: _find(release))


def _find(release: Release) -> tuple[PlaceCount, ...]:
    found = release.query(
        "SELECT place_kind, place_code, sum(core_count)::BIGINT, sum(related_count)::BIGINT, "
        "sum(peripheral_count)::BIGINT FROM chain_shares WHERE subject_kind = 'tier' "
        "GROUP BY ALL ORDER BY 3 DESC, 4 DESC, 2"
    )
    return tuple(PlaceCount(*row) for row in found.rows)
