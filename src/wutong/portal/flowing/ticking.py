"""What time does to things that flow, however often anybody asks and however long nobody did. Apps register theirs.

Many things a transaction (batches.py); where that breaks, one thing a transaction: what breaks with one is told and
holds up no other.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import structlog
from django.db import connection

from wutong.kernel import clock
from wutong.portal.flowing.batches import TICK, Remind, Ticked, happen, wanted
from wutong.portal.flowing.models import Flowing
from wutong.portal.flowing.moving import OnMoved

__all__ = ["TICK", "Report", "register", "register_daily", "tick"]

log = structlog.get_logger(__name__)
# Enough that a statement costs little for each, and few enough that nobody waits long for a writer to end.
AT_ONCE = 100
# Whoever waits to write to SQLite asks now and then, and would find the next batch there each time.
_SECONDS_FOR_OTHERS = 0.05


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


def register(model: type[Flowing], *, then: OnMoved, remind: Remind, recorded_as: str) -> None:
    """Make known a kind of thing; an app does so when Django starts. What the rest is for: batches.Ticked."""
    if all(one.model is not model for one in _registered):
        _registered.append(Ticked(model, then, remind, recorded_as))


def register_daily(name: str, work: Daily) -> None:
    """Make known something that is to be looked at with each tick; it does what it does once, however often asked."""
    _daily[name] = work


def tick(today: date | None = None) -> Report:
    """Do what is due by `today` with every thing; exactly once however often it is called."""
    day = today or clock.today()
    report = Report()
    for kind in _registered:
        keys = list(wanted(kind.model, day).order_by("look_on", "pk").values_list("pk", flat=True))
        report.looked += len(keys)
        for start in range(0, len(keys), AT_ONCE):
            if start and connection.vendor == "sqlite":
                time.sleep(_SECONDS_FOR_OTHERS)
            _look(kind, keys[start : start + AT_ONCE], day, report)
    for name, work in _daily.items():
        with _holding_up_nothing(name, report):
            if done := work(day):
                report.happened[name] = done
    return report


def tick_one(thing: Flowing, day: date) -> Report:
    """Do what is due by `day` with one thing only, of a kind that is registered."""
    report = Report(looked=1)
    _look(next(one for one in _registered if one.model is type(thing)), [thing.pk], day, report)
    return report


@contextmanager
def _holding_up_nothing(name: str, report: Report) -> Iterator[None]:
    """One broken thing must not stop the clocks of all others."""
    try:
        yield
    except Exception:
        log.exception("tick broken", of=name)
        report.broken.append(name)


def _look(kind: Ticked, keys: Sequence[int], day: date, report: Report) -> None:
    """Let happen what is due with all of `keys`, or with each alone where one of them breaks."""
    label = kind.model._meta.label
    if len(keys) > 1:
        try:
            _happen(kind, keys, day, report)
        except Exception:
            log.exception("tick batch taken apart", of=label, things=len(keys))
        else:
            return
    for pk in keys:
        with _holding_up_nothing(f"{label} {pk}", report):
            _happen(kind, [pk], day, report)


def _happen(kind: Ticked, keys: Sequence[int], day: date, report: Report) -> None:
    for done in happen(kind=kind, keys=keys, day=day, by=TICK.who):
        report.happened[done] = report.happened.get(done, 0) + 1
