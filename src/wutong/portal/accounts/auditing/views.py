"""Pages of the record of what was done: a list for auditors, and the same list as a file."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.kernel.bilingual import Language
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.auditing import access
from wutong.portal.accounts.auditing.forms import WantedForm
from wutong.portal.shared.audit import actions, queries
from wutong.portal.shared.audit.queries import Wanted
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.cells import harmless


@never_cache
@require_GET
@signed_in
def entries(request: HttpRequest) -> HttpResponse:
    """The record, newest first."""
    access.auditor(request)
    form = WantedForm(request.GET)
    wanted = form.wanted() if form.is_valid() else Wanted()
    found = queries.page_of(wanted, page=page_asked(request), language=reader_language())
    context = {
        "form": form,
        "entries": found.rows,
        "total": found.total,
        "pages": pages(request, found.page, found.pages),
        "file_query": request.GET.urlencode(),
    }
    return render(request, "audit/entries.html", context, status=200 if form.is_valid() else 400)


@never_cache
@require_GET
@signed_in
def entries_file(request: HttpRequest) -> HttpResponseBase:
    """The same rows as CSV, as an attachment. That it was taken is itself recorded."""
    auditor = access.auditor(request)
    form = WantedForm(request.GET)
    if not form.is_valid():
        return redirect("audit:entries")
    actions.note_export(filter_=request.GET.urlencode(), by=auditor)
    lines = _lines(form.wanted(), reader_language(), _header())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{localtime(clock.now()):%Y%m%d-%H%M}.csv"'
    return response


def _header() -> list[str]:
    """The names of the columns, in the reader's language, which is forgotten while rows stream."""
    return [
        _("Number"),
        _("Time"),
        _("What was done"),
        _("Act"),
        _("Who"),
        _("Organisation"),
        _("Object"),
        _("Network address"),
        _("Request"),
    ]


def _lines(wanted: Wanted, language: Language, header: list[str]) -> Iterator[str]:
    yield "\ufeff" + _line(header)
    for row in queries.all_rows(wanted, language=language):
        when = f"{localtime(row.at):%Y-%m-%d %H:%M:%S}"
        about = f"{row.object_kind} {row.object_id} {row.object_label}"
        cells = [row.sentence, row.act, row.actor_name, row.organisation_name, about, row.address, row.request_id]
        yield _line([str(row.entry_id), when, *(str(harmless(cell)) for cell in cells)])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
