"""Which codes a reader may ask for under each parameter of a list, and what each is called."""

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext

from wutong.portal.atlas import labels
from wutong.portal.atlas.places import NATION_CODE
from wutong.portal.atlas.queries.filters import COVERED, EVERY_TIER
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import Bilingual, wording


def is_known(param: str, code: str) -> bool:
    """True where `code` is a value that `param` can have."""
    if param == "tier":
        return code in labels.TIERS or code == EVERY_TIER
    if param == "segment":
        return code in catalogue().chain.field_of
    if param == "node":
        return code in catalogue().chain.nodes
    if param == "division":
        return code in catalogue().divisions.by_code or code == NATION_CODE
    if param == "zone":
        return code in zone_codes()
    if param in {"has", "lacks"}:
        return code in COVERED
    return code in _titles(param)


def label_of(param: str, code: str) -> str:
    """What `code` is called, or the code itself where the catalogue no longer knows it."""
    if param == "tier":
        return gettext("All tiers") if code == EVERY_TIER else labels.tier_label(code)
    if param == "segment":
        return labels.segment_label(code)
    if param == "node":
        return labels.node_label(code)
    if param in {"division", "zone"}:
        return labels.place_label(code)
    if param == "branch":
        return pgettext("branch", "Branches only") if code == "yes" else pgettext("branch", "Without branches")
    if param in {"has", "lacks"}:
        return labels.covered_label(code)
    title = _titles(param).get(code)
    return wording(title) if title else code


def codes(param: str) -> tuple[str, ...]:
    """Every code of a parameter whose choices are few, in catalogue order."""
    if param == "tier":
        return tuple(labels.TIERS)
    if param == "segment":
        return tuple(catalogue().chain.field_of)
    return tuple(_titles(param))


def zone_codes() -> tuple[str, ...]:
    """Clusters, each followed by its zones."""
    found: list[str] = []
    for cluster in catalogue().clusters.values():
        found.append(cluster.code)
        found.extend(zone.code for zone in cluster.zones)
    return tuple(found)


def _titles(param: str) -> Mapping[str, Bilingual]:
    if param == "capital":
        return catalogue().bands.capital.titles
    if param == "kind":
        return {kind.code: kind.title for kind in catalogue().kinds.kinds}
    return {}
