"""Words of the appointments app in the reader's language."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wutong.portal.appointments.models import Appointment, CounterGroup
from wutong.portal.cases.panels.statistics import service_title
from wutong.portal.shared.language import wording

STATES = {
    "booked": _("Booked"),
    "arrived": _("Arrived"),
    "cancelled": _("Cancelled"),
    "missed": _("Nobody came"),
    "excused": _("Nobody came, excused"),
}


def about(appointment: Appointment) -> str:
    """What a visit is about."""
    return service_title(appointment.service_code) if appointment.service_code else appointment.topic


def place(group: CounterGroup) -> str:
    """Where it is."""
    return f"{wording(group.window.name)} · {wording(group.name)}"


def weekday(day: object) -> str:
    """The short name of its day of the week."""
    return str(date_format(day, "D"))  # type: ignore[arg-type]
