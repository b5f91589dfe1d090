"""A window's bookings by day, and how far its places were used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.appointments.actions.places import plan_on
from wutong.portal.appointments.models import Appointment, CounterGroup, State
from wutong.portal.flowing.positions import working_days

SHOWN_DAYS = 10


@dataclass(frozen=True, slots=True)
class Use:
    """One day of a window: places offered, bookings kept, and how many of those came or did not."""

    day: date
    places: int
    booked: int
    arrived: int
    missed: int

    @property
    def share(self) -> float | None:
        """Booked of offered in per cent; None where nothing was offered."""
        return 100 * self.booked / self.places if self.places else None


def of_day(window: Organisation, day: date) -> QuerySet[Appointment]:
    """Every booking of the day, by time."""
    rows = Appointment.objects.filter(window=window, day=day).select_related(*Appointment.read_with)
    return rows.order_by("slot__begins", "pk")


def of_person(person: Person) -> QuerySet[Appointment]:
    """Everything that somebody booked, the last day first."""
    rows = Appointment.objects.filter(holder=person).select_related(*Appointment.read_with)
    return rows.order_by("-day", "-slot__begins")


def use(window: Organisation, last: date) -> list[Use]:
    """The working days up to `last` and of the week after it."""
    calendar = working_days()
    span = (last + timedelta(days=ahead) for ahead in range(-SHOWN_DAYS, SHOWN_DAYS + 1))
    shown = [day for day in span if calendar.is_working(day)]
    groups = list(window.counter_groups.prefetch_related("plans"))
    counted = _counted(window, shown)
    return [_use(day, groups, counted.get(day, (0, 0, 0))) for day in shown]


def _counted(window: Organisation, days: Sequence[date]) -> dict[date, tuple[int, int, int]]:
    """By day: bookings kept, those who came, those who did not."""
    rows = Appointment.objects.filter(window=window, day__in=days).order_by().values_list("day")
    gone = Q(state__in=[State.MISSED, State.EXCUSED])
    kept, arrived = gone | Q(state__in=[State.BOOKED, State.ARRIVED]), Q(state=State.ARRIVED)
    counted = rows.annotate(
        booked=Count("pk", filter=kept), came=Count("pk", filter=arrived), gone=Count("pk", filter=gone)
    )
    return {day: (booked, came, missed) for day, booked, came, missed in counted}


def _use(day: date, groups: list[CounterGroup], counted: tuple[int, int, int]) -> Use:
    plans = [plan for one in groups if (plan := plan_on(list(one.plans.all()), day)) is not None]
    places = sum(len(plan.times) * plan.capacity for plan in plans)
    return Use(day, places, *counted)
