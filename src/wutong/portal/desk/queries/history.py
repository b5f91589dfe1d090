"""Every judgement, newest first, with what it supersedes and what supersedes it. Returns small typed rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wutong.portal.accounts.models import Person
from wutong.portal.desk.models import Judgement
from wutong.portal.desk.naming import key_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """Which judgements: words in the name or the enterprise's, a verdict, those of one person, those that hold."""

    words: str = ""
    verdict: str = ""
    by: Person | None = None
    is_holding: bool = False


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some judgements, newest first, and how many there are in all."""

    rows: list[Judgement]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def page_of(sought: Sought, *, page: int) -> HistoryPage:
    """One page of what is sought; a page beyond the last is the last."""
    found = _find(sought)
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    return HistoryPage(list(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), total, page)


def all_of(sought: Sought) -> Iterator[Judgement]:
    """Everything that is sought, newest first, without holding it all."""
    return _find(sought).iterator(chunk_size=1000)


def everything() -> Iterator[Judgement]:
    """Every judgement in the order in which they were made."""
    return Judgement.objects.select_related("supersedes").order_by("number").iterator(chunk_size=1000)


def _find(sought: Sought) -> QuerySet[Judgement]:
    found = Judgement.objects.select_related("judged_by", "organisation", "supersedes", "superseded_by")
    found = found.order_by("-number")
    if sought.words:
        words = sought.words
        found = found.filter(
            Q(name_key__contains=key_of(words)) | Q(name__icontains=words) | Q(name_zh__icontains=words)
        )
    if sought.verdict:
        found = found.filter(verdict=sought.verdict)
    if sought.by is not None:
        found = found.filter(judged_by=sought.by)
    if sought.is_holding:
        found = found.filter(superseded_by__isnull=True)
    return found
