"""Paging of a list: which page this is and where its neighbours are."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Pages:
    """Page `page` of `count`; `earlier` and `later` are addresses, empty at the ends."""

    page: int
    count: int
    earlier: str
    later: str


def pages(address: str, params: dict[str, str], *, page: int, count: int, anchor: str = "") -> Pages:
    """The neighbours of `page` at `address`; `params` are those of the list, without its page."""

    def at(number: int) -> str:
        query = urlencode({**{name: value for name, value in params.items() if value}, "page": number})
        return f"{address}?{query}{anchor}"

    return Pages(
        page=page,
        count=count,
        earlier=at(page - 1) if page > 1 else "",
        later=at(page + 1) if page < count else "",
    )
