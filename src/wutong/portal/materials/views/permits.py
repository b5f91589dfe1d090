"""Permits: the list, one with what was bought under it, entering one from paper, withdrawing one."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials import access
from wutong.portal.materials.actions.permits import grant_permit, withdraw_permit
from wutong.portal.materials.forms import PermitForm, ReasonForm
from wutong.portal.materials.measuring import category_of, unit_of
from wutong.portal.materials.models import Permit, Stock
from wutong.portal.materials.queries import permits
from wutong.portal.materials.views.common import Asked, asked, done_or_told, form_page, taken_away
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.paging import head, pages
from wutong.portal.shared.spreadsheets.cells import Cell

_FILTERS = ("valid", "over")


@never_cache
@require_GET
@signed_in
def show_all(request: HttpRequest) -> HttpResponse:
    """The permits that the reader may read."""
    reader = Access.of(request)
    reader.need(Permission.MATERIAL_SEE)
    wanted, today = _asked(request), clock.today()
    readable = access.seen(reader, Permit.objects.all())
    found = permits.page_of(
        readable, words=wanted.words, state=wanted.kind, sort=wanted.sort, page=wanted.page, today=today
    )
    context = {
        "found": found,
        "wanted": wanted,
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, wanted.sort) for name in permits.ORDERS},
        "supervises": access.supervises(reader),
        "file_query": request.GET.urlencode(),
        "done": undo.told(request),
        "tab": "permits",
    }
    return render(request, "materials/permits.html", context)


@never_cache
@require_GET
@signed_in
def permits_file(request: HttpRequest) -> FileResponse:
    """The permits that are asked for, as CSV or xlsx."""
    reader = Access.of(request)
    reader.need(Permission.MATERIAL_SEE)
    wanted, today = _asked(request), clock.today()
    readable = access.seen(reader, Permit.objects.all())
    found = permits.find(readable, words=wanted.words, state=wanted.kind, sort=wanted.sort, today=today)
    header = [
        _("Number of the permit"), _("Substance"), _("Category of control"), _("Holder"), _("Quantity"), _("Bought"),
        _("Left"), _("Unit"), _("Valid from"), _("Valid to"), _("Body that granted it"), _("Case"), _("State"),
    ]  # fmt: skip
    return taken_away(request, "permits", header, _cells(found, today), by=reader.who, holder=None)


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, permit_id: int) -> HttpResponse:
    """One permit, what its category asks, and what was bought under it."""
    permit = access.permit(request, permit_id)
    is_supervisor = access.supervises(Access.of(request))
    context = {
        "row": permits.row_of(permit, clock.today()),
        "permit": permit,
        "category": category_of(permit.substance.category),
        "service": catalogue().services[permit.service_code][-1],
        "receipts": permits.receipts(permit),
        "stocks": Stock.objects.filter(substance=permit.substance).select_related("place"),
        "withdraw": ReasonForm() if is_supervisor and permit.withdrawn_on is None else None,
        "done": undo.told(request),
    }
    return render(request, "materials/permit.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Enter a permit that was granted on paper. For supervising officers."""
    officer = access.need_supervisor(request)
    form = PermitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = grant_permit(holder=form.cleaned_data["holder"], granted=form.granted(), by=officer.who)
            undo.tell(request, _("Entered."))
            return redirect("materials:permit", made.pk)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
    return form_page(request, form, _("Enter a permit granted on paper"), _("Enter"), reverse("materials:permits"))


@require_POST
@signed_in
def withdraw(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Let nothing more be bought under a permit. For supervising officers."""
    officer = access.need_supervisor(request)
    permit = access.permit(request, permit_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        undo.tell(request, _("Say why it is withdrawn."))
        return redirect("materials:permit", permit.pk)
    act = partial(withdraw_permit, permit=permit, why=form.cleaned_data["reason"], by=officer.who)
    return done_or_told(request, act, _("Withdrawn."), "materials:permit", permit.pk)


def _cells(found: Iterable[Permit], today: date) -> Iterator[list[Cell]]:
    for one in found:
        yield [
            one.number, one.substance.name, wording(category_of(one.substance.category).title),
            wording(one.organisation.name), float(one.quantity), float(one.received), float(one.remaining),
            wording(unit_of(one.substance.unit).title), one.valid_from, one.valid_to, one.issuer, one.granted_for_case,
            wording(permits.STATES[permits.row_of(one, today).state]),
        ]  # fmt: skip


def _asked(request: HttpRequest) -> Asked:
    return asked(request, kinds=_FILTERS, orders=permits.ORDERS, sort="to")
