"""Compare any number of clusters and regions side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wutong.portal.atlas.access import current_release, facts_of
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels import compare as panels
from wutong.portal.atlas.panels.explained import explained
from wutong.portal.atlas.panels.selector import selector
from wutong.portal.atlas.place_forms import MOST_PLACES, chosen_places, declared_clusters
from wutong.portal.atlas.queries.cockpit import latest_year
from wutong.portal.atlas.queries.compare import compare


@kept_page
def show(request: HttpRequest) -> HttpResponse:
    """The places of `?place=`; the declared clusters where none is named."""
    release = current_release()
    places = chosen_places(request.GET) or declared_clusters()
    columns = compare(release, places)
    latest = latest_year(facts_of(release))
    shown = {
        "places": places,
        "heads": panels.heads(places),
        "selector": selector(release, places[-1] if places else None, is_open=True),
        "is_full": len(places) >= MOST_PLACES,
        "most_places": MOST_PLACES,
        "tiers": panels.tiers_chart(columns),
        "years": panels.years_chart(columns, latest),
        "summary": panels.summary_lines(columns, latest),
        "segments": panels.segment_lines(columns),
        "tiers_about": explained("tier_enterprises", scope=panels.scope_of(places)),
        "years_about": explained("new_enterprises", scope=panels.scope_of(places)),
        "quotient_about": explained("location_quotient", scope=panels.scope_of(places)),
    }
    return render(request, "atlas/compare.html", shown)
