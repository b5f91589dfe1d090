"""From rows to what pages of lists show: words for codes, choices of facets, chips. Reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wutong.kernel.bilingual import Text
from wutong.portal.devices import words
from wutong.portal.devices.lists import CATALOGUE, Asked, Listing
from wutong.portal.shared.language import wording

_SHOWN = 8
_RISK_OF = {"1": "一类", "2": "二类", "3": "三类"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many rows it holds, and the list with it, or without it where it is chosen."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: its first choices, and those behind “more”."""

    facet: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list, and the list without it."""

    label: str
    address: str


def facet_title(facet: str) -> str:
    """What a facet is called."""
    return {"category": _("Category"), "risk_class": _("Risk class"), "year": _("Year")}[facet]


def value_title(facet: str, value: str) -> str:
    """What a value of a facet is called."""
    if facet == "category":
        return words.category_title(value)
    return words.risk_short(value) if facet == "risk_class" else value


def groups(
    request: HttpRequest, listing: Listing, asked: Asked, counts: Mapping[str, tuple[tuple[str, int], ...]]
) -> list[Group]:
    """Every facet with something to choose."""
    made: list[Group] = []
    for facet in listing.facets:
        choices = tuple(_choice(request, asked, facet, value, count) for value, count in counts[facet])
        if choices:
            cut = _SHOWN if len(choices) > _SHOWN + 4 else len(choices)
            chosen = bool(asked.value(facet))
            made.append(Group(facet, facet_title(facet), choices[:cut], choices[cut:], not made or chosen))
    return made


def _choice(request: HttpRequest, asked: Asked, facet: str, value: str, count: int) -> Choice:
    is_chosen = asked.value(facet) == value
    return Choice(value_title(facet, value), count, _with(request, facet, "" if is_chosen else value), is_chosen)


def chips(request: HttpRequest, asked: Asked) -> list[Chip]:
    """What narrows the list."""
    made = [
        Chip(f"{facet_title(facet)}: {value_title(facet, value)}", _with(request, facet, ""))
        for facet, value in asked.chosen
    ]
    if asked.text:
        made.append(Chip(f"“{asked.text}”", _with(request, "q", "")))
    return made


def _with(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def row(listing: Listing, found: dict[str, Any]) -> dict[str, Any]:
    """A row with words beside its codes."""
    code = found.get("group_code")
    told = {
        **found,
        "group_title": words.group_title(code),
        "category_words": words.category_title(found.get("category_code") or code, found.get("category_title")),
        "risk_words": words.risk_short(found.get("risk_class")) if found.get("risk_class") else "",
    }
    if listing is CATALOGUE:
        told["classes"] = classes_of(code or "", str(found["code"]))
    return told


def classes_of(group_code: str, entry_code: str) -> str:
    """The classes that products under an entry may have, as far as they are declared."""
    declared = next((one for one in words.knowledge().classes if one.code == group_code), None)
    if declared is None:
        return ""
    between = wording(Text(zh="、", en=" or "))
    return between.join(words.risk_short(_RISK_OF[mark]) for mark in declared.of(entry_code))
