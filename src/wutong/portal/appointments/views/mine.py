"""What somebody booked: the list, one of them with its code, cancelled, and checked in for on its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.appointments import access, rules, words
from wutong.portal.appointments.actions import booking
from wutong.portal.appointments.models import Appointment
from wutong.portal.appointments.queries import days
from wutong.portal.services.panels.guide import qr_code
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import page_asked, pages

_PAGE_SIZE = 20


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Everything that the reader booked."""
    reader = Access.of(request)
    rows = days.of_person(reader.who)
    count = max(1, -(-rows.count() // _PAGE_SIZE))
    page = min(page_asked(request), count)
    shown = rows[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    context: dict[str, Any] = {
        "rows": [(one, words.about(one), words.STATES[one.state]) for one in shown],
        "pages": pages(request, page, count),
        "keeps": access.windows(reader).exists(),
        "done": undo.told(request),
    }
    return render(request, "appointments/mine.html", context)


@never_cache
@require_GET
@signed_in
def one(request: HttpRequest, number: str) -> HttpResponse:
    """The confirmation."""
    return render(request, "appointments/one.html", _context(request, access.own(request, number)))


@require_POST
@signed_in
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Give the place back."""
    held = access.own(request, number)
    try:
        booking.cancel(appointment=held, reason="", by=Access.of(request).who)
    except WutongError as error:
        return _refused(request, number, error)
    undo.tell(request, _("Cancelled."))
    return redirect("appointments:mine")


@require_POST
@signed_in
def check_in(request: HttpRequest, number: str) -> HttpResponse:
    """Turn it into a number of today's queue."""
    held = access.own(request, number)
    try:
        arrived = booking.check_in(appointment=held, by=Access.of(request).who)
    except WutongError as error:
        return _refused(request, number, error)
    ticket = arrived.ticket
    undo.tell(request, _("Number %(number)s.") % {"number": ticket.shown_number if ticket else ""})
    return redirect("cases:queue")


def _refused(request: HttpRequest, number: str, error: WutongError) -> HttpResponse:
    context = {**_context(request, access.own(request, number)), "refusal": error.in_language(reader_language())}
    return render(request, "appointments/one.html", context, status=409)


def _context(request: HttpRequest, held: Appointment) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("appointments:one", args=[held.number]))
    return {
        "one": held,
        "about": words.about(held),
        "place": words.place(held.slot.group),
        "state": words.STATES[held.state],
        "code": qr_code(address),
        "may_change": rules.may_change(held),
        "may_check_in": rules.may_check_in(held),
        "change_until": rules.change_until(held.moment),
        "check_in_from": rules.check_in_from(held.moment),
        "rules": rules.rules(),
        "done": undo.told(request),
    }
