"""The portrait of one enterprise, and its neighbours on the chain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wutong.portal.atlas import links
from wutong.portal.atlas.access import Release, current_release, facts_of, remember
from wutong.portal.atlas.panels.enterprises import portrait as panels
from wutong.portal.atlas.panels.enterprises.marks import marked
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.portraits.portrait import Portrait, neighbours_by_node, portrait_of
from wutong.portal.atlas.queries.portraits.relatives import Neighbour
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
        "timeline": panels.timeline(portrait, facts_of(current_release())),
        "all_branches_link": links.to_list(Filter(text=portrait.enterprise.name_zh, tiers=("all",), is_branch=True)),
    }


def _neighbour_groups(release: Release, portrait: Portrait) -> list[tuple[str, str, tuple[Neighbour, ...]]]:
    found = neighbours_by_node(release, portrait.enterprise)
    return [(node, links.to_list(Filter(nodes=(node,))), near) for node, near in found]
