"""The cockpit: the biomedical enterprises of one place at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas import links
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.labels import place_path
from wutong.portal.atlas.panels import cockpit as panels
from wutong.portal.atlas.panels import selector
from wutong.portal.atlas.place_forms import chosen_place
from wutong.portal.atlas.queries.cockpit import cockpit_of
from wutong.portal.atlas.queries.data import sources_of


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """The cockpit of the chosen place."""
    release = current_release()
    place = chosen_place(request.GET, release)
    cockpit = cockpit_of(release, place)
    shown = {
        "place": place,
        "place_path": place_path(place),
        "selector": selector.selector(release, place),
        "tiles": panels.tiles(cockpit, place),
        "years": panels.years_panel(cockpit, place),
        "segments": panels.segments_panel(cockpit, place),
        "parts": panels.parts_panel(cockpit, place),
        "newest": cockpit.newest,
        "newest_about": panels.newest_about(place),
        "newest_link": panels.newest_link(place),
        "newest_of_all_link": panels.newest_of_all_link(),
        "coverage": panels.coverage_rows(cockpit.coverage, place),
        "coverage_about": panels.coverage_about(cockpit.coverage, place),
        "sources": sources_of(release),
        "chain_link": links.to_chain(place),
        "compare_link": links.to_compare([place]),
    }
    return render(request, "atlas/cockpit.html", shown)
