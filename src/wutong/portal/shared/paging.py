"""Links of a list that comes in pages and can be put in another order."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the reader is, and the addresses of the pages beside it; empty where there is none."""

    page: int
    count: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Head:
    """How a column's head leads to the list in its order: the address, and the order where it holds now."""

    link: str
    order: str


def page_asked(request: HttpRequest) -> int:
    """The page in the address; anything odd means the first."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def pages(request: HttpRequest, page: int, count: int, anchor: str = "") -> Pages:
    """The pages beside `page` of `count`, with everything else in the address as it is; `anchor` leads to the list."""
    earlier = _with(request, page=str(page - 1)) + anchor if page > 1 else ""
    later = _with(request, page=str(page + 1)) + anchor if page < count else ""
    return Pages(page, count, earlier, later)


def head(request: HttpRequest, name: str, sort: str) -> Head:
    """The head of the column `name` while the list is in the order `sort`; `-name` is the falling order."""
    order = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    wanted = f"-{name}" if sort == name else name
    return Head(_with(request, sort=wanted, page=""), order)


def _with(request: HttpRequest, **values: str) -> str:
    query = request.GET.copy()
    for name, value in values.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}"
