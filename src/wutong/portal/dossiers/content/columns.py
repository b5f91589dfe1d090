"""Blocks of a portrait as tables: for each kind of item its columns, and the chapter around them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from wutong.portal.atlas.queries.portraits.items import Block
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.ties import Tie
from wutong.portal.dossiers.content.document import Bar, Bars, Cell, Grid, Piece, Section, Words
from wutong.portal.dossiers.content.notes import Notes
from wutong.portal.dossiers.content.register import short
from wutong.portal.shared.templatetags.wutong import number

# A cell of a table of many columns; the row that its note names has the rest.
_LONGEST = 180


class Told(Protocol):
    """An item that a record told, through a name that is tied to the enterprise."""

    @property
    def tie(self) -> Tie: ...

    @property
    def origin(self) -> Origin: ...


I = TypeVar("I", bound=Told)  # noqa: E741 - an item


@dataclass(frozen=True)  # no slots: Python 3.11 refuses a generic class with them when it is called by its type
class Column(Generic[I]):
    """One column: its head, its share of the width, and what stands in it."""

    head: str
    width: float
    text: Callable[[I], str]
    is_number: bool = False


def chapter(
    code: str,
    title: str,
    block: Block[I],
    columns: Sequence[Column[I]],
    notes: Notes,
    charts: Iterable[Bars] = (),
) -> Section | None:
    """The chapter of one block, or None where nothing is tied to the enterprise for certain, nor perhaps."""
    if block.is_empty:
        return None
    pieces: list[Piece] = [*charts]
    if block.items:
        pieces.append(_grid(block, columns, notes))
    if block.unsure_total:
        said = _("Perhaps of this enterprise, and neither listed nor counted since nobody has decided yet: %(count)s.")
        pieces.append(Words(Cell(said % {"count": number(block.unsure_total)}), is_caution=True))
    return Section(code, title, tuple(pieces))


def _grid(block: Block[I], columns: Sequence[Column[I]], notes: Notes) -> Grid:
    as_written: Column[I] = Column(_("Name as written"), 0.2, lambda item: item.tie.name)
    shown = (*columns, as_written)
    rows = tuple(
        (
            notes.cell(short(shown[0].text(item), _LONGEST), item.origin),
            *(Cell(short(column.text(item), _LONGEST)) for column in shown[1:]),
        )
        for item in block.items
    )
    remark = ""
    if block.total > len(block.items):
        counts = {"shown": number(len(block.items)), "total": number(block.total)}
        remark = _("The first %(shown)s of %(total)s are listed.") % counts
    return Grid(
        heads=tuple(column.head for column in shown),
        rows=rows,
        widths=tuple(column.width for column in shown),
        numeric=frozenset(place for place, column in enumerate(shown) if column.is_number),
        remark=remark,
    )


def counted(title: str, values: Iterable[str]) -> tuple[Bars, ...]:
    """How often each value occurs, as a chart in their order; nothing where fewer than two values do."""
    counts = Counter(values)
    if len(counts) < 2:
        return ()
    return (Bars(title, tuple(Bar(one, counts[one], number(counts[one])) for one in sorted(counts))),)
