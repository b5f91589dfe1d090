"""Filings that an enterprise follows itself, as a list."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from wutong.portal.accounts.access import Access
from wutong.portal.filings.access import visible
from wutong.portal.filings.models import TrackedFiling

PAGE_SIZE = 20
TABS = ("open", "ended", "all")
SORTS = {"due": "due_on", "accepted": "accepted_on", "number": "acceptance_number", "product": "product"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list."""

    tab: str = "open"
    words: str = ""
    kind: str = ""
    sort: str = "due"
    page: int = 1


def found(access: Access, asked: Asked) -> QuerySet[TrackedFiling]:
    """The filings that fit, in the order that is asked for; what has no date stands last."""
    rows = _narrowed(visible(access), asked.tab)
    if asked.words:
        words = Q(acceptance_number__icontains=asked.words) | Q(product__icontains=asked.words)
        rows = rows.filter(words | Q(number__icontains=asked.words) | Q(notes__icontains=asked.words))
    if asked.kind:
        rows = rows.filter(kind_code=asked.kind)
    by = F(SORTS.get(asked.sort.removeprefix("-"), "due_on"))
    order = by.desc(nulls_last=True) if asked.sort.startswith("-") else by.asc(nulls_last=True)
    return rows.select_related("organisation").order_by(order, "-pk")


def counts(access: Access) -> dict[str, int]:
    """How many filings each tab has."""
    rows = visible(access)
    return {tab: _narrowed(rows, tab).count() for tab in TABS}


def _narrowed(rows: QuerySet[TrackedFiling], tab: str) -> QuerySet[TrackedFiling]:
    match tab:
        case "open":
            return rows.exclude(phase="ended")
        case "ended":
            return rows.filter(phase="ended")
    return rows
