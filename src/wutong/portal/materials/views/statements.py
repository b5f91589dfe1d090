"""The monthly statement of one holder: as a page to print, and as a file."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.materials import access
from wutong.portal.materials.actions.reports import note_export
from wutong.portal.materials.kinds import COUNTED, KINDS
from wutong.portal.materials.measuring import unit_of
from wutong.portal.materials.panels.statement_pdf import drawn
from wutong.portal.materials.queries.statements import Statement, month_of, statement
from wutong.portal.materials.views.common import taken_away
from wutong.portal.shared.language import wording
from wutong.portal.shared.spreadsheets.cells import Cell

_KINDS = [kind for code, kind in KINDS.items() if code != COUNTED.code]


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """One month of one holder."""
    holder, first = _asked(request)
    found = statement(holder, first)
    context = {
        "statement": found,
        "month": f"{first:%Y-%m}",
        "kinds": _KINDS,
        "holders": list(access.holders(Access.of(request))),
        "today": clock.today(),
        "tab": "statement",
    }
    return render(request, "materials/statement.html", context)


@never_cache
@require_GET
@signed_in
def statement_file(request: HttpRequest) -> HttpResponse | FileResponse:
    """The same as CSV, xlsx or PDF."""
    holder, first = _asked(request)
    if request.GET.get("format") == "pdf":
        note_export(holder=holder, filter_=f"statement-{first:%Y-%m}.pdf", by=Access.of(request).who)
        name = f"statement-{first:%Y-%m}.pdf"
        return FileResponse(BytesIO(drawn(statement(holder, first))), as_attachment=True, filename=name)
    header = [
        _("Substance"), _("Unit"), _("Opening"), *(wording(kind.name) for kind in _KINDS), _("In"), _("Out"),
        _("Closing"), _("In use at the end"), _("Difference against the count"),
    ]  # fmt: skip
    rows = _cells(statement(holder, first))
    return taken_away(request, f"statement-{first:%Y-%m}", header, rows, by=Access.of(request).who, holder=holder)


def _cells(found: Statement) -> Iterator[list[Cell]]:
    for line in found.lines:
        yield [
            line.substance.name, wording(unit_of(line.substance.unit).title), float(line.opening),
            *(float(line.by_kind[kind.code]) for kind in _KINDS), float(line.came_in), float(line.went_out),
            float(line.closing), float(line.closing_in_use),
            None if line.difference is None else float(line.difference),
        ]  # fmt: skip


def _asked(request: HttpRequest) -> tuple[Organisation, date]:
    """The holder, who may also be another's where an officer asks, and the first day of the month."""
    asked = request.GET.get("holder", "")
    if asked.isdecimal() and len(asked) < 10:
        holder = access.readable_holder(request, int(asked))
    else:
        holder = access.holder(request)
    return holder, month_of(request.GET.get("month", ""), clock.today())
