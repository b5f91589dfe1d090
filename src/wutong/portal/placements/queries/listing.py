"""Placements as a list."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wutong.portal.accounts.access import Access
from wutong.portal.placements.access import visible
from wutong.portal.placements.models import Placement

PAGE_SIZE = 20
TABS = ("running", "posts", "matching", "working", "ended", "all")
SORTS = {"entered": "entered_at", "due": "due_on", "number": "number"}
_STATES = {
    "posts": Q(state="open"),
    "matching": Q(state__in=["need", "open", "proposed", "applied", "checking", "agreeing"]),
    "working": Q(state__in=["onboarding", "planning", "working", "rating", "rated", "offered", "founding"]),
    "ended": Q(phase="ended"),
    "running": ~Q(phase="ended"),
    "all": Q(),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list."""

    tab: str = "running"
    words: str = ""
    sort: str = "-entered"
    page: int = 1


def found(access: Access, asked: Asked) -> QuerySet[Placement]:
    """The placements that fit, in the order that is asked for."""
    rows = visible(access).filter(_STATES[asked.tab])
    if asked.words:
        words = Q(number__icontains=asked.words) | Q(topic__icontains=asked.words)
        rows = rows.filter(words | Q(organisation__name_zh__icontains=asked.words))
    name = SORTS.get(asked.sort.removeprefix("-"), "entered_at")
    ordered = rows.order_by(f"-{name}" if asked.sort[0] == "-" else name, "-pk")
    return ordered.select_related(*Placement.read_with)


def counts(access: Access) -> dict[str, int]:
    """How many placements each tab has, in one query."""
    told: dict[str, int] = visible(access).aggregate(
        **{tab: Count("pk", filter=wanted, distinct=True) if wanted else Count("pk") for tab, wanted in _STATES.items()}
    )
    return told
