"""The clock of an opinion: the promise of its service, in working days of the calendar."""

from dataclasses import dataclass
from datetime import date

from wutong.catalog.services import Service, ServiceLimit
from wutong.kernel.clock import today
from wutong.portal.imports.models import Opinion
from wutong.portal.shared.catalogue import catalogue, working_days
from wutong.workflow.clocks import ClockRun, due, used

CODE = "VS15"


@dataclass(frozen=True, slots=True)
class Running:
    """How a clock stands: days used of the whole, the day when it ends, and whether that may still move or is over."""

    used: int
    whole: int
    due_on: date
    is_provisional: bool
    is_stopped: bool
    is_late: bool


def service() -> Service:
    """The version of the service in force, or the next to come."""
    versions = catalogue().services[CODE]
    return next((one for one in reversed(versions) if one.in_force(today())), versions[-1])


def days() -> int:
    """The promise, in working days."""
    promise = service().promise
    return promise.limit.amount or 0 if promise else 0


def running(opinion: Opinion, on: date) -> Running:
    """The clock of `opinion` on the day `on`."""
    promise = _promised(opinion.service_key)
    run = ClockRun(promise.clock, promise.limit, opinion.started_on, stopped_on=opinion.stopped_on)
    calendar = working_days()
    end = due(run, calendar, on)
    assert end.day is not None, "the promise has a limit, and nothing pauses it"
    last = opinion.stopped_on or on
    return Running(
        used=used(run, calendar, on),
        whole=run.whole or 0,
        due_on=end.day,
        is_provisional=end.is_provisional,
        is_stopped=opinion.stopped_on is not None,
        is_late=last > end.day,
    )


def _promised(key: str) -> ServiceLimit:
    found = next(one for one in catalogue().services[CODE] if one.key == key)
    assert found.promise is not None, "this service has a promise"
    return found.promise
