"""What changed in a release, for everybody: counts by kind, segment and place, lists, and files of them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.atlas.access import comparison_file, current_release, kept_releases
from wutong.portal.following import access
from wutong.portal.following.forms import changes_asked
from wutong.portal.following.panels import release as panels
from wutong.portal.following.queries import comparisons
from wutong.portal.following.states import keeping
from wutong.portal.shared.paging import pages
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The changes between two releases; a page that waits while they are being compared."""
    current = current_release()
    pair = access.pair_asked(request)
    if pair is None:
        return render(request, "following/release_alone.html", {"version": current.version})
    if not comparison_file(*pair).is_file():
        keeping.start()
        return render(request, "following/release_waits.html", {"earlier": pair[0], "later": pair[1]})
    asked = changes_asked(request, pair)
    told = comparisons.told_of(current, asked)
    context = {
        "asked": asked,
        "told": told,
        "tiles": panels.tiles(asked, told.whole),
        "titles": panels.short_titles(),
        "by_segment": panels.lines(asked, told.by_segment, "segment"),
        "by_place": panels.lines(asked, told.by_place, "division"),
        "rows": panels.rows(told.rows),
        "chips": panels.chips(asked),
        "pages": pages(request, min(asked.page, told.pages), told.pages),
        "kept": [one.manifest.version for one in kept_releases()],
        "file": panels.link(asked.having(), "release_file"),
        "sheet": panels.link(asked.having(), "release_sheet"),
        "most_rows": comparisons.MOST_ROWS,
    }
    return render(request, "following/release.html", context)


@never_cache
@require_GET
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list that is asked for, as CSV or xlsx."""
    pair = access.pair_asked(request)
    if pair is None or not comparison_file(*pair).is_file():
        return show(request)
    asked = changes_asked(request, pair)
    lines = [panels.cells(one) for one in comparisons.all_of_them(asked)]
    return file_answer(f"changes-{pair[1]}.{form}", form, panels.header(), lines)
