"""The chain map, and the page of one node."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas import links
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.labels import place_path
from wutong.portal.atlas.panels import chain as panels
from wutong.portal.atlas.panels import node as node_panels
from wutong.portal.atlas.panels.explained import explained
from wutong.portal.atlas.panels.pages import pages
from wutong.portal.atlas.panels.selector import selector
from wutong.portal.atlas.place_forms import chosen_page, chosen_place, chosen_sort
from wutong.portal.atlas.queries import chain as queries
from wutong.portal.shared.catalogue import catalogue, segments
from wutong.portal.shared.language import wording


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """The whole chain in the chosen place against the nation."""
    release = current_release()
    place = chosen_place(request.GET, release)
    chain = catalogue().chain
    lanes = panels.lanes(chain, queries.chain_of(release, place), place)
    scope = wording(place.title)
    shown = {
        "place": place,
        "place_path": place_path(place),
        "selector": selector(release, place),
        "chain": chain.outline,
        "lanes": lanes,
        "picture": panels.picture(chain, lanes),
        "summary": panels.summary(lanes),
        "gap_about": explained("gap", scope=scope),
        "quotient_about": explained("location_quotient", scope=scope),
        "core_about": explained("tier_enterprises", scope=scope),
        "cockpit_link": links.to_cockpit(place),
    }
    return render(request, "atlas/chain.html", shown)


@kept_page
def show_node(request: HttpRequest, code: str) -> HttpResponse:
    """One node in the chosen place."""
    release = current_release()
    chain = catalogue().chain
    node = chain.nodes.get(code)
    if node is None:
        raise Http404
    place = chosen_place(request.GET, release)
    figures = queries.chain_of(release, place)
    standing = figures.nodes.get(code, queries.EMPTY)
    sort = chosen_sort(request.GET)
    firms = queries.node_firms(release, place, code, standing, chosen_page(request.GET), sort)
    upstream, downstream = node_panels.neighbours(chain, node, figures, place)
    scope = f"{wording(place.title)} · {wording(node.title)}"
    shown = {
        "node": node,
        "segment": segments()[chain.segment_of[code]],
        "place": place,
        "place_path": place_path(place),
        "selector": selector(release, place),
        "standing": standing,
        "tiles": node_panels.tiles(node, standing, place),
        "rules": node_panels.rules(chain, node),
        "name_words": node_panels.name_words(node),
        "upstream": upstream,
        "downstream": downstream,
        "firms": firms,
        "heads": node_panels.heads(request.path, place, sort),
        "pages": pages(
            request.path,
            {"place": place.code, "sort": str(sort)},
            page=firms.page,
            count=firms.page_count,
            anchor="#firms",
        ),
        "years": node_panels.years_chart(queries.node_years(release, place, code), node, place),
        "places": node_panels.places_chart(queries.node_places(release, place, code), node),
        "years_about": explained("new_enterprises", scope=scope),
        "places_about": explained("tier_enterprises", scope=wording(node.title)),
        "chain_link": links.to_chain(place),
        "list_link": links.to_list_in(place, nodes=(code,)),
    }
    return render(request, "atlas/node.html", shown)
