"""What a reader asks of a list: words, order, page. Anything odd counts as not asked."""

from collections.abc import Container
from dataclasses import dataclass

from django.http import HttpRequest

from wutong.portal.accounts.roles import Kind
from wutong.portal.shared.paging import page_asked


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, a kind of organisation, an order and a page."""

    words: str
    kind: str
    sort: str
    page: int


def asked(request: HttpRequest, orders: Container[str]) -> Asked:
    """What the address asks for."""
    sort = request.GET.get("sort", "")
    kind = request.GET.get("kind", "")
    return Asked(
        words=request.GET.get("q", "").replace("\0", "").strip()[:100],  # no database takes a NUL
        kind=kind if kind in list(Kind) else "",
        sort=sort if sort.removeprefix("-") in orders else "name",
        page=page_asked(request),
    )
