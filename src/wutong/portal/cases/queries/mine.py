"""The cases of an applicant's organisations as a list."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.models import Case
from wutong.portal.shared.catalogue import catalogue

PAGE_SIZE = 20
TABS = ("open", "draft", "waiting", "ended", "all")
SORTS = {"touched": "touched_at", "due": "due_on", "sent": "submitted_on", "number": "number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list; `sort` is a key of SORTS, falling with a minus."""

    tab: str = "open"
    words: str = ""
    sort: str = "-touched"
    page: int = 1


def mine(access: Access, asked: Asked) -> QuerySet[Case]:
    """The cases that fit, in the order that is asked for."""
    found = _narrowed(_all(access), asked.tab)
    if asked.words:
        found = found.filter(Q(number__icontains=asked.words) | Q(service_code__in=codes_of(asked.words)))
    name = SORTS.get(asked.sort.removeprefix("-"), "touched_at")
    falling = asked.sort.startswith("-")
    return found.select_related("organisation", "lead").order_by(f"-{name}" if falling else name, "-pk")


def counts(access: Access) -> dict[str, int]:
    """How many cases each tab has."""
    rows = _all(access)
    return {tab: _narrowed(rows, tab).count() for tab in TABS}


def _all(access: Access) -> QuerySet[Case]:
    own = access.organisations(Permission.CASE_TRACK)
    windows = access.organisations(Permission.CASE_ON_BEHALF)
    return Case.objects.filter(Q(organisation__in=own) | Q(window__in=windows))


def _narrowed(rows: QuerySet[Case], tab: str) -> QuerySet[Case]:
    if tab in {"draft", "waiting", "ended"}:
        return rows.filter(phase=tab)
    return rows.exclude(phase="ended") if tab == "open" else rows


def codes_of(words: str) -> list[str]:
    wanted = words.casefold()
    latest = {code: versions[-1].title for code, versions in catalogue().services.items()}
    return [code for code, title in latest.items() if wanted in f"{code} {title.zh} {title.en}".casefold()]
