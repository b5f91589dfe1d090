"""Where everything comes from, what was held back and why, and what every word and figure means."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.kept_pages import kept_page
from wutong.portal.atlas.panels import data as panels
from wutong.portal.atlas.panels.explained import explained
from wutong.portal.atlas.panels.pages import pages
from wutong.portal.atlas.place_forms import chosen_page
from wutong.portal.atlas.queries import data as queries
from wutong.portal.atlas.queries.files import FILES
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.finding import find
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.spreadsheets.cells import harmless

_LATEST = 10  # files shown for a short look; all of them are a list of their own


def show(request: HttpRequest) -> HttpResponse:
    """Sources, files, issues by reason, tables, checks, releases.

    Not a kept page: releases come and go beside the one that is served.
    """
    release = current_release()
    shown = {
        "sources": panels.source_cards(queries.sources_of(release)),
        "files": find(release, FILES, Asked(order="newest"), _LATEST),
        "reasons": queries.reasons_of(release),
        "tables": panels.table_cards(release),
        "sound_checks": [one for one in release.manifest.checks if one.holds],
        "broken_checks": [one for one in release.manifest.checks if not one.holds],
        "releases": queries.releases_kept(),
        "indicators": catalogue().indicators.values(),
        "manifest": release.manifest,
        "held_back_about": explained("held_back_share", scope=release.version),
    }
    return render(request, "atlas/data.html", shown)


@kept_page
def show_issues(request: HttpRequest) -> HttpResponse:
    """Issues of one source, reason or file, with their raw rows."""
    release = current_release()
    params = _issue_params(request, release)
    wanted, files = _wanted(params), queries.files_of(release)
    issues = queries.issues_of(release, wanted, chosen_page(request.GET))
    shown = {
        "issues": issues,
        "source_id": wanted.source_id,
        "reason": wanted.reason,
        "file_name": next((one.name for one in files if one.file_id == wanted.file_id), ""),
        "is_held_back": wanted.is_held_back,
        "file_link": f"{reverse('atlas:issues-file')}?{urlencode(params)}",
        "reasons": queries.reasons_of(release),
        "cards": panels.issue_cards(issues, files),
        "pages": pages(request.path, params, page=issues.page, count=issues.page_count),
    }
    return render(request, "atlas/issues.html", shown)


@kept_page
def show_table(request: HttpRequest, name: str) -> HttpResponse:
    """The definition of one table of the release."""
    table = catalogue().released.get(name)
    if table is None:
        raise Http404
    counts = current_release().manifest.row_counts
    return render(request, "atlas/table.html", {"name": name, "table": table, "row_count": counts.get(name, 0)})


def show_indicators(request: HttpRequest) -> HttpResponse:
    """What every figure means."""
    return render(request, "atlas/indicators.html", {"indicators": catalogue().indicators.values()})


def download_definitions(request: HttpRequest) -> HttpResponse:
    """Every definition as JSON."""
    return _attached(JsonResponse(panels.definitions(), json_dumps_params={"ensure_ascii": False}), "definitions")


def download_manifest(request: HttpRequest) -> HttpResponse:
    """The manifest of the promoted release as JSON."""
    release = current_release()
    manifest = release.manifest.model_dump(mode="json")
    return _attached(JsonResponse(manifest, json_dumps_params={"ensure_ascii": False}), f"manifest-{release.version}")


def download_issues(request: HttpRequest) -> StreamingHttpResponse:
    """The issues of one source and reason as CSV, with their raw rows, sent as they are read."""
    release = current_release()
    batches = queries.issue_batches(release, _wanted(_issue_params(request, release)))
    response = StreamingHttpResponse(_csv(batches), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="wutong-issues-{release.version}.csv"'
    return response


def _issue_params(request: HttpRequest, release: Release) -> dict[str, str]:
    """Which issues an address asks for; a source, reason or file that this release has not is no page of it."""
    params = {name: request.GET.get(name, "") for name in ("source", "reason", "file", "held_back")}
    if params["held_back"] not in {"", "yes"} or not queries.is_known(release, _wanted(params)):
        raise Http404
    return params


def _wanted(params: dict[str, str]) -> queries.Wanted:
    return queries.Wanted(params["source"], params["reason"], params["file"], bool(params["held_back"]))


def _csv(batches: Iterator[tuple[tuple[Any, ...], ...]]) -> Iterator[str]:
    """Lines of CSV; the byte-order mark tells Excel that Chinese is UTF-8."""
    yield "\ufeff"
    for rows in chain([(queries.ISSUE_COLUMNS,)], batches):
        text = StringIO(newline="")
        csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
        yield text.getvalue()


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="wutong-{name}.json"'
    return response
