"""The tick as a heart: it beats beside requests, in one process at a time, and can be seen to beat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wutong.kernel import clock
from wutong.portal.flowing.models import Heartbeat
from wutong.portal.flowing.ticking import Report, tick
from wutong.portal.shared.background import every

SECONDS_BETWEEN = 60
_LATE_AFTER = timedelta(minutes=10)
_NAME = "tick"


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the tick last ended, and whether that is too long ago; `ended_at` is None where it never has."""

    ended_at: datetime | None
    is_late: bool
    broken: tuple[str, ...]


def beat(*, is_asked_for: bool = False) -> Report | None:
    """Tick and write down that it was done; None where another process has just done so, unless it `is_asked_for`."""
    if not _begun(is_asked_for):
        return None
    report = tick()
    Heartbeat.objects.filter(name=_NAME).update(
        ended_at=clock.now(), looked=report.looked, happened=report.happened, broken=report.broken[:20]
    )
    return report


def keep_beating() -> None:
    """From now on, beside requests of this process, do what time asks for."""
    every(SECONDS_BETWEEN, "tick", beat)


def pulse() -> Pulse:
    """Whether time is watched."""
    row = Heartbeat.objects.filter(name=_NAME).first()
    if row is None or row.ended_at is None:
        return Pulse(None, is_late=True, broken=())
    return Pulse(row.ended_at, clock.now() - row.ended_at > _LATE_AFTER, tuple(row.broken))


@transaction.atomic
def _begun(is_asked_for: bool) -> bool:
    now = clock.now()
    Heartbeat.objects.get_or_create(name=_NAME, defaults={"began_at": now - timedelta(days=1)})
    row = Heartbeat.objects.select_for_update().get(name=_NAME)
    if not is_asked_for and now - row.began_at < timedelta(seconds=SECONDS_BETWEEN * 0.8):
        return False
    row.began_at = now
    row.save(update_fields=["began_at"])
    return True
