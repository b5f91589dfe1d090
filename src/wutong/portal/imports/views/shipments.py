"""Shipments: the list, and one with what can be done to it and its ledger of custody."""

from decimal import Decimal

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import shipments as actions
from wutong.portal.imports.forms.fields import WhyForm
from wutong.portal.imports.forms.holdings import CorrectForm, ReceiveForm, SpendForm
from wutong.portal.imports.models import Shipment
from wutong.portal.imports.panels import words
from wutong.portal.imports.queries import custody as ledgers
from wutong.portal.imports.queries import holdings as queries
from wutong.portal.imports.queries.lists import wanted
from wutong.portal.imports.views.lists import file, heads
from wutong.portal.imports.views.page import done, shown
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.paging import pages
from wutong.rules.import_approvals import THOUSANDTHS, Move, State


@never_cache
@require_GET
@signed_in
def shipments(request: HttpRequest) -> HttpResponseBase:
    """The shipments that the reader may see, the newest first."""
    reader = Reader.of(request)
    asked = wanted(request, orders=queries.SHIPMENT_ORDERS, usual="-declared", stands=list(State))
    if (form := request.GET.get("file")) is not None:
        return file(request, reader, "shipments", form, queries.sought_shipments(reader.shipments(), asked))
    found = queries.shipments(reader.shipments(), asked)
    context = {
        "found": found,
        "asked": asked,
        "stands": [(one.value, words.state(one.value), None) for one in State],
        "rows": [(one, words.state(one.state)) for one in found.rows],
        "heads": heads(request, queries.SHIPMENT_ORDERS, asked.sort),
        "pages": pages(request, found.page, found.pages),
        "reader": reader,
    }
    return shown(request, "shipments", "shipments", context)


@never_cache
@require_GET
@signed_in
def shipment(request: HttpRequest, shipment_id: int) -> HttpResponse:
    """One shipment."""
    reader = Reader.of(request)
    return _page(request, reader, reader.shipment(shipment_id))


@require_POST
@signed_in
def decide(request: HttpRequest, shipment_id: int, move: str) -> HttpResponse:
    """Clear or refuse it (customs), or take the declaration back (its holder)."""
    reader = Reader.of(request)
    held = reader.shipment(shipment_id)
    if move == Move.CLEAR:
        reader.need_officer()
        sentence = _("The shipment is cleared.")
        return done(request, lambda: actions.clear(shipment=held, by=reader.who), sentence, "imports:shipment", held.pk)
    if move not in {Move.REFUSE, Move.RECALL}:
        raise Http404
    if move == Move.REFUSE:
        reader.need_officer()
    else:
        reader.need_holder_of(held.approval.organisation_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, reader, held, why_form=form)
    act = actions.refuse if move == Move.REFUSE else actions.recall
    why, sentence = form.cleaned_data["why"], _("Its quantity is back with the approval.")
    return done(request, lambda: act(shipment=held, why=why, by=reader.who), sentence, "imports:shipment", held.pk)


@require_POST
@signed_in
def receive(request: HttpRequest, shipment_id: int) -> HttpResponse:
    """Enter what arrived."""
    reader, held = _own(request, shipment_id)
    form = ReceiveForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.receive(shipment=held, quantity=form.amount(), on=data["on"], note=data["note"], by=reader.who)
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
        else:
            return done(request, lambda: None, _("Received."), "imports:shipment", held.pk)
    return _page(request, reader, held, receive_form=form)


@require_POST
@signed_in
def spend(request: HttpRequest, shipment_id: int) -> HttpResponse:
    """Enter a use or a destruction."""
    reader, held = _own(request, shipment_id)
    form = SpendForm(request.POST)
    if form.is_valid():
        data, move = form.cleaned_data, Move(form.cleaned_data["move"])
        try:
            actions.spend(
                shipment=held, move=move, quantity=form.amount(), on=data["on"], note=data["note"], by=reader.who
            )
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
        else:
            return done(request, lambda: None, _("Entered in the ledger."), "imports:shipment", held.pk)
    return _page(request, reader, held, spend_form=form)


@require_POST
@signed_in
def correct(request: HttpRequest, shipment_id: int, number: int) -> HttpResponse:
    """Say what a line of the ledger should have said."""
    reader, held = _own(request, shipment_id)
    entry = ledgers.entry(held, number)
    form = CorrectForm(request.POST)
    if entry is None:
        raise Http404
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.correct(
                shipment=held, entry=entry, quantity=form.amount(), on=data["on"], reason=data["why"], by=reader.who
            )
        except WutongError as error:
            form.add_error(None, error.in_language(reader_language()))
        else:
            return done(request, lambda: None, _("The line is corrected."), "imports:shipment", held.pk)
    return _page(request, reader, held, correct_form=form, correcting=number)


def _own(request: HttpRequest, shipment_id: int) -> tuple[Reader, Shipment]:
    """The reader and a shipment of an organisation for which they act; raises Http404."""
    reader = Reader.of(request)
    held = reader.shipment(shipment_id)
    reader.need_holder_of(held.approval.organisation_id)
    return reader, held


def _page(request: HttpRequest, reader: Reader, held: Shipment, **sent: forms.Form | int) -> HttpResponse:
    """The shipment; `sent` are forms with their errors, in the place of empty ones."""
    custody = ledgers.custody_of(held)
    may_act = reader.may_act_for(held.approval.organisation_id)
    context = {
        "shipment": held,
        "approval": held.approval,
        "state": words.state(held.state),
        "way": ledgers.way(held),
        "custody": custody,
        "may_clear": reader.is_officer and held.state == State.DECLARED,
        "may_recall": may_act and held.state == State.DECLARED,
        "may_receive": may_act and held.state == State.CLEARED,
        "may_spend": may_act and held.state == State.RECEIVED,
        "may_correct": may_act,
        "why_form": WhyForm(),
        "receive_form": ReceiveForm(initial={"quantity": Decimal(held.quantity) / THOUSANDTHS, "on": today()}),
        "spend_form": SpendForm(),
        "correct_form": CorrectForm(),
        **sent,
    }
    status = 400 if any(isinstance(one, forms.Form) and one.errors for one in sent.values()) else 200
    return shown(request, "shipment", "shipments", context, status=status)
