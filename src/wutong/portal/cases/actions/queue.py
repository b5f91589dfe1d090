"""The queue at a window: take a number, call the next one, call again, served, left; each can be taken back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.cases.models import Counter, QueueTicket, TicketState
from wutong.portal.shared.audit.recording import action, record, snapshot

_FIELDS = ("state", "desk", "calls")
_OPEN = (TicketState.WAITING, TicketState.CALLED)
# Of each act, the states in which it can be done.
_FROM = {
    "again": (TicketState.CALLED,),
    "served": (TicketState.CALLED,),
    "left": _OPEN,
    "back": (TicketState.CALLED, TicketState.SERVED, TicketState.LEFT),
}


class NobodyWaits(WutongError):
    code = "cases.nobody_waits"
    sentence = Text(zh="现在没有人等候。", en="Nobody waits at the moment.")


class TicketMoved(WutongError):
    code = "cases.ticket_moved"
    sentence = Text(
        zh="{number} 号已由他人处理，没有再次操作。请看现在的状态。",
        en="Somebody has handled number {number} since, so nothing was done. See where it stands now.",
    )


class HasANumber(WutongError):
    code = "cases.has_a_number"
    sentence = Text(
        zh="您今天在这个窗口已有号码，请等候呼叫，或先放弃该号码。",
        en="You hold a number of this window today. Wait until it is called, or give it up first.",
    )


@action
def take(
    *,
    window: Organisation,
    by: Person,
    service_code: str = "",
    topic: str = "",
    holder: Person | None = None,
    place_at: datetime | None = None,
) -> QueueTicket:
    """The next number of the window and day; `holder` where it was taken in the portal. Raises HasANumber.

    `place_at` gives it a place in the queue before those that were taken later than that: a booking's precedence.
    """
    day, now = clock.today(), clock.now()
    name = f"queue-{window.pk}-{day:%Y%m%d}"
    Counter.objects.get_or_create(name=name)
    row = Counter.objects.select_for_update().get(name=name)
    row.last += 1
    row.save(update_fields=["last"])
    try:
        with transaction.atomic():
            made = QueueTicket.objects.create(
                window=window,
                day=day,
                number=row.last,
                service_code=service_code,
                topic=topic,
                holder=holder,
                taken_at=now,
                place_at=min(place_at or now, now),
            )
    except IntegrityError as error:
        raise HasANumber() from error
    record("ticket.taken", about=made, by=by, organisation=window, after={"state": made.state, "number": made.number})
    return made


@action
def call_next(*, window: Organisation, desk: str, by: Person) -> QueueTicket:
    """Call whoever stands first in the queue, to `desk`; two clerks at once call two numbers. Raises NobodyWaits."""
    rows = QueueTicket.objects.filter(window=window, day=clock.today(), state=TicketState.WAITING)
    for waiting in rows.order_by("place_at", "number").values_list("pk", flat=True):
        now = clock.now()
        told = {"state": TicketState.CALLED, "desk": desk, "called_by": by, "called_at": now, "shown_at": now}
        # Whoever changes the row first has it; where that was somebody else, the next one is tried.
        if QueueTicket.objects.filter(pk=waiting, state=TicketState.WAITING).update(**told, calls=1):
            called = QueueTicket.objects.get(pk=waiting)
            after = snapshot(called, *_FIELDS)
            before = {**after, "state": TicketState.WAITING.value, "desk": "", "calls": 0}
            record("ticket.moved", about=called, by=by, organisation=window, before=before, after=after)
            return called
    raise NobodyWaits()


@action
def move(*, ticket: QueueTicket, act: str, seen: str, by: Person) -> QueueTicket:
    """Do `act` (again, served, left, back) to a ticket whose state was `seen`; raises TicketMoved.

    `back` takes one step back: what has ended is called again as it was, and what was called waits again.
    """
    held = QueueTicket.objects.select_for_update().get(pk=ticket.pk)
    if held.state != seen or held.state not in _FROM[act]:
        raise TicketMoved(number=held.shown_number)
    before = snapshot(held, *_FIELDS)
    if act == "again":
        held.calls, held.shown_at = held.calls + 1, clock.now()
    elif act == "back":
        _step_back(held)
    else:
        held.state, held.ended_at = TicketState(act), clock.now()
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise HasANumber() from error
    record("ticket.moved", about=held, by=by, organisation=held.window, before=before, after=snapshot(held, *_FIELDS))
    return held


def _step_back(held: QueueTicket) -> None:
    ended = held.state in (TicketState.SERVED, TicketState.LEFT)
    if ended and held.called_at is not None:
        held.state, held.ended_at = TicketState.CALLED, None
        return
    held.state, held.desk, held.called_by, held.calls = TicketState.WAITING, "", None, 0
    held.called_at = held.shown_at = held.ended_at = None
