"""The only place that asks what time it is. Time is UTC inside and Asia/Shanghai on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _standing.get() or datetime.now(UTC)


def today() -> date:
    """The present date in China."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The date in China at `moment`; one without a zone is in UTC, as releases keep it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(SHANGHAI).date()


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """Let time stand at `moment` in this context: for the invented past of a demo, and for tests."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def standing_on(day: date, at: time) -> Iterator[None]:
    """Let time stand on `day` at that time in China, or at the present moment where that has not come yet: what is
    invented of the past must not lie ahead of whoever invents it."""
    with standing(min(now(), datetime.combine(day, at, SHANGHAI).astimezone(UTC))):
        yield
