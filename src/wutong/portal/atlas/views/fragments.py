"""Tell a request for a part of a page from a request for the page."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def is_fragment(request: HttpRequest) -> bool:
    """True where htmx will put the answer into a page that is already there."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def is_typed(request: HttpRequest, name: str) -> bool:
    """True where the reader is typing into the field called `name`."""
    return HtmxDetails(request).trigger_name == name
