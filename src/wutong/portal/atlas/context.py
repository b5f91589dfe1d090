"""What every page says about the release behind it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wutong.portal.atlas.access import NoRelease, ReleaseFacts, current_release, facts_of


def release(request: HttpRequest) -> dict[str, Any]:
    """`release`: the facts of the promoted release; false where there is none."""
    return {"release": SimpleLazyObject(_facts)}


def _facts() -> ReleaseFacts | str:
    try:
        return facts_of(current_release())
    except NoRelease:
        # An empty text is false in a template, as None would be, and SimpleLazyObject can wrap it.
        return ""
