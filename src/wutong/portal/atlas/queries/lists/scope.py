"""Narrow things to those of enterprises in a place, on a node, or of one enterprise. Reads nothing."""

from collections.abc import Mapping

from wutong.portal.atlas.places import NATION_CODE, find_place
from wutong.portal.atlas.queries.conditions import Condition, all_of, any_of, division_condition, one_of


def scope_condition(key: str, links: str, chosen: Mapping[str, tuple[str, ...]]) -> Condition:
    """`key` is one that `links`, a SELECT of (thing, enterprise_id), ties to such an enterprise."""
    within = enterprises(chosen)
    return Condition(
        f"{key} IN (SELECT thing FROM ({links}) WHERE enterprise_id IN "
        f"(SELECT enterprise_id FROM enterprises WHERE {within.sql}))",
        within.params,
    )


def enterprises(chosen: Mapping[str, tuple[str, ...]]) -> Condition:
    """Enterprises of any of the places, on any of the nodes, and among those named."""
    held = []
    if places := chosen.get("place", ()):
        held.append(any_of(_in_place(code) for code in places))
    if nodes := chosen.get("node", ()):
        held.append(Condition("list_has_any(nodes, ?)", (list(nodes),)))
    if named := chosen.get("enterprise", ()):
        held.append(one_of("enterprise_id", named))
    return all_of(held)


def _in_place(code: str) -> Condition:
    place = find_place(code)
    if place is not None and place.kind == "zone":
        return Condition("list_has_any(zone_codes, ?)", ([code],))
    return division_condition(code) if code != NATION_CODE else Condition("true")
