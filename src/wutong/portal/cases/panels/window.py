"""A day at a window as its page shows it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.catalog.services import Service
from wutong.portal.accounts.models import Organisation
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.cases.models import QueueTicket
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.cases.panels.statistics import service_title
from wutong.portal.cases.queries.queue import Day, minutes, services_at
from wutong.portal.services.access import services

STATES = {
    "waiting": gettext_lazy("Waits"),
    "called": gettext_lazy("Called"),
    "served": gettext_lazy("Served"),
    "left": gettext_lazy("Went away"),
}


def services_of(window: Organisation) -> list[Service]:
    """The services that the window takes in."""
    codes = services_at(window)
    return [one for one in services() if ANY_SERVICE in codes or one.code in codes]


def about(ticket: QueueTicket) -> str:
    """What a ticket is about, in words."""
    return service_title(ticket.service_code) if ticket.service_code else ticket.topic


def charts(day: Day) -> list[Chart]:
    """By the hour in which numbers were taken: how many, and how long they waited."""
    hours = tuple(f"{one.hour}:00" for one in day.hours)
    waited = tuple(None if one.waited is None else round(one.waited, 1) for one in day.hours)
    taken = tuple(one.taken for one in day.hours)
    return [
        Chart("taken", "columns", _("Numbers taken"), _("Hour"), hours, (Series(_("Numbers"), "1", taken),)),
        Chart("waited", "columns", _("Minutes waited"), _("Hour"), hours, (Series(_("Mean minutes"), "3", waited),),
              decimals=1),
    ]  # fmt: skip


def header() -> list[str]:
    """The columns of the file."""
    return [_("Number"), _("About"), _("State"), _("Desk"), _("Taken at"), _("First called at"), _("Ended at"),
            _("Calls"), _("Minutes waited")]  # fmt: skip


def lines(tickets: list[QueueTicket]) -> Iterator[list[Any]]:
    """Each ticket of a day; nothing says whose it was, and what somebody typed stays at the window."""
    for one in tickets:
        waited = minutes(one)
        times = [_time(one.taken_at), _time(one.called_at), _time(one.ended_at)]
        what = service_title(one.service_code) if one.service_code else ""
        state = str(STATES[one.state])
        yield [one.number, what, state, one.desk, *times, one.calls, None if waited is None else round(waited, 1)]


def _time(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M}" if moment else ""
