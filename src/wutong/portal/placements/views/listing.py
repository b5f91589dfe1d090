"""Placements as a list with what was promised and delivered; the list to take away; a new need."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind
from wutong.portal.placements import words
from wutong.portal.placements.actions.needing import enter
from wutong.portal.placements.forms import NeedForm
from wutong.portal.placements.models import Placement
from wutong.portal.placements.queries import ledger
from wutong.portal.placements.queries import listing as queries
from wutong.portal.placements.queries.ledger import Line
from wutong.portal.placements.queries.listing import Asked
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.listing import choice_asked, listed, sort_asked, tabs, words_asked
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.templatetags.wutong import day_of


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The list, by tab."""
    reader, asked = _reader(request), _asked(request)
    found = listed(request, queries.found(reader, asked), asked, size=queries.PAGE_SIZE, sorts=queries.SORTS)
    days = ledger.delivered_days(Placement.objects.filter(pk__in=[one.pk for one in found.rows]))
    context: dict[str, Any] = {
        **found.context,
        "rows": [_row(one, days.get(one.pk, 0)) for one in found.rows],
        "tabs": tabs(queries.TABS, words.TABS, queries.counts(reader)),
        "may_enter": bool(_enterprises(reader)),
    }
    return render(request, "placements/list.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    reader = _reader(request)
    rows = queries.found(reader, _asked(request))
    days = ledger.delivered_days(rows.order_by())
    header = [_("Number"), _("Topic in one line"), _("Enterprise"), _("Doctor"), _("University"), _("State"),
              _("Days promised"), _("Days delivered"), _("Entered"), _("Due")]  # fmt: skip
    lines = (_line(one, days.get(one.pk, 0)) for one in rows.iterator(chunk_size=500))
    return file_answer(f"wutong-placements-{clock.today():%Y%m%d}.{form}", form, header, lines)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """A need of one's own enterprise."""
    reader = _reader(request)
    own = _enterprises(reader)
    if not own:
        raise Http404
    form = NeedForm(request.POST or None, own=own)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        where = next(one for one in own if str(one.pk) == form.cleaned_data["organisation"])
        try:
            return redirect("placements:one", enter(need=form.need(), organisation=where, by=reader.who).number)
        except WutongError as error:
            refusal = error.in_language(reader_language())
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "placements/new.html", {"form": form, "refusal": refusal}, status=status)


def _reader(request: HttpRequest) -> Access:
    reader = Access.of(request)
    reader.need(Permission.PLACEMENT_SEE)
    return reader


def _enterprises(reader: Access) -> list[Organisation]:
    own = reader.organisations(Permission.CASE_APPLY)
    return list(Organisation.objects.filter(pk__in=own, kind=Kind.ENTERPRISE.value).order_by("name_zh"))


def _row(one: Placement, delivered: int) -> dict[str, Any]:
    late = one.due_on is not None and one.phase in {"running", "waiting"} and one.due_on < clock.today()
    days = Line(_("Days on site"), ledger.promised_days(one, clock.today()), delivered)
    return {
        "placement": one,
        "state": wording(one.flow.state(one.state).title),
        "is_late": late,
        "days": days,
    }


def _line(one: Placement, delivered: int) -> list[Any]:
    shown = _row(one, delivered)
    doctor = one.doctor.audit_label if one.doctor else ""
    unit = one.unit.audit_label if one.unit else ""
    whole = [one.number, one.topic, one.organisation.audit_label, doctor, unit, shown["state"]]
    return [*whole, shown["days"].promised, delivered, day_of(one.entered_at), one.due_on]


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        choice_asked(request, "tab", queries.TABS, "running"),
        words_asked(request),
        sort_asked(request, queries.SORTS, "-entered"),
        page_asked(request),
    )
