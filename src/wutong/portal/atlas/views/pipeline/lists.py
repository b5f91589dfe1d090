"""Lists of products, approvals, applications, indications, hospitals and files: the page of each, by its address."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wutong.portal.atlas.access import Release, current_release, remember
from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.panels.lists.listing import Listing
from wutong.portal.atlas.panels.lists.pages import WORDS, counted, sources_of
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import PAGE_SIZE, find, is_loaded
from wutong.portal.atlas.queries.lists.kinds import AnyKind
from wutong.portal.atlas.queries.lists.names import enterprise_names
from wutong.portal.shared.language import reader_language


def show(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the list with that code; without anything in the release, how to load it."""
    release, kind, words = current_release(), RECORDS[code], WORDS[code]
    if not is_loaded(release, kind):
        shown = {"words": words, "list_sources": sources_of(words)}
        return render(request, "atlas/lists/none.html", shown)
    asked, remarks = read_asked(kind, request.GET)
    shown = {
        "kind": kind,
        "words": words,
        "asked": asked,
        "remarks": remarks,
        "total": find(release, kind, asked).counts.total,
        "body": _body(release, kind, asked),
        "query_string": replace(asked, page=1).query_string(),
    }
    return render(request, "atlas/lists/page.html", shown)


def _body(release: Release, kind: AnyKind, asked: Asked) -> str:
    """Everything that knows nothing of who asks, made once a release and language."""
    key = f"list-body:{reader_language()}:{kind.code}:{asked.query_string()}"
    return remember(release, key, lambda: render_to_string("atlas/lists/body.html", _shown(release, kind, asked)))


def _shown(release: Release, kind: AnyKind, asked: Asked) -> dict[str, Any]:
    found = find(release, kind, asked)
    listing = Listing(kind, asked, found.counts, enterprise_names(release, asked.values("enterprise")))
    first = (found.page - 1) * PAGE_SIZE
    return {
        "kind": kind,
        "words": WORDS[kind.code],
        "found": found,
        "counted": counted(kind, found.counts.total),
        "first_row": first + 1,
        "last_row": first + len(found.rows),
        "listing": listing,
        "groups": listing.groups,
        "chips": listing.chips,
        "clear_link": listing.clear_link,
        "heads": listing.heads,
        "pages": listing.page_links(found.page, found.pages),
        "rows_template": f"atlas/lists/rows/{kind.code}.html",
        "is_english": reader_language() == "en",
    }
