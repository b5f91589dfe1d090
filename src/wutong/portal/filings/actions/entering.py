"""An enterprise enters a filing that it has made, with what it has heard of it so far."""

from dataclasses import dataclass
from datetime import date

from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.filings.access import actor_in
from wutong.portal.filings.actions.days import check_day
from wutong.portal.filings.actions.following import follow
from wutong.portal.filings.models import GIVEN_UP, TrackedFiling
from wutong.portal.filings.refusals import EnteredAlready, NotInForce
from wutong.portal.flowing import moving
from wutong.portal.flowing.moving import Told
from wutong.portal.shared.audit.recording import action, record
from wutong.portal.shared.catalogue import catalogue

_NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Entered:
    """What is entered; from `asked_on` on, what had been heard before. `outcome` is an act: grant, refuse, or none."""

    kind: str
    product: str
    acceptance_number: str
    accepted_on: date
    notes: str = ""
    asked_on: date | None = None
    asked: str = ""
    answered_on: date | None = None
    outcome: str = ""
    decided_on: date | None = None
    decision: str = ""


@action
def enter(*, entered: Entered, organisation: Organisation, by: Person) -> TrackedFiling:
    """Keep the filing; its clock runs from the day of acceptance. Raises what refusals.py declares."""
    _check(entered, organisation)
    kind = catalogue().filings[entered.kind]
    flow = catalogue().flows[kind.flow]
    made = TrackedFiling.objects.create(
        flow_code=flow.code,
        state=flow.begins,
        phase=flow.state(flow.begins).phase,
        number=next_number("SB", clock.today()),
        kind_code=kind.code,
        organisation=organisation,
        entered_by=by,
        product=entered.product.strip(),
        acceptance_number=entered.acceptance_number,
        accepted_on=entered.accepted_on,
        notes=entered.notes.strip(),
    )
    access = Access.of_person(by)
    _move(access, made, "enter", entered.accepted_on)
    _catch_up(access, made, entered)
    found = TrackedFiling.objects.get(pk=made.pk)
    record(
        "filing.entered",
        about=found,
        by=by,
        organisation=organisation,
        after={
            "kind": kind.code,
            "acceptance_number": found.acceptance_number,
            "accepted_on": found.accepted_on.isoformat(),
            "state": found.state,
        },
    )
    return found


def _check(entered: Entered, organisation: Organisation) -> None:
    kind = catalogue().filings[entered.kind]
    if not kind.holds_on(entered.accepted_on):
        title = kind.title
        raise NotInForce(zh=title.zh, en=title.en, since=kind.effective_from, day=entered.accepted_on)
    same = TrackedFiling.objects.filter(organisation=organisation, acceptance_number=entered.acceptance_number)
    if (other := same.exclude(state__in=GIVEN_UP).first()) is not None:
        raise EnteredAlready(number=entered.acceptance_number, filing=other.number)


def _catch_up(access: Access, made: TrackedFiling, entered: Entered) -> None:
    """What had been heard before it was entered here, in its order."""
    if entered.asked_on is not None:
        _move(access, made, "question", entered.asked_on, Told(reason=entered.asked))
    if entered.answered_on is not None:
        _move(access, made, "answer", entered.answered_on)
    if entered.outcome and entered.decided_on is not None:
        told = Told(things=frozenset({"decision"}), details={"decision": entered.decision.strip()})
        _move(access, made, entered.outcome, entered.decided_on, told)


def _move(access: Access, made: TrackedFiling, code: str, on: date, told: Told = _NOTHING) -> None:
    filing = TrackedFiling.objects.get(pk=made.pk)
    check_day(filing, on)
    actor = actor_in(access, filing.organisation_id)
    moving.act(filing, code, actor=actor, seen=filing.steps, told=told, then=follow, on=on)
