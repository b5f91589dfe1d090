"""From an address to what it asks of a list. What makes no sense is left out and said, never refused."""

import re

from django.http import QueryDict

from wutong.portal.atlas.forms import LONGEST_TEXT, MOST_VALUES, Remark, unknown_value
from wutong.portal.atlas.panels.lists.words import declared
from wutong.portal.atlas.places import find_place
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.kinds import SCOPES, UNSTATED, AnyKind
from wutong.portal.shared.catalogue import catalogue

_LONGEST_VALUE = 80
_MOST_PAGES = 1_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def read_asked(kind: AnyKind, params: QueryDict) -> tuple[Asked, tuple[Remark, ...]]:
    """What an address asks for, and what of it could not be used."""
    remarks: list[Remark] = []
    chosen = []
    for facet in kind.facet_codes:
        values = tuple(dict.fromkeys(value.strip() for value in params.getlist(facet)))[:MOST_VALUES]
        known = tuple(value for value in values if value and is_known(kind, facet, value))
        remarks += [unknown_value(facet, value) for value in values if value and value not in known]
        if known:
            chosen.append((facet, known))
    order = params.get("sort", "")
    if order and order not in kind.orders:
        remarks.append(unknown_value("sort", order))
    asked = Asked(
        text=plain(params.get("q", "")),
        chosen=tuple(chosen),
        order=order if order in kind.orders and order != kind.first_order else "",
        page=page_of(params.get("page", "")),
    )
    return asked, tuple(remarks)


def is_known(kind: AnyKind, code: str, value: str) -> bool:
    """True where `value` is one that a facet can have; what is as registers write it may be any short text."""
    if code in SCOPES:
        return is_scope(code, value)
    facet = kind.by_code[code]
    if value == UNSTATED:
        return True
    if facet.is_year:
        return len(value) == 4 and value.isascii() and value.isdigit()
    titles = declared(code)
    return value in titles if titles else len(value) <= _LONGEST_VALUE and value.isprintable()


def is_scope(code: str, value: str) -> bool:
    """True where `value` names a place, a node of the chain, or could name an enterprise or a hospital."""
    if code == "place":
        return find_place(value) is not None
    if code == "node":
        return value in catalogue().chain.nodes
    return _ID.fullmatch(value) is not None


def plain(text: str) -> str:
    """A text as it is looked for: printable, with single spaces, not too long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:LONGEST_TEXT].strip()


def page_of(text: str) -> int:
    """A page's number; anything odd is the first."""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:8]) <= _MOST_PAGES else 1
