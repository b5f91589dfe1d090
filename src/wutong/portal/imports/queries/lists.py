"""What is asked of a list and one page of it: words, where things stand, an order. Anything odd counts as not asked."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.http import HttpRequest

from wutong.portal.shared.paging import page_asked

T = TypeVar("T")
M = TypeVar("M", bound=Model)

PAGE_SIZE = 20
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words, where things stand, a kind, an order and a page."""

    words: str = ""
    stand: str = ""
    kind: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def wanted(
    request: HttpRequest, *, orders: Container[str], usual: str, stands: Container[str], kinds: Container[str] = ()
) -> Wanted:
    """What the address asks for."""
    sort, stand, kind = (request.GET.get(name, "") for name in ("sort", "stand", "kind"))
    return Wanted(
        words=request.GET.get("q", "").replace("\0", "").strip()[:100],  # no database takes a NUL
        stand=stand if stand in stands else "",
        kind=kind if kind in kinds else "",
        sort=sort if sort.removeprefix("-") in orders else usual,
        page=page_asked(request),
    )


def with_words(objects: QuerySet[M], words: str, fields: Sequence[str]) -> QuerySet[M]:
    """Those in which every word stands somewhere in `fields`."""
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        objects = objects.filter(anywhere)
    return objects


def in_order(objects: QuerySet[M], sort: str, orders: Mapping[str, str]) -> QuerySet[M]:
    """In the order `sort`, the newest first within; `-name` turns it round."""
    field = F(orders[sort.removeprefix("-")])
    order: OrderBy = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return objects.order_by(order, "-pk")


def page_of(objects: QuerySet[M], page: int) -> Found[M]:
    """One page; one beyond the last is the last."""
    total = objects.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    return Found(tuple(objects[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), total, page)
