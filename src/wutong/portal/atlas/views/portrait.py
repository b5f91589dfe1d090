"""The portrait of one enterprise, its neighbours on the chain, and the whole list of each block of records."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from wutong.portal.atlas import links
from wutong.portal.atlas.access import Release, current_release, facts_of, remember
from wutong.portal.atlas.panels.enterprises import portrait as panels
from wutong.portal.atlas.panels.enterprises.blocks import listing
from wutong.portal.atlas.panels.enterprises.blocks import page as blocks
from wutong.portal.atlas.panels.enterprises.marks import marked
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.portraits import lists
from wutong.portal.atlas.queries.portraits.portrait import Portrait, neighbours_by_node, portrait_of
from wutong.portal.atlas.queries.portraits.records import looked_in, records_of
from wutong.portal.atlas.queries.portraits.relatives import Neighbour
from wutong.portal.atlas.views.fragments import is_fragment
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer

_LONGEST_ID = 80


def show(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    """The portrait; one that the release does not hold answers with a page that offers search."""
    release = current_release()
    portrait = _portrait(release, enterprise_id)
    if portrait is None:
        return _unknown(request, enterprise_id)
    # A release never changes: the body of a portrait is made once a language, the frame around it every time.
    body, has_charts = remember(
        release, f"portrait-body:{reader_language()}:{enterprise_id}", lambda: _body(release, portrait)
    )
    shown = {"enterprise": portrait.enterprise, "body": body, "has_charts": has_charts}
    return render(request, "atlas/portrait.html", shown)


def neighbours(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    """The neighbours on each of its nodes, as a part of the page or as a page of its own."""
    release = current_release()
    portrait = _portrait(release, enterprise_id)
    if portrait is None:
        return _unknown(request, enterprise_id)
    body = remember(
        release,
        f"neighbours-body:{reader_language()}:{enterprise_id}",
        lambda: render_to_string("atlas/portrait/neighbours.html", {"groups": _neighbour_groups(release, portrait)}),
    )
    whole = {"enterprise": portrait.enterprise, "body": body}
    response = HttpResponse(body) if is_fragment(request) else render(request, "atlas/portrait/around.html", whole)
    patch_vary_headers(response, ["HX-Request"])
    return response


def records(request: HttpRequest, enterprise_id: str, block: str) -> HttpResponse:
    """Everything of one block: what is certain, or what is unsure."""
    release = current_release()
    portrait = _portrait(release, enterprise_id)
    if portrait is None or block not in lists.CODES:
        raise Http404
    asked = _asked(request, block)
    found = lists.find(release, records_of(release, portrait.enterprise), block, asked, page_asked(request))
    shown = {
        "enterprise": portrait.enterprise,
        "code": block,
        "title": listing.title(block),
        "asked": asked,
        "found": found,
        "heads": listing.heads(request, block, asked),
        "table": listing.table(block, found.items),
        "empty": blocks.empty_line(looked_in(release)[block]),
        "pages": pages(request, found.page, found.pages),
        "counted_link": blocks.to_list(enterprise_id, block),
        "unsure_link": blocks.to_list(enterprise_id, block, unsure=True),
    }
    return render(request, "atlas/portrait/list.html", shown)


def download(request: HttpRequest, enterprise_id: str, block: str, form: str) -> FileResponse:
    """Everything of one block as CSV or xlsx, unsure ones among them, each with its verdict and reasons."""
    release = current_release()
    portrait = _portrait(release, enterprise_id)
    if portrait is None or block not in lists.CODES:
        raise Http404
    told = lists.batches(release, records_of(release, portrait.enterprise), block, _asked(request, block))
    name = f"wutong-{enterprise_id}-{block}-{release.version}.{form}"
    rows = (row for items in told for row in listing.file_rows(block, items))
    return file_answer(name, form, listing.file_heads(block), rows)


def _asked(request: HttpRequest, block: str) -> lists.Asked:
    """What an address asks for; what makes no sense is left out."""
    order = request.GET.get("sort", "")
    return lists.Asked(
        order=order if order in lists.orders_of(block) else "", is_unsure=request.GET.get("verdict") == "unsure"
    )


def _portrait(release: Release, enterprise_id: str) -> Portrait | None:
    return portrait_of(release, enterprise_id) if len(enterprise_id) <= _LONGEST_ID else None


def _unknown(request: HttpRequest, enterprise_id: str) -> HttpResponse:
    return render(request, "atlas/portrait_unknown.html", {"asked_id": enterprise_id[:_LONGEST_ID]}, status=404)


def _body(release: Release, portrait: Portrait) -> tuple[str, bool]:
    """The body of the page, and whether anything is drawn in it."""
    sections = blocks.sections(portrait, records_of(release, portrait.enterprise), looked_in(release))
    shown = {**_shown(portrait), "sections": sections, "index": blocks.index(portrait, sections)}
    return render_to_string("atlas/portrait/body.html", shown), any(one.charts for one in sections)


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
