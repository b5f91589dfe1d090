"""The place selector: the nation, the clusters, the provinces, and what lies below the place chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.labels import place_label
from wutong.portal.atlas.places import NATION, NATION_CODE, Place, find_place
from wutong.portal.atlas.queries.places import PlaceCount, places_with_figures
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class Option:
    """One place that can be chosen."""

    code: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Places of one kind."""

    title: str
    options: tuple[Option, ...]


def selector(release: Release, chosen: Place | None, *, is_open: bool = False) -> list[OptionGroup]:
    """The choices, with those beside and below `chosen`. Only places for which there are figures.

    With `is_open` none is marked as chosen, and `chosen` only says whose neighbours to list.
    """
    counted = places_with_figures(release)
    code = chosen.code if chosen and not is_open else ""
    groups = [
        OptionGroup(_("Nation"), (Option(NATION_CODE, wording(NATION.title), code == NATION_CODE),)),
        OptionGroup(_("Clusters and zones"), tuple(_zones(counted, code))),
        OptionGroup(_("Provinces"), _options(counted, "province", "", code)),
    ]
    if chosen and chosen.kind in ("province", "city", "district"):
        groups.append(OptionGroup(_("Cities"), _options(counted, "city", chosen.code[:2], code)))
    if chosen and chosen.kind in ("city", "district"):
        groups.append(OptionGroup(_("Districts"), _options(counted, "district", chosen.code[:4], code)))
    if code and not any(option.is_chosen for group in groups for option in group.options):
        # A place of which the release knows nothing is named all the same: the page is about it.
        groups.insert(0, OptionGroup(_("Place"), (Option(code, place_label(code), is_chosen=True),)))
    return [group for group in groups if group.options]


def _options(counted: tuple[PlaceCount, ...], kind: str, prefix: str, chosen: str) -> tuple[Option, ...]:
    codes = [one.code for one in counted if one.kind == kind and one.code.startswith(prefix)]
    return tuple(Option(code, place_label(code), code == chosen) for code in codes if find_place(code))


def _zones(counted: tuple[PlaceCount, ...], chosen: str) -> list[Option]:
    """Every declared cluster, with or without enterprises in this release, each followed by its zones."""
    present = {one.code for one in counted if one.kind == "zone"}
    found = []
    for cluster in catalogue().clusters.values():
        found.append(Option(cluster.code, wording(cluster.title), cluster.code == chosen))
        zones = [zone for zone in cluster.zones if zone.code in present and zone.code != cluster.code]
        found.extend(Option(zone.code, f"　{wording(zone.title)}", zone.code == chosen) for zone in zones)
    return found
