"""The whole list of one block of a portrait: a page of it, or all of it some at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.portraits import blocks
from wutong.portal.atlas.queries.portraits.items import Figure
from wutong.portal.atlas.queries.portraits.records import Records

PAGE_SIZE = 50
MOST_EXPORTED = 50_000
FIGURES = "figures"
_KINDS = {kind.code: kind for kind in blocks.KINDS}
CODES = (*_KINDS, FIGURES)
_FIGURE_ORDERS: dict[str, Callable[[Figure], Any]] = {
    # What has no date comes last where the newest stands first.
    "period": lambda one: (one.period if one.period[:1].isdigit() else "", one.statement, one.metric),
    "metric": lambda one: (one.metric, one.period, one.statement),
    "value": lambda one: (one.value, one.period, one.metric),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: those that are certain or those that are unsure, and in which order (empty for the usual one)."""

    order: str = ""
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and how many items there are of either verdict. A page beyond the last is the last."""

    items: tuple[Any, ...]
    total: int
    other_total: int
    page: int
    pages: int

    @property
    def first_row(self) -> int:
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.items) - 1


def find(release: Release, records: Records, code: str, asked: Asked, page: int, size: int = PAGE_SIZE) -> Found:
    """One page of the block `code`, which is one of CODES."""
    total, other = _totals(records, code, is_unsure=asked.is_unsure)
    pages = max(1, -(-total // size))
    page = min(page, pages)
    offset = (page - 1) * size
    items: list[Any] = []
    if total and code == FIGURES:
        items = _figures(records, asked)[offset : offset + size]
    elif total:
        items = blocks.page_of(
            release,
            _KINDS[code],
            records.known,
            order=asked.order,
            is_unsure=asked.is_unsure,
            size=size,
            offset=offset,
        )
    return Found(tuple(items), total, other, page, pages)


def batches(release: Release, records: Records, code: str, asked: Asked) -> Iterator[list[Any]]:
    """Everything of a block, the certain before the unsure; MOST_EXPORTED at most."""
    if code == FIGURES:
        yield _figures(records, asked)
    else:
        yield from blocks.all_of(release, _KINDS[code], records.known, order=asked.order, most=MOST_EXPORTED)


def columns_of(code: str) -> tuple[str, ...]:
    """What is told of an item, as the release calls it."""
    if code == FIGURES:
        return tuple(name for name in Figure.__slots__ if name != "origin")
    return _KINDS[code].columns


def orders_of(code: str) -> tuple[str, ...]:
    """What an address may ask for; the first is the usual order."""
    if code == FIGURES:
        return tuple(f"{sign}{name}" for sign in ("-", "") for name in _FIGURE_ORDERS)
    return tuple(_KINDS[code].orders)


def _totals(records: Records, code: str, *, is_unsure: bool) -> tuple[int, int]:
    if code == FIGURES:
        return (0, len(_all_figures(records))) if is_unsure else (len(_all_figures(records)), 0)
    block = getattr(records, code)
    return (block.unsure_total, block.total) if is_unsure else (block.total, block.unsure_total)


def _all_figures(records: Records) -> list[Figure]:
    return [one for reported in records.reported if reported.listing.tie.is_counted for one in reported.figures]


def _figures(records: Records, asked: Asked) -> list[Figure]:
    order = asked.order or "-period"
    key = _FIGURE_ORDERS.get(order.removeprefix("-"), _FIGURE_ORDERS["period"])
    return sorted(_all_figures(records), key=key, reverse=order.startswith("-"))
