"""The menus: the live applications of the catalogue, in their declared order. Everybody's, and the reader's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from wutong.catalog.applications import Application
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

MOST_IN_LINE = 6


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu, in the reader's language."""

    code: str
    title: str
    summary: str
    address: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """Everybody's menu: the entries that stand in one line beside the search, and the rest under one head."""

    first: tuple[MenuItem, ...]
    more: tuple[MenuItem, ...]

    @property
    def is_current_in_more(self) -> bool:
        """True where the reader is under an entry of the rest."""
        return any(entry.is_current for entry in self.more)


def menu(request: HttpRequest) -> Menu:
    """What works for everybody, with the entry under which the reader is marked."""
    found = _items(request, (entry for entry in _live() if entry.needs is None))
    # One entry more than the line has room for stands in it all the same: a head would take its place.
    room = len(found) if len(found) <= MOST_IN_LINE + 1 else MOST_IN_LINE
    return Menu(tuple(found[:room]), tuple(found[room:]))


def own_menu(request: HttpRequest, may: Callable[[str], bool]) -> list[MenuItem]:
    """What works for those with a permission; `may` tells of one, by its code, whether the reader has it."""
    return _items(request, (entry for entry in _live() if entry.needs is not None and may(entry.needs)))


def _live() -> list[Application]:
    return sorted((entry for entry in catalogue().applications.values() if entry.live), key=lambda one: one.order)


def _items(request: HttpRequest, entries: Iterable[Application]) -> list[MenuItem]:
    return [
        MenuItem(
            code=entry.code,
            title=wording(entry.menu or entry.title),
            summary=wording(entry.summary),
            address=entry.entry,
            icon=entry.icon,
            is_current=_holds(entry, request.path),
        )
        for entry in entries
        if entry.entry
    ]


def _holds(entry: Application, path: str) -> bool:
    if entry.entry == "/":
        return path == "/"
    return any(path.startswith(address) for address in (entry.entry, *entry.covers) if address)
