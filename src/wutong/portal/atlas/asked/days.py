"""From an address to the day as of which something is asked."""

from datetime import date

from django.http import QueryDict

from wutong.portal.atlas.forms import Remark, unknown_value

_EARLIEST = date(1950, 1, 1)


def read_day(params: QueryDict, latest: date) -> tuple[date | None, tuple[Remark, ...]]:
    """The day of `?on=`, and what of it could not be used. A day after `latest` is as good as none."""
    text = params.get("on", "")
    if not text:
        return None, ()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None, (unknown_value("on", text),)
    if found < _EARLIEST:
        return None, (unknown_value("on", text),)
    return (found if found < latest else None), ()
