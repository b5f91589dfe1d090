"""From an address to the trials that it asks for. What makes no sense is left out and said, never refused."""

from django.http import QueryDict

from wutong.portal.atlas.asked.lists import is_scope
from wutong.portal.atlas.forms import LONGEST_TEXT, MOST_VALUES, Remark, unknown_value
from wutong.portal.atlas.panels.trials.words import declared
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.atlas.queries.trials.asked import FACETS, NARROWING, OF_LISTS, OF_TRIALS, Asked, Order

_LONGEST_VALUE = 80
_MOST_PAGES = 1_000_000


def read_asked(params: QueryDict) -> tuple[Asked, tuple[Remark, ...]]:
    """What an address asks for, and what of it could not be used."""
    remarks: list[Remark] = []
    chosen = []
    for facet in FACETS:
        values = tuple(dict.fromkeys(value.strip() for value in params.getlist(facet)))[:MOST_VALUES]
        known = tuple(value for value in values if value and is_known(facet, value))
        remarks += [unknown_value(facet, value) for value in values if value and value not in known]
        if known:
            chosen.append((facet, known))
    order = params.get("sort", "")
    if order and order not in set(Order):
        remarks.append(unknown_value("sort", order))
    return (
        Asked(
            text=_plain(params.get("q", "")),
            chosen=tuple(chosen),
            order=Order(order) if order in set(Order) else Order.RELEVANCE,
            page=_page(params.get("page", "")),
        ),
        tuple(remarks),
    )


def is_known(facet: str, value: str) -> bool:
    """True where `value` is one that `facet` can have; places are as registers write them."""
    if facet in NARROWING:
        return is_scope(facet, value)
    if value == UNSTATED:
        return facet in OF_TRIALS or facet in OF_LISTS
    if facet in {"year", "numbered"}:
        return len(value) == 4 and value.isascii() and value.isdigit()
    if facet in OF_TRIALS or facet in OF_LISTS:
        return value in declared(facet)
    return len(value) <= _LONGEST_VALUE and value.isprintable()


def _plain(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:LONGEST_TEXT].strip()


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:8]) <= _MOST_PAGES else 1
