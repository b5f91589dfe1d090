"""What can be booked: the groups that take in a service, their days and times with the places that are left."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import QuerySet

from wutong.kernel import clock
from wutong.portal.appointments.actions.places import Chosen, is_open_day, plan_on
from wutong.portal.appointments.models import CounterGroup, Slot
from wutong.portal.appointments.rules import rules
from wutong.portal.cases.models.handling import ANY_SERVICE
from wutong.portal.cases.queries.queue import services_at, windows


@dataclass(frozen=True, slots=True)
class Free:
    """One time and the places that are left at it."""

    begins: time
    free: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is open, with its times that are yet to come."""

    day: date
    times: tuple[Free, ...]

    @property
    def free(self) -> int:
        """The places that are left."""
        return sum(one.free for one in self.times)


def groups(service_code: str = "", window_id: int | None = None) -> list[CounterGroup]:
    """Those that are open and take in the service, of every window or of one; first those for nothing else.

    Every group answers questions that belong to no service.
    """
    rows: QuerySet[CounterGroup] = CounterGroup.objects.filter(is_open=True, window__in=windows())
    if window_id is not None:
        rows = rows.filter(window=window_id)
    every = list(rows.select_related("window").order_by("window", "pk"))
    if not service_code:
        return every
    taking = {one.window_id: services_at(one.window) for one in every if not one.services}
    found = [one for one in every if service_code in (one.services or ()) or _all(taking, one, service_code)]
    return sorted(found, key=lambda one: not one.services)


def _all(taking: dict[int, frozenset[str]], group: CounterGroup, service_code: str) -> bool:
    """Whether a group of everything stands in a window that takes in the service."""
    return not group.services and bool({service_code, ANY_SERVICE} & taking[group.window_id])


def days(group: CounterGroup) -> list[Day]:
    """Every day that is open from today on, as the rules have it, each with what is left."""
    today, now = clock.today(), clock.now()
    open_days = [today + timedelta(days=ahead) for ahead in range(rules().ahead_days.amount + 1)]
    plans = list(group.plans.all())
    held = {(one.day, one.begins): one for one in Slot.objects.filter(group=group, day__gte=today)}
    found = []
    for day in filter(is_open_day, open_days):
        plan = plan_on(plans, day)
        begins = [one for one in plan.times if Chosen(group, day, one).moment > now] if plan else []
        capacity = plan.capacity if plan else 0
        found.append(Day(day, tuple(_free(held.get((day, one)), one, capacity) for one in begins)))
    return found


def _free(slot: Slot | None, begins: time, capacity: int) -> Free:
    return Free(begins, max(0, capacity - (slot.taken if slot else 0)), capacity)
