"""A visit booked, moved, cancelled, checked in for, missed or excused. Each tells its holder."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.models import Person
from wutong.portal.appointments import rules
from wutong.portal.appointments.actions import places
from wutong.portal.appointments.actions.places import Chosen
from wutong.portal.appointments.actions.telling import tell
from wutong.portal.appointments.models import Appointment, State
from wutong.portal.cases.actions import queue
from wutong.portal.cases.actions.numbers import next_number
from wutong.portal.cases.models import Case
from wutong.portal.shared.audit.recording import Named, action, nothing_changed, record


class Barred(WutongError):
    code = "appointments.barred"
    sentence = Text(
        zh="多次预约未到，{until} 之前（含当日）不能预约；当天仍可在窗口取号。",
        en="Too many visits were missed: booking is open again after {until}. A number of the day can still be taken.",
    )


class BookedThatDay(WutongError):
    code = "appointments.booked_that_day"
    sentence = Text(
        zh="您当天在这个窗口已有预约，请改期或先取消。",
        en="You have a visit to this window on that day already. Move it, or cancel it first.",
    )


class NotNow(WutongError):
    code = "appointments.not_now"
    sentence = Text(
        zh="预约 {number} 现在不能这样办理：已有变动，或不在规定的时间内。请看现在的状态。",
        en="This cannot be done with {number} now: it has changed, or it is not the time for it. See where it stands.",
    )


@dataclass(frozen=True, slots=True)
class About:
    """What a visit is about: a service, or words; and the case it belongs to, if one."""

    service_code: str = ""
    topic: str = ""
    case: Case | None = None


@action
def book(*, chosen: Chosen, about: About, holder: Person, by: Named) -> Appointment:
    """Book a place; raises NotOffered, SlotFull, Barred, BookedThatDay."""
    missed = list(Appointment.objects.filter(holder=holder, state=State.MISSED).values_list("day", flat=True))
    if (until := rules.barred_until(missed)) is not None:
        raise Barred(until=str(until))
    slot = places.take(chosen)
    try:
        with transaction.atomic():
            made = Appointment.objects.create(
                number=next_number("YY", clock.today()),
                slot=slot,
                window=chosen.group.window,
                day=chosen.day,
                service_code=about.service_code,
                topic=about.topic.strip(),
                case=about.case,
                holder=holder,
            )
    except IntegrityError as error:
        raise BookedThatDay() from error
    after = {"state": made.state, "time": chosen.said, "group": chosen.group.name_zh}
    record("appointment.booked", about=made, by=by, organisation=made.window, after=after)
    tell(made, Text("预约成功", "Booked"), by=by)
    return made


@action
def move(*, appointment: Appointment, chosen: Chosen, by: Person) -> Appointment:
    """Move it to another time of the same window; raises NotNow, NotOffered, SlotFull, BookedThatDay."""
    held = _held(appointment)
    if not rules.may_change(held) or chosen.group.window_id != held.window_id:
        raise NotNow(number=held.number)
    old = held.slot
    places.hold(old.pk, *chosen.group.slots.filter(day=chosen.day, begins=chosen.begins).values_list("pk", flat=True))
    if (old.group_id, old.day, old.begins) == (chosen.group.pk, chosen.day, chosen.begins):
        nothing_changed()
        return held
    held.slot = places.take(chosen)
    held.day = chosen.day
    places.give_back(old)
    try:
        with transaction.atomic():
            held.save(update_fields=["slot", "day"])
    except IntegrityError as error:
        raise BookedThatDay() from error
    before = {"time": str(old), "group": old.group.name_zh}
    after = {"time": chosen.said, "group": chosen.group.name_zh}
    record("appointment.moved", about=held, by=by, organisation=held.window, before=before, after=after)
    tell(held, Text("预约已改期", "Moved"), by=by)
    return held


@action
def cancel(*, appointment: Appointment, reason: str, by: Person, by_window: bool = False) -> Appointment:
    """Give the place back; raises NotNow. The window may do so at any time before it, and says why."""
    held = _held(appointment)
    if held.state != State.BOOKED or not (by_window or rules.may_change(held)):
        raise NotNow(number=held.number)
    places.give_back(held.slot)
    _end(held, State.CANCELLED, by, reason)
    tell(held, Text("预约已取消", "Cancelled"), by=by)
    return held


@action
def free(*, appointment: Appointment, by: Named) -> bool:
    """Give back the place of somebody who will not come and cannot be told; false where it stands otherwise by now."""
    held = _held(appointment)
    if held.state != State.BOOKED:
        nothing_changed()
        return False
    places.give_back(held.slot)
    _end(held, State.CANCELLED, by, "")
    return True


@action
def check_in(*, appointment: Appointment, by: Person) -> Appointment:
    """Turn it into a number of today's queue, with its precedence; raises NotNow, HasANumber."""
    held = _held(appointment)
    if not rules.may_check_in(held):
        raise NotNow(number=held.number)
    held.ticket = queue.take(
        window=held.window,
        service_code=held.service_code,
        topic=held.topic,
        holder=held.holder,
        place_at=rules.place_at(held.moment),
        by=by,
    )
    _end(held, State.ARRIVED, by, "")
    return held


@action
def miss(*, appointment: Appointment, by: Named) -> bool:
    """Write down that nobody came; false where it stands otherwise by now."""
    held = _held(appointment)
    if held.state != State.BOOKED or held.day >= clock.today():
        nothing_changed()
        return False
    _end(held, State.MISSED, by, "")
    tell(held, Text("预约未到", "Missed"), by=by)
    return True


@action
def excuse(*, appointment: Appointment, reason: str, by: Person) -> Appointment:
    """Let a missed visit not count, for a reason; raises NotNow."""
    held = _held(appointment)
    if held.state != State.MISSED:
        raise NotNow(number=held.number)
    _end(held, State.EXCUSED, by, reason)
    return held


def _held(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(*Appointment.read_with)
    return rows.get(pk=appointment.pk)


def _end(held: Appointment, state: State, by: Named, reason: str) -> None:
    before = {"state": held.state, "reason": held.reason}
    held.state, held.ended_at, held.reason = state, clock.now(), reason.strip()
    held.save(update_fields=["state", "ended_at", "reason", "ticket"])
    after = {"state": str(held.state), "reason": held.reason}
    record("appointment.moved", about=held, by=by, organisation=held.window, before=before, after=after)
