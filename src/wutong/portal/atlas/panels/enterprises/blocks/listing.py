"""The page of the whole list of one block, and the same list as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.portal.atlas.panels.enterprises.blocks import figures, rows, words
from wutong.portal.atlas.panels.enterprises.blocks.page import TABLES, tie_shown
from wutong.portal.atlas.panels.enterprises.blocks.shape import Head, Table, used
from wutong.portal.atlas.queries.portraits import lists
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import head
from wutong.portal.shared.spreadsheets.cells import Cell

# Block → the released table whose titles its columns have.
_RELEASED = {
    "products": "products",
    "trials": "trials",
    "approvals": "approvals",
    "applications": "drug_applications",
    "financing": "financing_rounds",
    lists.FIGURES: "listed_figures",
}


def title(block: str) -> str:
    """What the list is called."""
    if block == lists.FIGURES:
        return _("Quarterly figures")
    return _("Products") if block == "products" else str(rows.LAYOUTS[block].title)


def table(block: str, items: Sequence[Any]) -> Table:
    """The rows of one page, with the names that they came by."""
    if block == lists.FIGURES:
        heads, lines = figures.every(items)
        return Table(heads, lines, total=len(lines))
    layout = rows.LAYOUTS[block]
    through = tuple(tie_shown(tie, TABLES[block]) for tie in used(item.tie for item in items))
    return Table(layout.heads, layout.rows(items), through, len(items))


def heads(request: HttpRequest, block: str, asked: lists.Asked) -> tuple[Head, ...]:
    """Heads that lead to the list in their order; the usual order is marked too."""
    sort = asked.order or lists.orders_of(block)[0]
    return tuple(_sorted(request, one, sort) if one.sort else one for one in table(block, ()).heads)


def _sorted(request: HttpRequest, one: Head, sort: str) -> Head:
    found = head(request, one.sort, sort)
    return replace(one, link=found.link, order=found.order)


def file_heads(block: str) -> list[str]:
    """Heads of the file: what the release tells of an item, and whence."""
    declared = {one.name: wording(one.title) for one in catalogue().released[_RELEASED[block]].columns}
    told = [declared.get(name) or _further(name) for name in lists.columns_of(block)]
    tied = [] if block == lists.FIGURES else [_("Name as written"), _("Verdict"), _("Reasons")]
    return [*told, *tied, _("Source"), _("File"), _("Row")]


def file_rows(block: str, items: Iterable[Any]) -> list[list[Cell]]:
    """Rows of the file."""
    names = lists.columns_of(block)
    return [[*(_cell(getattr(one, name)) for name in names), *_tied(block, one), *_origin(one)] for one in items]


def _further(name: str) -> str:
    return {"role": pgettext("of a sponsor", "Role"), "stage": _("Stage"), "matched_by": _("Tied by")}.get(name, name)


def _tied(block: str, one: Any) -> list[Cell]:
    return [] if block == lists.FIGURES else [one.tie.name, words.verdict(one.tie), words.reasons(one.tie)]


def _origin(one: Any) -> list[Cell]:
    return [one.origin.source_id, one.origin.file_name, one.origin.row_number]


def _cell(value: Any) -> Cell:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if value is None or isinstance(value, str | int | float | bool | date) else str(value)
