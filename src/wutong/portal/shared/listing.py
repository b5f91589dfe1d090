"""What every list in tabs is asked, and what of it is shown: one page of rows, heads, tabs. Knows no table."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from wutong.portal.shared.paging import head, pages

M = TypeVar("M", bound=Model)
_MOST_LETTERS = 100


class Asked(Protocol):
    """What an app's list is asked, besides what is its own."""

    @property
    def sort(self) -> str: ...
    @property
    def page(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Listed(Generic[M]):
    """The rows of one page, and what shared/list/page.html says around them."""

    rows: list[M]
    context: dict[str, Any]


def listed(request: HttpRequest, found: QuerySet[M], asked: Asked, *, size: int, sorts: Collection[str]) -> Listed[M]:
    """The page that is asked for, of `size` rows; the last where there are fewer."""
    total = found.count()
    count = max(1, -(-total // size))
    page = min(asked.page, count)
    context = {
        "asked": asked,
        "total": total,
        "pages": pages(request, page, count),
        "heads": {name: head(request, name, asked.sort) for name in sorts},
    }
    return Listed(list(found[(page - 1) * size : page * size]), context)


def tabs(order: Iterable[str], titles: Mapping[str, Any], counted: Mapping[str, int]) -> list[tuple[str, Any, int]]:
    """Each tab with its title and how many rows it has."""
    return [(tab, titles[tab], counted[tab]) for tab in order]


def words_asked(request: HttpRequest) -> str:
    """What is looked for, without what no database keeps."""
    return request.GET.get("q", "").replace("\0", "").strip()[:_MOST_LETTERS]


def choice_asked(request: HttpRequest, name: str, known: Collection[str], usual: str = "") -> str:
    """One of the `known`; anything else means the usual one."""
    asked = request.GET.get(name, "")
    return asked if asked in known else usual


def sort_asked(request: HttpRequest, sorts: Collection[str], usual: str) -> str:
    """An order, falling with a minus; anything odd means the usual one."""
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in sorts else usual
