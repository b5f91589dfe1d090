"""What time does to things that flow, however often anybody asks and however long nobody did. Apps register theirs.

One thing a transaction: what breaks with one is told and holds up no other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from wutong.kernel import clock
from wutong.portal.flowing.models import Flowing
from wutong.portal.flowing.moving import Actor, held
from wutong.portal.flowing.positions import calendar_digest, position_of, reckon, working_days
from wutong.portal.shared.audit.recording import Program
from wutong.workflow.ticking import Event, events

log = structlog.get_logger(__name__)
TICK = Actor(Program("wutong tick", "wutong tick"))

# Carries one event out, once, with its audit row; true where it had not been done before.
CarryOut = Callable[[Any, Event, date], bool]


@dataclass(frozen=True, slots=True)
class Ticked:
    """A kind of thing, and how its app carries out what time brings."""

    model: type[Flowing]
    carry_out: CarryOut


@dataclass
class Report:
    """What one tick did: things looked at, events by kind of event, and things that broke, by their label."""

    looked: int = 0
    happened: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


# Does what else a day asks for, once, and says how much that was: reminders of certificates, reports that are due.
Daily = Callable[[date], int]

_registered: list[Ticked] = []
_daily: dict[str, Daily] = {}


def register(model: type[Flowing], carry_out: CarryOut) -> None:
    """Make known a kind of thing; an app does so when Django starts."""
    if all(one.model is not model for one in _registered):
        _registered.append(Ticked(model, carry_out))


def register_daily(name: str, work: Daily) -> None:
    """Make known something that is to be looked at with each tick; it does what it does once, however often asked."""
    _daily[name] = work


def tick(today: date | None = None) -> Report:
    """Do what is due by `today` with every thing; exactly once however often it is called."""
    day = today or clock.today()
    report = Report()
    for kind in _registered:
        for pk in _to_look_at(kind.model, day):
            report.looked += 1
            with _holding_up_nothing(f"{kind.model._meta.label} {pk}", report):
                _look(kind, pk, day, report)
    for name, work in _daily.items():
        with _holding_up_nothing(name, report):
            if done := work(day):
                report.happened[name] = done
    return report


@contextmanager
def _holding_up_nothing(name: str, report: Report) -> Iterator[None]:
    """One broken thing must not stop the clocks of all others."""
    try:
        yield
    except Exception:
        log.exception("tick broken", of=name)
        report.broken.append(name)


def _to_look_at(model: type[Flowing], day: date) -> Iterator[int]:
    """Things on which time does something by `day`, or whose dates were reckoned with another calendar."""
    stale = Q(due_on__isnull=False) & ~Q(reckoned_with=calendar_digest())
    wanted = model._default_manager.filter(Q(look_on__lte=day) | stale).exclude(phase="ended", look_on__isnull=True)
    yield from list(wanted.order_by("look_on", "pk").values_list("pk", flat=True))


def _look(kind: Ticked, pk: int, day: date, report: Report) -> None:
    with transaction.atomic():
        thing = held(kind.model, pk)
        for event in _unfolding(thing, day):
            if kind.carry_out(thing, event, day):
                report.happened[event.kind] = report.happened.get(event.kind, 0) + 1
        reckon(thing, position_of(thing), day, done=True)


def _unfolding(thing: Flowing, day: date) -> Iterator[Event]:
    """Events due by `day`, also those of clocks that an earlier one started (days of downtime); each key once."""
    seen: set[str] = set()
    while fresh := [one for one in events(thing.flow, position_of(thing), working_days(), day) if one.key not in seen]:
        seen.add(fresh[0].key)
        yield fresh[0]
