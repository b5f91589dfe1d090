"""The only place that asks what time it is. Time is UTC inside and Asia/Shanghai on the page."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in China."""
    return now().astimezone(SHANGHAI).date()
