"""Pages about classes of devices: one question, a file of them, and the two lists that answers are told from."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.panels.lists.words import column_title
from wutong.portal.devices import access, actions, panels, queries
from wutong.portal.devices.examples import EXAMPLES
from wutong.portal.devices.forms import MOST_ROWS, FileForm, QuestionForm
from wutong.portal.devices.lists import CATALOGUE, DECISIONS, LISTS, Listing, read_asked
from wutong.portal.exports.access import make_owner
from wutong.portal.exports.actions import TooManyExports
from wutong.portal.exports.models import Format
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import head, page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question, and its answer where one was asked. It is asked by POST, so that no address or log holds it."""
    release = current_release()
    adviser = access.adviser_of(release)
    form = QuestionForm(request.POST or None, initial=_example(request))
    shown: dict[str, Any] = {
        "form": form,
        "examples": EXAMPLES,
        "has_model": adviser is not None,
        "file_form": FileForm(),
    }
    shown["entry_count"], shown["decision_count"] = queries.counts_of(release)
    shown["most_rows"] = MOST_ROWS
    status = 200
    if request.method == "POST" and adviser is not None:
        if not access.is_within(access.questions, request):
            shown["sentence"], status = _too_often(), 429
        elif form.is_valid():
            asked = form.cleaned_data
            shown["told"] = queries.answer(release, adviser, asked["product"], asked["description"])
        else:
            status = 400
    return render(request, "devices/ask.html", shown, status=status)


def _example(request: HttpRequest) -> dict[str, Any]:
    """One of our examples, by its number in the address."""
    asked = request.GET.get("example", "")
    place = int(asked) if asked.isdecimal() and len(asked) < 3 else 0
    if not 1 <= place <= len(EXAMPLES):
        return {}
    return {"product": EXAMPLES[place - 1].product, "description": EXAMPLES[place - 1].description}


def _too_often() -> str:
    return _("Too many questions in one minute. Wait a moment and try again.")


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file of products and put its answers on the way."""
    release = current_release()
    if access.adviser_of(release) is None:
        raise Http404
    form, sentence = FileForm(request.POST, request.FILES), ""
    if not access.is_within(access.files, request):
        sentence = _too_often()
    elif form.is_valid():
        try:
            actions.request_answers(
                brought=form.cleaned_data["brought"],
                format_=Format(form.cleaned_data["format"]),
                language=reader_language(),
                by=make_owner(request),
            )
        except TooManyExports as error:
            sentence = error.in_language(reader_language())
        else:
            return redirect("exports:mine")
    entries, decided = queries.counts_of(release)
    shown = {
        "form": QuestionForm(),
        "file_form": form,
        "file_sentence": sentence,
        "examples": EXAMPLES,
        "has_model": True,
    }
    shown |= {"entry_count": entries, "decision_count": decided, "most_rows": MOST_ROWS}
    return render(request, "devices/ask.html", shown, status=400)


def catalogue(request: HttpRequest) -> HttpResponse:
    """Entries of the classification catalogue."""
    return _list(request, CATALOGUE)


def decisions(request: HttpRequest) -> HttpResponse:
    """Official decisions."""
    return _list(request, DECISIONS)


def _list(request: HttpRequest, listing: Listing) -> HttpResponse:
    release = access.release_with_lists()
    asked = read_asked(listing, request.GET, page_asked(request))
    found = queries.find(release, listing, asked)
    first = (found.page - 1) * queries.PAGE_SIZE
    shown = {
        "listing": listing,
        "asked": asked,
        "found": found,
        "rows": [panels.row(listing, row) for row in found.rows],
        "groups": panels.groups(request, listing, asked, found.counts),
        "chips": panels.chips(request, asked),
        "clear_link": request.path,
        "heads": {name: head(request, name, asked.sort) for name in listing.orders},
        "pages": pages(request, found.page, found.pages),
        "first_row": first + 1,
        "last_row": first + len(found.rows),
        "query_string": request.GET.urlencode(),
        "most_rows": queries.MOST_EXPORTED,
    }
    return render(request, f"devices/{listing.code}.html", shown)


def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry of the catalogue."""
    found = queries.entry_of(access.release_with_lists(), code[:20])
    if found is None:
        raise Http404
    return render(request, "devices/entry.html", {"entry": panels.row(CATALOGUE, found[0]), "decisions": found[1]})


def decision(request: HttpRequest, file_id: str, row_number: int) -> HttpResponse:
    """One decision."""
    found = queries.decision_of(access.release_with_lists(), file_id, min(row_number, 2**31))
    if found is None:
        raise Http404
    return render(request, "devices/decision.html", {"decision": panels.row(DECISIONS, found)})


def download(request: HttpRequest, code: str, form: str) -> FileResponse:
    """Everything that a list holds, as CSV or xlsx."""
    release, listing = access.release_with_lists(), LISTS[code]
    asked = read_asked(listing, request.GET, 1)
    table = "device_classes" if listing is CATALOGUE else "device_decisions"
    header = [column_title(table, name) for name in listing.exported]
    return file_answer(
        f"wutong-device-{code}-{release.version}.{form}", form, header, queries.every(release, listing, asked)
    )
