"""Custody and use: entries, what two keepers enter together, and corrections. The only way to a stock's book.

Whoever enters keeps the place now, and two people do; what leaves the store is asked for by one, confirmed by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wutong.kernel import clock
from wutong.portal.accounts.models import Person
from wutong.portal.materials import measuring, notices, refusals
from wutong.portal.materials.actions.places import TWO, keepers_of
from wutong.portal.materials.kinds import COUNTED, KINDS, RECEIVED
from wutong.portal.materials.models import Permit, Proposal, Report, Stock
from wutong.portal.shared.audit.acts import Value
from wutong.portal.shared.audit.recording import action, record
from wutong.portal.shared.ledger import actions as ledger
from wutong.portal.shared.ledger import refusals as ledger_refusals
from wutong.portal.shared.ledger.actions import Event
from wutong.portal.shared.ledger.encoding import plain
from wutong.portal.shared.ledger.models import Entry

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Said:
    """What a keeper says happened. `told` are the purpose, the witness, the supplier; the permit is named apart."""

    kind: str
    quantity: Decimal
    occurred_on: date
    permit: Permit | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@action
def enter(*, stock: Stock, said: Said, by: Person) -> Entry | Proposal:
    """Enter what happened, or ask another keeper to confirm it where two must.

    Raises NotAKeeper, NeedsTwoKeepers, NoQuantity, WitnessIsKeeper, what a permit refuses (BeyondPermit,
    PermitNotValid, OtherSubstance) and what the ledger refuses.
    """
    _check(stock, said, by)
    if KINDS[said.kind].needs_second:
        return _proposed(stock, said, by)
    return _entered(stock, said, by)


@action
def correct(*, stock: Stock, entry: Entry, said: Said | None, reason: str, by: Person) -> Entry | Proposal:
    """Let `said` stand in the place of what `entry` says, or nothing; the kind stays. Raises as `enter` does."""
    assert entry.book_id == stock.book_id, "an entry of another book"
    assert said is None or said.kind == entry.kind, "a correction keeps the kind"
    instead = said or Said(entry.kind, _NOTHING, entry.occurred_on)
    if said is not None:
        _check(stock, said, by)
    else:
        _refuse_stranger(stock, by)
    if KINDS[entry.kind].needs_second:
        return _proposed(stock, instead, by, corrects=entry, reason=reason, is_void=said is None)
    return _corrected(stock, entry, said, reason, by)


@action
def confirm(*, proposal: Proposal, by: Person) -> Entry:
    """Enter what another keeper asked for; raises SettledAlready, SamePerson, NotAKeeper and what entries raise."""
    locked = _waiting(proposal)
    if locked.asked_by_id == by.pk:
        raise refusals.SamePerson()
    stock = locked.stock
    _refuse_stranger(stock, by)
    told = {**locked.references, "asked_by": locked.asked_by.audit_label, "asked_by_id": str(locked.asked_by_id)}
    said = Said(locked.kind, locked.quantity, locked.occurred_on, told=told, note=locked.note)
    if locked.corrects is None:
        entry = _entered(stock, said, by)
    else:
        entry = _corrected(stock, locked.corrects, None if locked.is_void else said, locked.reason, by)
    _settle(locked, Proposal.State.CONFIRMED, by, entry=entry)
    record("material_proposal.confirmed", about=locked, by=by, organisation=stock.organisation)
    notices.settled(locked, by=by)
    return entry


@action
def refuse(*, proposal: Proposal, why: str, by: Person) -> None:
    """Do not confirm what another keeper asked for; raises SettledAlready, SamePerson and NotAKeeper."""
    locked = _waiting(proposal)
    if locked.asked_by_id == by.pk:
        raise refusals.SamePerson()
    _refuse_stranger(locked.stock, by)
    _settle(locked, Proposal.State.REFUSED, by, answer=why)
    where = locked.stock.organisation
    record("material_proposal.refused", about=locked, by=by, organisation=where, after={"answer": why})
    notices.settled(locked, by=by)


@action
def withdraw(*, proposal: Proposal, by: Person) -> None:
    """Take back what one asked for oneself; raises SettledAlready and NotAKeeper."""
    locked = _waiting(proposal)
    if locked.asked_by_id != by.pk:
        raise refusals.NotAKeeper(who=by.audit_label, place=locked.stock.place.name)
    _settle(locked, Proposal.State.WITHDRAWN, by)
    record("material_proposal.withdrawn", about=locked, by=by, organisation=locked.stock.organisation)


def _check(stock: Stock, said: Said, by: Person) -> None:
    _refuse_stranger(stock, by)
    least = _NOTHING if said.kind == COUNTED.code else None
    measuring.check(said.quantity, stock.substance.unit, least=least)
    witness = said.told.get("witness", "")
    if witness and any(witness.strip() == keeper.audit_label for keeper in keepers_of(stock.place)):
        raise refusals.WitnessIsKeeper(witness=witness)
    if said.occurred_on > clock.today():
        raise ledger_refusals.FromTheFuture(day=said.occurred_on, today=clock.today())


def _refuse_stranger(stock: Stock, by: Person) -> None:
    keepers = keepers_of(stock.place)
    if by not in keepers:
        raise refusals.NotAKeeper(who=by.audit_label, place=stock.place.name)
    if len(keepers) < TWO:
        raise refusals.NeedsTwoKeepers(place=stock.place.name, count=len(keepers))


def _proposed(
    stock: Stock, said: Said, by: Person, *, corrects: Entry | None = None, reason: str = "", is_void: bool = False
) -> Proposal:
    if corrects is not None and Proposal.objects.filter(corrects=corrects, state=Proposal.State.WAITING).exists():
        raise refusals.WaitsAlready(number=corrects.number)
    made = Proposal.objects.create(
        stock=stock,
        kind=said.kind,
        quantity=said.quantity,
        occurred_on=said.occurred_on,
        references=dict(said.told),
        note=said.note,
        corrects=corrects,
        reason=reason,
        is_void=is_void,
        asked_by=by,
        asked_at=clock.now(),
    )
    after: dict[str, Value] = {
        "kind": made.kind,
        "quantity": plain(made.quantity),
        "occurred_on": made.occurred_on.isoformat(),
    }
    record("material_proposal.asked", about=made, by=by, organisation=stock.organisation, after=after)
    notices.waits(made, to=[one for one in keepers_of(stock.place) if one != by], by=by)
    return made


def _waiting(proposal: Proposal) -> Proposal:
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("stock__place__organisation", "stock__substance", "stock__organisation", "asked_by")
        .get(pk=proposal.pk)
    )
    if locked.state != Proposal.State.WAITING:
        assert locked.settled_by is not None
        raise refusals.SettledAlready(who=locked.settled_by.audit_label)
    return locked


def _settle(
    proposal: Proposal, state: Proposal.State, by: Person, *, entry: Entry | None = None, answer: str = ""
) -> None:
    proposal.state, proposal.settled_by, proposal.settled_at = state, by, clock.now()
    proposal.entry, proposal.answer = entry, answer
    proposal.save(update_fields=["state", "settled_by", "settled_at", "entry", "answer"])


def _event(said: Said) -> Event:
    references = {name: told for name, told in said.told.items() if told}
    if said.permit is not None:
        references |= {"permit": said.permit.number, "permit_id": str(said.permit.pk)}
    if said.kind == COUNTED.code:
        return Event(said.kind, said.occurred_on, {}, references | {"counted": plain(said.quantity)}, said.note)
    return Event(said.kind, said.occurred_on, KINDS[said.kind].quantities(said.quantity), references, said.note)


def _entered(stock: Stock, said: Said, by: Person) -> Entry:
    entry = ledger.enter(book=stock.book, event=_event(said), by=by, organisation=stock.organisation)
    if said.kind == RECEIVED.code:
        _count_on_permits(
            stock, [(said, 1)]
        )  # after the book, as corrections do: two who wait never wait for each other
    if said.kind == RECEIVED.code and measuring.category_of(stock.substance.category).report is not None:
        Report.objects.create(stock=stock, entry=entry)
    return entry


def _corrected(stock: Stock, entry: Entry, said: Said | None, reason: str, by: Person) -> Entry:
    event = _event(said) if said is not None else None
    made = ledger.correct(entry=entry, event=event, reason=reason, by=by, organisation=stock.organisation)
    if entry.kind == RECEIVED.code:
        _count_on_permits(stock, [(_said_by(entry), -1), *([(said, 1)] if said is not None else [])])
        Report.objects.filter(entry=entry).update(entry=made, is_void=said is None)
    return made


def _said_by(entry: Entry) -> Said:
    """What a receipt in the book says, as far as its permit is concerned."""
    permit = Permit.objects.get(pk=int(entry.references["permit_id"]))
    quantity = sum((one.quantity for one in entry.moves.all()), _NOTHING)
    return Said(entry.kind, quantity, entry.occurred_on, permit)


def _count_on_permits(stock: Stock, changes: list[tuple[Said, int]]) -> None:
    """Count receipts on and off their permits; raises BeyondPermit, PermitNotValid and OtherSubstance."""
    named = [said.permit.pk for said, _ in changes if said.permit is not None]
    assert len(named) == len(changes), "every receipt names its permit"
    held = {one.pk: one for one in Permit.objects.select_for_update().filter(pk__in=named).order_by("pk")}
    for pk, (said, sign) in zip(named, changes, strict=True):
        permit = held[pk]
        if sign > 0:
            _refuse_unpermitted(stock, permit, said)
        permit.received += sign * said.quantity
    for permit in held.values():
        permit.save(update_fields=["received"])


def _refuse_unpermitted(stock: Stock, permit: Permit, said: Said) -> None:
    if permit.substance_id != stock.substance_id:
        raise refusals.OtherSubstance(number=permit.number)
    if not permit.is_valid_on(said.occurred_on):
        raise refusals.PermitNotValid(
            number=permit.number, day=said.occurred_on, valid_from=permit.valid_from, valid_to=permit.valid_to
        )
    if said.quantity > permit.remaining:
        unit = measuring.unit_of(stock.substance.unit).title
        raise refusals.BeyondPermit(
            number=permit.number,
            remaining=measuring.short(permit.remaining),
            quantity=measuring.short(said.quantity),
            unit_zh=unit.zh,
            unit_en=unit.en,
        )
