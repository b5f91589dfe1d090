"""The portrait of one enterprise, and its neighbours on the chain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wutong.portal.atlas import links
from wutong.portal.atlas.access import Release, current_release, remember
from wutong.portal.atlas.panels.enterprises import portrait as panels
from wutong.portal.atlas.panels.enterprises.marks import marked
from wutong.portal.atlas.places import NATION, find_place
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.portraits.portrait import Portrait, portrait_of
from wutong.portal.atlas.queries.portraits.relatives import Neighbour, neighbours_of
from wutong.portal.shared.language import reader_language

_LONGEST_ID = 80


def show(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    """The portrait; one that the release does not hold answers with a page that offers search."""
    release = current_release()
    portrait = portrait_of(release, enterprise_id) if len(enterprise_id) <= _LONGEST_ID else None
    if portrait is None:
        return render(request, "atlas/portrait_unknown.html", {"asked_id": enterprise_id[:_LONGEST_ID]}, status=404)
    # A release never changes: the body of a portrait is made once a language, the frame around it every time.
    body = remember(
        release,
        f"portrait-body:{reader_language()}:{enterprise_id}",
        lambda: render_to_string("atlas/portrait/body.html", _shown(portrait)),
    )
    return render(request, "atlas/portrait.html", {"enterprise": portrait.enterprise, "body": body})


def neighbours(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    """The neighbours on each of its nodes, as a part of the page or as a page of its own."""
    release = current_release()
    portrait = portrait_of(release, enterprise_id) if len(enterprise_id) <= _LONGEST_ID else None
    if portrait is None:
        return render(request, "atlas/portrait_unknown.html", {"asked_id": enterprise_id[:_LONGEST_ID]}, status=404)
    body = remember(
        release,
        f"neighbours-body:{reader_language()}:{enterprise_id}",
        lambda: render_to_string("atlas/portrait/neighbours.html", {"groups": _neighbour_groups(release, portrait)}),
    )
    return HttpResponse(body)


def _shown(portrait: Portrait) -> dict[str, Any]:
    registration = portrait.registration
    return {
        "portrait": portrait,
        "enterprise": portrait.enterprise,
        "origin": portrait.origin,
        "identity": panels.identity(portrait),
        "name_parts": panels.name_parts(portrait),
        "place": panels.place(portrait),
        "chain": panels.chain(portrait),
        "name_pieces": marked(portrait.enterprise.name_zh, registration.evidence, "name_zh"),
        "scope_pieces": marked(registration.business_scope, registration.evidence, "business_scope"),
        "timeline": panels.timeline(portrait),
        "node_links": [(code, links.to_node(code, _place_of(portrait))) for code in portrait.enterprise.nodes],
        "all_branches_link": links.to_list(Filter(text=portrait.enterprise.name_zh, tiers=("all",), is_branch=True)),
    }


def _place_of(portrait: Portrait) -> Any:
    code = portrait.enterprise.city_code or portrait.enterprise.province_code
    return (find_place(code) if code else None) or NATION


def _neighbour_groups(release: Release, portrait: Portrait) -> list[tuple[str, str, tuple[Neighbour, ...]]]:
    one = portrait.enterprise
    codes = (one.district_code, one.city_code, one.province_code)
    groups = []
    for node in one.nodes[:3]:
        found = neighbours_of(release, enterprise_id=one.enterprise_id, node=node, division_codes=codes)
        groups.append((node, links.to_list(Filter(nodes=(node,))), found))
    return groups
