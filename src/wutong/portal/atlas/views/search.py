"""Search: any enterprise of the release, narrowed by facets. The address carries everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from wutong.portal.atlas import links
from wutong.portal.atlas.access import Release, current_release, facts_of, remember
from wutong.portal.atlas.forms import EARLIEST_YEAR, Remark, read_filter
from wutong.portal.atlas.panels.enterprises import listing
from wutong.portal.atlas.queries.cockpit import latest_year
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.lists.numbers import numbered
from wutong.portal.atlas.queries.search import MOST_HITS, MOST_ROWS_PAGED, PAGE_SIZE, Found, find
from wutong.portal.atlas.views.fragments import is_fragment, is_typed
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language


def show(request: HttpRequest) -> HttpResponse:
    """The whole page, or the parts of it that a changed filter changes."""
    release = current_release()
    asked, remarks = read_filter(request.GET)
    if not is_typed(request, "q") and (number := numbered(release, asked.text)):
        return _to_page(request, links.to_number(number))
    found = find(release, asked, catalogue().bands.capital)
    shown = {**_shown(asked, remarks, found), **_made(release, asked, found)}
    if is_fragment(request):
        response = render(request, "atlas/search_fragment.html", shown)
        # What is typed letter by letter is one step back, everything else a step of its own.
        response["HX-Replace-Url" if is_typed(request, "q") else "HX-Push-Url"] = links.to_list(asked)
    else:
        response = render(request, "atlas/search.html", shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _to_page(request: HttpRequest, address: str) -> HttpResponse:
    """To the page of a number that was typed, whoever asks: the browser or htmx."""
    if is_fragment(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _shown(asked: Filter, remarks: tuple[Remark, ...], found: Found) -> dict[str, Any]:
    last_row = (found.page - 1) * PAGE_SIZE + len(found.rows)
    return {
        "asked": asked,
        "remarks": remarks,
        "found": found,
        "first_row": last_row - len(found.rows) + 1,
        "last_row": last_row,
        "chips": listing.chips(asked),
        "sorts": listing.sort_options(asked),
        "suggestions": listing.suggestions(asked, found) if not found.total else (),
        "clear_link": links.to_list(Filter(text=asked.text)),
        "query_string": asked.on_page(1).query_string(),
        "most_hits": MOST_HITS,
    }


def _made(release: Release, asked: Filter, found: Found) -> dict[str, str]:
    """The two large parts of the page, made once a release and language: they know nothing of who asks."""
    language, scope = reader_language(), asked.scope_key()
    facets = remember(release, f"facets-body:{language}:{scope}", lambda: _facets_body(release, asked, found))
    key = f"hits-body:{language}:{asked.query_string()}"
    return {"facets_body": facets, "hits_body": remember(release, key, lambda: _hits_body(asked, found))}


def _facets_body(release: Release, asked: Filter, found: Found) -> str:
    shown = {
        "asked": asked,
        "groups": listing.facet_groups(asked, found.facets),
        "branches": listing.branch_options(asked, found.facets),
        "years": listing.year_columns(asked, found.facets, latest_year(facts_of(release))),
        "years_drawn": listing.YEARS_DRAWN,
        "earliest_year": EARLIEST_YEAR,
    }
    return render_to_string("atlas/search/facets.html", shown)


def _hits_body(asked: Filter, found: Found) -> str:
    shown = {
        "found": found,
        "hits": [(row, found.hits.get(row.enterprise_id)) for row in found.rows],
        "first_row": (found.page - 1) * PAGE_SIZE + 1,
        "pages": listing.page_links(asked, found),
        "most_rows_paged": MOST_ROWS_PAGED,
    }
    return render_to_string("atlas/search/hits.html", shown) if found.total else ""
