"""The queue of a window on one day: who waits, who was called, how long it took. Never who anybody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from wutong.portal.accounts.access import Access, held_now
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.models import QueueTicket, TicketState
from wutong.portal.cases.models.handling import Part

_CALLED_SHOWN = 8
_OPEN = (TicketState.WAITING, TicketState.CALLED)


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a day: how many took a number in it, and how long those who were called had waited, in minutes."""

    hour: int
    taken: int
    waited: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """The day in figures; minutes are means and the longest, of those who were called."""

    taken: int
    waiting: int
    served: int
    left: int
    mean: float | None
    longest: float | None
    hours: tuple[Hour, ...]


def windows() -> QuerySet[Organisation]:
    """Organisations in which somebody takes in at a counter now."""
    rows = held_now(Membership.objects.filter(role_code=Role.WINDOW_CLERK.code))
    return Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("name_zh")


def own_windows(access: Access) -> QuerySet[Organisation]:
    """The windows at which somebody sits."""
    return Organisation.objects.filter(pk__in=access.organisations(Permission.CASE_ON_BEHALF)).order_by("name_zh")


def services_at(window: Organisation) -> frozenset[str]:
    """The services that the window takes in; ANY_SERVICE among them is all."""
    return frozenset(window.competences.filter(part=Part.WINDOW).values_list("service_code", flat=True))


def tickets(window: Organisation, day: date) -> QuerySet[QueueTicket]:
    """Every ticket of the day."""
    return QueueTicket.objects.filter(window=window, day=day).order_by("number")


def waiting(window: Organisation, day: date) -> QuerySet[QueueTicket]:
    """Those that wait, the next one first."""
    return tickets(window, day).filter(state=TicketState.WAITING).order_by("place_at", "number")


def called(window: Organisation, day: date) -> list[QueueTicket]:
    """Those that were called and not served yet, the last call first."""
    rows = tickets(window, day).filter(state=TicketState.CALLED)
    return list(rows.order_by("-shown_at", "-number")[:_CALLED_SHOWN])


def held_by(person: Person, day: date) -> list[tuple[QueueTicket, int]]:
    """The open tickets that somebody took in the portal, each with how many wait before it."""
    rows = QueueTicket.objects.filter(holder=person, day=day, state__in=_OPEN).select_related("window")
    return [(one, waiting(one.window, day).filter(_before(one)).count()) for one in rows]


def _before(ticket: QueueTicket) -> Q:
    """Those that stand before a ticket."""
    return Q(place_at__lt=ticket.place_at) | Q(place_at=ticket.place_at, number__lt=ticket.number)


def in_figures(rows: Sequence[QueueTicket]) -> Day:
    """The figures of a day's tickets."""
    waits = [wait for one in rows if (wait := minutes(one)) is not None]
    count = {state: sum(one.state == state for one in rows) for state in TicketState}
    by_hour: dict[int, list[QueueTicket]] = {}
    for one in rows:
        by_hour.setdefault(localtime(one.taken_at).hour, []).append(one)
    span = range(min(by_hour), max(by_hour) + 1) if by_hour else ()
    return Day(
        taken=len(rows),
        waiting=count[TicketState.WAITING],
        served=count[TicketState.SERVED],
        left=count[TicketState.LEFT],
        mean=_mean(waits),
        longest=max(waits, default=None),
        hours=tuple(_hour(hour, by_hour.get(hour, [])) for hour in span),
    )


def minutes(ticket: QueueTicket) -> float | None:
    """How long its holder waited for the first call; None where there was none."""
    return _between(ticket.taken_at, ticket.called_at)


def _hour(hour: int, rows: list[QueueTicket]) -> Hour:
    return Hour(hour, len(rows), _mean([wait for one in rows if (wait := minutes(one)) is not None]))


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _between(begin: datetime, end: datetime | None) -> float | None:
    return max(0.0, (end - begin).total_seconds() / 60) if end else None
