"""Shipments: declared against an approval, cleared or refused, received, used up or destroyed.

The approval's quantity is deducted in one statement that the database carries out only where enough is left; of two
declarations at once, one is kept and the other is told. Custody is entered in the shipment's own ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, Q

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.imports import custody, refusals
from wutong.portal.imports.actions import telling
from wutong.portal.imports.acts import STATES
from wutong.portal.imports.models import Approval, Shipment
from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.audit.recording import Named, action, record
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.ledger import actions as ledger
from wutong.portal.shared.ledger.actions import Event
from wutong.portal.shared.ledger.models import Book, Entry
from wutong.rules.import_approvals import WAYS, Move, Refusal, State, moved, refusal

_UNCOUNTED = [state.value for state in State if not state.counts]


@dataclass(frozen=True, slots=True)
class Declared:
    """What is told of a shipment when it is declared. The quantity is in thousandths of the approval's unit."""

    quantity: int
    customs_number: str = ""
    port: str = ""
    storage: str = ""
    arrives_on: date | None = None


@action
def declare(*, approval: Approval, declared: Declared, by: Person) -> Shipment:
    """Declare a shipment and deduct its quantity; raises NotDeclarable with the rule's sentence, OtherPort or
    ArrivesTooLate, nothing deducted."""
    held = Approval.objects.select_for_update().select_related("organisation").get(pk=approval.pk)
    today = clock.today()
    counted = held.shipments.exclude(state__in=_UNCOUNTED).count()
    _refuse(refusal(held.allowance(counted), declared.quantity, today))
    _refuse_arrival(held, declared)
    _deduct(held, declared.quantity)
    last = held.shipments.aggregate(last=Max("number"))["last"] or 0
    made = Shipment.objects.create(
        approval=held,
        number=last + 1,
        quantity=declared.quantity,
        declared_on=today,
        declared_by=by,
        customs_number=declared.customs_number,
        port=declared.port or held.port,
        storage=declared.storage,
        arrives_on=declared.arrives_on,
    )
    after = {"quantity": made.quantity_text, "state": made.state}
    record("imports.shipment_declared", about=made, by=by, organisation=held.organisation, after=after)
    telling.shipment_declared(made, by=by)
    return made


@action
def clear(*, shipment: Shipment, by: Named) -> None:
    """Release it from customs. Raises MovedAlready."""
    held = _locked(shipment)
    _step(held, Move.CLEAR, {"cleared_on": clock.today()}, by)


@action
def refuse(*, shipment: Shipment, why: str, by: Named) -> None:
    """Do not release it, with the reason; its quantity goes back to the approval. Raises MovedAlready."""
    _give_back(shipment, Move.REFUSE, why, by)


@action
def recall(*, shipment: Shipment, why: str, by: Named) -> None:
    """Take a declaration back before it is cleared; its quantity goes back. Raises MovedAlready."""
    _give_back(shipment, Move.RECALL, why, by)


@action
def receive(*, shipment: Shipment, quantity: int, on: date, by: Named, note: str = "") -> None:
    """Enter what arrived in a ledger of custody. Raises MovedAlready, MoreThanDeclared, BeforeClearance, and the
    ledger's own refusals."""
    held = _locked(shipment)
    _refuse_other_states(held, Move.RECEIVE)
    if quantity > held.quantity:
        raise refusals.MoreThanDeclared(declared=held.quantity_text)
    if held.cleared_on is not None and on < held.cleared_on:
        raise refusals.BeforeClearance(day=on, cleared=held.cleared_on)
    organisation = held.approval.organisation
    book = ledger.open_book(
        key=custody.key_of(held),
        kind=custody.CUSTODY.code,
        title=f"{held.audit_label} {held.approval.item}",
        unit=held.approval.unit,
        by=by,
        organisation=organisation,
    )
    event = Event(custody.RECEIVED, on, {custody.HELD: custody.amount(quantity)}, _references(held), note)
    ledger.enter(book=book, event=event, by=by, organisation=organisation)
    _step(held, Move.RECEIVE, {"received_on": on}, by)


@action
def spend(*, shipment: Shipment, move: Move, quantity: int, on: date, note: str, by: Named) -> None:
    """Use or destroy some or all of what is in custody. Raises MovedAlready and the ledger's refusals."""
    held = _locked(shipment)
    _refuse_other_states(held, move)
    event = Event(custody.ENTRY_OF[move], on, {custody.HELD: -custody.amount(quantity)}, _references(held), note)
    book = _book(held)
    ledger.enter(book=book, event=event, by=by, organisation=held.approval.organisation)
    _follow(held, book, by)


@action
def correct(*, shipment: Shipment, entry: Entry, quantity: int | None, on: date, reason: str, by: Named) -> None:
    """Say another quantity or day than `entry` of its ledger, or nothing (None), with the reason. A shipment of which
    something is left again goes back into custody. Raises MoreThanDeclared and the ledger's refusals."""
    held = _locked(shipment)
    if entry.kind == custody.RECEIVED and quantity is not None and quantity > held.quantity:
        raise refusals.MoreThanDeclared(declared=held.quantity_text)
    event = _corrected(held, entry, quantity, on)
    ledger.correct(entry=entry, event=event, reason=reason, by=by, organisation=held.approval.organisation)
    _follow(held, _book(held), by)


def _corrected(held: Shipment, entry: Entry, quantity: int | None, on: date) -> Event | None:
    if quantity is None:
        return None
    signed: Decimal = custody.SIGNS[entry.kind] * custody.amount(quantity)
    return Event(entry.kind, on, {custody.HELD: signed}, _references(held), entry.note)


def _locked(shipment: Shipment) -> Shipment:
    found = Shipment.objects.select_for_update(of=("self",)).select_related("approval__organisation")
    return found.get(pk=shipment.pk)


def _refuse(no: Refusal | None) -> None:
    if no is not None:
        raise refusals.NotDeclarable(zh=no.text.zh, en=no.text.en)


def _refuse_arrival(held: Approval, declared: Declared) -> None:
    """Raise where the goods arrive elsewhere than the approval says, or too late for their shelf life."""
    if held.port and declared.port and held.port.casefold() != declared.port.strip().casefold():
        raise refusals.OtherPort(named=held.port, said=declared.port.strip())
    day, rule = declared.arrives_on or clock.today(), catalogue().imports.approvals.kind(held.kind).shelf_life
    if held.arrives_by is not None and day > held.arrives_by and rule is not None:
        raise refusals.ArrivesTooLate(last=held.arrives_by, day=day, rule=rule.basis.text.text())


def _deduct(held: Approval, quantity: int) -> None:
    """In one statement, which changes nothing where too little is left."""
    enough = Q(granted__isnull=True) | Q(deducted__lte=F("granted") - quantity)
    if not Approval.objects.filter(enough, pk=held.pk).update(deducted=F("deducted") + quantity):
        held.refresh_from_db()
        _refuse(refusal(held.allowance(0), quantity, clock.today()))
        raise AssertionError("the database and the rule disagree on what is left")


def _give_back(shipment: Shipment, move: Move, why: str, by: Named) -> None:
    assert why.strip(), "a refusal says why"
    held = _locked(shipment)
    _step(held, move, {"why": why.strip()}, by)
    Approval.objects.filter(pk=held.approval_id).update(deducted=F("deducted") - held.quantity)


def _refuse_other_states(held: Shipment, move: Move) -> None:
    if moved(held.standing, move) is None:
        now = STATES[held.state]
        raise refusals.MovedAlready(shipment=held.audit_label, zh=now.zh, en=now.en)


def _step(held: Shipment, move: Move, changes: Mapping[str, date | str], by: Named) -> None:
    """Take the way of `move`, and record it. Raises MovedAlready."""
    _refuse_other_states(held, move)
    _enter(held, WAYS[move].end, changes, by)


def _follow(held: Shipment, book: Book, by: Named) -> None:
    """Let the shipment stand where its ledger says."""
    state, day = custody.standing(book)
    if state is not held.standing or day != held.ended_on:
        _enter(held, state, {"ended_on": day}, by)


def _enter(held: Shipment, state: State, changes: Mapping[str, date | str | None], by: Named) -> None:
    before = {"state": held.state}
    held.state = state.value
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=["state", *changes])
    after: dict[str, Value] = {"state": held.state, "why": held.why or None}
    organisation = held.approval.organisation
    record("imports.shipment_moved", about=held, by=by, organisation=organisation, before=before, after=after)
    if state in {State.CLEARED, State.REFUSED}:
        telling.shipment_decided(held, by=by)


def _book(held: Shipment) -> Book:
    found = custody.book_of(held)
    assert found is not None, "what was received has a ledger"
    return found


def _references(held: Shipment) -> dict[str, str]:
    return {"approval": held.approval.number, "shipment": held.audit_label}
