"""The one shape of every block of a portrait: heads, rows, the names they came by, and what is unsure."""

from collections.abc import Iterable
from dataclasses import dataclass

from wutong.portal.atlas.panels.charts import Chart
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.ties import Tie

PART_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index of a page."""

    ident: str
    title: str
    count: str = ""
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column. `sort` is what an address calls its order on the page of the whole list; empty where it has none.

    There, `link` leads to that order, and `order` names it where it holds.
    """

    title: str
    is_number: bool = False
    sort: str = ""
    link: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `under` qualifies it on a line of its own. One that is short stays on one line."""

    text: str
    address: str = ""
    under: str = ""
    is_number: bool = False
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One item: its cells, the name as written that brought it here, and where it was read.

    `objection` names the table of `written` where a reader may say of this very row that it is another firm's.
    """

    cells: tuple[Cell, ...]
    origin: Origin | None
    written: str = ""
    ident: str = ""
    objection: str = ""


@dataclass(frozen=True, slots=True)
class TieShown:
    """A name as written, and in words why it is tied to the enterprise; `table` is one that carries the name."""

    name: str
    verdict: str
    reasons: str
    is_counted: bool
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows, and the names through which the rows were found."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...] = ()
    through: tuple[TieShown, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A table with a heading of its own within a block; what does not stand at once folds."""

    title: str
    table: Table

    @property
    def first(self) -> tuple[Row, ...]:
        return self.table.rows[:PART_SHOWN]

    @property
    def rest(self) -> tuple[Row, ...]:
        return self.table.rows[PART_SHOWN:]

    @property
    def has_origins(self) -> bool:
        """True where every row was told by one row of a file."""
        return all(row.origin for row in self.table.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """One block. `empty` says in a line what was looked in; `more` and `more_unsure` lead to the whole lists."""

    code: str
    title: str
    table: Table
    unsure: Table
    empty: str
    hint: str = ""
    note: str = ""
    more: str = ""
    more_unsure: str = ""
    charts: tuple[Chart, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def title_id(self) -> str:
        """The id of its heading."""
        return f"{self.code}-title"

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to show, not even what is unsure."""
        return not (self.table.rows or self.unsure.rows or self.parts)

    @property
    def has_more(self) -> bool:
        """True where the whole list holds more than stands here."""
        return self.table.total > len(self.table.rows)

    @property
    def has_more_unsure(self) -> bool:
        """The same of what is unsure."""
        return self.unsure.total > len(self.unsure.rows)


def used(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Each tie once, in the order in which items name them."""
    return tuple({tie.name: tie for tie in ties}.values())
