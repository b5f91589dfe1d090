"""The pool as a list, and how it is doing in figures."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet

from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.access import handling
from wutong.portal.voice.access import visible
from wutong.portal.voice.models import Petition

PAGE_SIZE = 20
TABS = ("open", "dispatch", "answer", "mine", "closed", "all")
SORTS = {"entered": "entered_at", "due": "due_on", "number": "number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list."""

    tab: str = "open"
    words: str = ""
    kind: str = ""
    issue: str = ""
    sort: str = "-entered"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Doing:
    """How the pool is doing: how many, open, over their time, answered, and the mean of stars with its count."""

    total: int
    open: int
    over: int
    answered: int
    mean: float | None
    rated: int


def found(access: Access, asked: Asked) -> QuerySet[Petition]:
    """The petitions that fit, in the order that is asked for."""
    rows = _narrowed(visible(access), access, asked.tab)
    if asked.words:
        words = Q(number__icontains=asked.words) | Q(title__icontains=asked.words) | Q(text__icontains=asked.words)
        rows = rows.filter(words | Q(organisation__name_zh__icontains=asked.words))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.issue:
        rows = rows.filter(issue=asked.issue)
    name = SORTS.get(asked.sort.removeprefix("-"), "entered_at")
    return rows.select_related("organisation", "handler").order_by(f"-{name}" if asked.sort[0] == "-" else name, "-pk")


def counts(access: Access) -> dict[str, int]:
    """How many petitions each tab has."""
    rows = visible(access)
    return {tab: _narrowed(rows, access, tab).count() for tab in TABS}


def doing(access: Access) -> Doing:
    """How the pool that somebody sees is doing, in one query."""
    today = clock.today()
    told = visible(access).aggregate(
        total=Count("pk"),
        open=Count("pk", filter=~Q(phase="ended")),
        over=Count("pk", filter=Q(due_on__lt=today, state__in=["received", "handling"])),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        mean=Avg("stars"),
        rated=Count("stars"),
    )
    return Doing(**told)


def _narrowed(rows: QuerySet[Petition], access: Access, tab: str) -> QuerySet[Petition]:
    match tab:
        case "open":
            return rows.exclude(phase="ended")
        case "dispatch":
            return rows.filter(state="received")
        case "answer":
            return rows.filter(state="handling", handler__in=handling(access))
        case "mine":
            return rows.filter(organisation__in=access.organisations(Permission.CASE_TRACK))
        case "closed":
            return rows.filter(phase="ended")
    return rows
