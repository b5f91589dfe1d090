"""What a day asks for, once each: reminders of visits that are near, and visits to which nobody came."""

from datetime import date, timedelta

from wutong.portal.appointments.actions import booking, telling
from wutong.portal.appointments.models import Appointment, State
from wutong.portal.appointments.rules import NoRules, rules
from wutong.portal.flowing.ticking import TICK
from wutong.portal.notices.models import Notice


def work(day: date) -> int:
    """Do it; says how much was done."""
    open_ones = Appointment.objects.filter(state=State.BOOKED).select_related(*Appointment.read_with)
    missed = sum(booking.miss(appointment=one, by=TICK.who) for one in open_ones.filter(day__lt=day))
    return missed + sum(telling.remind(one, by=TICK.who) for one in _near(day))


def _near(day: date) -> list[Appointment]:
    """Those of the next day or days (as declared) of which nobody has been reminded."""
    try:
        ahead = rules().remind_days.amount
    except NoRules:
        return []
    rows = Appointment.objects.filter(state=State.BOOKED, day__gt=day, day__lte=day + timedelta(days=ahead))
    near = {telling.reminder_key(one): one for one in rows.select_related(*Appointment.read_with)}
    told = set(Notice.objects.filter(key__in=list(near)).values_list("key", flat=True)) if near else set()
    return [one for key, one in near.items() if key not in told]
