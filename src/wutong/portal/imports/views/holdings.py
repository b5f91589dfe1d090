"""Approvals: the list, one with what is left of it and its shipments, entering and withdrawing; declaring shipments."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import approvals as actions
from wutong.portal.imports.actions import shipments as shipping
from wutong.portal.imports.forms.fields import WhyForm
from wutong.portal.imports.forms.holdings import ApprovalForm, DeclareForm
from wutong.portal.imports.models import Approval
from wutong.portal.imports.panels import words
from wutong.portal.imports.queries import holdings as queries
from wutong.portal.imports.queries.lists import wanted
from wutong.portal.imports.views.lists import file, heads
from wutong.portal.imports.views.page import done, shown
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import pages


@never_cache
@require_GET
@signed_in
def approvals(request: HttpRequest) -> HttpResponseBase:
    """The approvals that the reader may see, with what is left of each."""
    reader = Reader.of(request)
    kinds = [one.code for one in catalogue().imports.approvals.kinds]
    asked = wanted(request, orders=queries.APPROVAL_ORDERS, usual="to", stands=queries.STANDS, kinds=kinds)
    if (form := request.GET.get("file")) is not None:
        return file(request, reader, "approvals", form, queries.sought_approvals(reader.approvals(), asked))
    found = queries.approvals(reader.approvals(), asked)
    counts = queries.standing_counts(reader.approvals())
    context = {
        "found": found,
        "asked": asked,
        "stands": [(code, words.stand(code), counts[code]) for code in queries.STANDS],
        "kinds": [(code, words.kind(code)) for code in kinds],
        "heads": heads(request, queries.APPROVAL_ORDERS, asked.sort),
        "pages": pages(request, found.page, found.pages),
        "reader": reader,
    }
    return shown(request, "approvals", "approvals", context)


@never_cache
@require_GET
@signed_in
def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """One approval."""
    reader = Reader.of(request)
    found = reader.approval(approval_id)
    return _approval(request, reader, found, DeclareForm(initial={"port": found.port}))


@require_POST
@signed_in
def declare(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Declare a shipment against it; refused with the reason."""
    reader = Reader.of(request)
    held = reader.approval(approval_id)
    reader.need_holder_of(held.organisation_id)
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _approval(request, reader, held, form)
    try:
        made = shipping.declare(approval=held, declared=form.declared(), by=reader.who)
    except WutongError as error:
        form.add_error(None, error.in_language(reader_language()))
        held.refresh_from_db()
        return _approval(request, reader, held, form)
    undo.tell(request, _("%(shipment)s is declared.") % {"shipment": made.audit_label})
    return redirect("imports:shipment", made.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an approval that was granted on paper."""
    reader = Reader.of(request)
    reader.need_officer()
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        try:
            made = actions.grant_approval(organisation=organisation, terms=form.terms(), by=reader.who)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
        else:
            undo.tell(request, _("%(number)s is entered.") % {"number": made.number})
            return redirect("imports:approval", made.pk)
    return shown(request, "enter", "approvals", {"form": form}, status=400 if form.errors else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest, approval_id: int) -> HttpResponse:
    """End it before its time."""
    reader = Reader.of(request)
    reader.need_officer()
    held, form = reader.approval(approval_id), WhyForm(request.POST)
    if not form.is_valid():
        undo.tell(request, _("Say why."))
        return redirect("imports:approval", approval_id)
    why = form.cleaned_data["why"]
    return done(
        request,
        lambda: actions.withdraw_approval(approval=held, why=why, by=reader.who),
        _("The approval is withdrawn."),
        "imports:approval",
        approval_id,
    )


def _approval(request: HttpRequest, reader: Reader, held: Approval, form: DeclareForm) -> HttpResponse:
    standing = queries.held_now(held)
    context = {
        "held": standing,
        "approval": held,
        "kind": words.kind(held.kind),
        "item_class": words.item_class(held.item_class),
        "grade": words.grade(held.grade),
        "shipments": list(held.shipments.select_related("approval", "declared_by").order_by("-number")),
        "may_declare": reader.may_act_for(held.organisation_id),
        "may_withdraw": reader.is_officer and held.withdrawn_on is None,
        "form": form,
        "why_form": WhyForm(prefix=None),
    }
    return shown(request, "approval", "approvals", context, status=400 if form.errors else 200)
