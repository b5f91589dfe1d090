"""The booking rules that hold today, and what follows from them for one booking. Reads no table."""

from datetime import date, datetime, timedelta

from wutong.catalog.appointments import BookingRules, rules_on
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.appointments.models import Appointment, State
from wutong.portal.shared.catalogue import catalogue


class NoRules(WutongError):
    code = "appointments.no_rules"
    sentence = Text(
        zh="今天没有有效的预约规则（catalog/appointments）。请联系平台管理员。",
        en="No rules of booking hold today (catalog/appointments). Ask whoever runs this platform.",
    )


def rules() -> BookingRules:
    """Those in force; raises NoRules."""
    found = rules_on(catalogue().booking_rules, clock.today())
    if found is None:
        raise NoRules()
    return found


def change_until(moment: datetime) -> datetime:
    """Until when a visit at `moment` can be moved or cancelled."""
    return moment - timedelta(hours=rules().change_hours.amount)


def check_in_from(moment: datetime) -> datetime:
    """From when on somebody with a visit at `moment` can check in."""
    return moment - timedelta(minutes=rules().early_minutes.amount)


def place_at(moment: datetime) -> datetime | None:
    """Where the number of a visit at `moment` stands in the queue; None, as it comes, for whoever comes too late."""
    held = rules()
    if clock.now() > moment + timedelta(minutes=held.late_minutes.amount):
        return None
    return moment - timedelta(minutes=held.precedence_minutes.amount)


def may_change(appointment: Appointment) -> bool:
    """Whether it can still be moved or cancelled by its holder."""
    return appointment.state == State.BOOKED and clock.now() < change_until(appointment.moment)


def may_check_in(appointment: Appointment) -> bool:
    """Whether its day is today and the time for it has come."""
    is_today = appointment.day == clock.today()
    return appointment.state == State.BOOKED and is_today and clock.now() >= check_in_from(appointment.moment)


def barred_until(missed: list[date]) -> date | None:
    """The last day on which somebody who missed visits on these days waits before booking again; None for nobody."""
    held, today = rules(), clock.today()
    counted = [day for day in missed if day > today - timedelta(days=held.within_days.amount)]
    if len(counted) < held.misses.amount:
        return None
    until = max(counted) + timedelta(days=held.wait_days.amount)
    return until if today <= until else None
