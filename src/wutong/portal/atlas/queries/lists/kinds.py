"""What a kind of list is: one row a thing, with the facets, orders and columns that its page and its file have.

All SQL here is our own; what readers type travels as parameters. Reads nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
# How an address writes “nothing is said of it”.
UNSTATED = "-"


@dataclass(frozen=True, slots=True)
class Facet:
    """A column that narrows the list. `is_list` where it holds several values; `is_year` where values are years."""

    code: str
    sql: str
    is_list: bool = False
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the list: SQL after ORDER BY, how a column's head calls it, and the order that turns it round."""

    sql: str
    says: str = ""
    other: str = ""


@dataclass(frozen=True)
class ListKind(Generic[Row]):
    """A list of one kind of thing.

    `relation` is a SELECT with one row a thing, named by `key`; `row` is the dataclass of a line, its fields columns of
    the relation. `text` is the lower-case text in which words are looked for; each of `numbers` is a condition with one
    question mark for a number in capitals. `links` is a SELECT of (thing, enterprise_id): through it a list can be
    narrowed to enterprises, and so to places and nodes; empty where there is none.
    """

    code: str
    table: str
    relation: str
    key: str
    row: type[Row]
    text: str
    facets: tuple[Facet, ...]
    orders: Mapping[str, Order]
    exported: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    links: str = ""

    @property
    def facet_codes(self) -> tuple[str, ...]:
        """Facets in the order of the page, and then what narrows to enterprises."""
        return (*(facet.code for facet in self.facets), *(SCOPES if self.links else ()))

    @property
    def by_code(self) -> dict[str, Facet]:
        """The facets by their codes."""
        return {facet.code: facet for facet in self.facets}

    @property
    def first_order(self) -> str:
        """The order of a list of which none was asked."""
        return next(iter(self.orders))


AnyKind = ListKind[Any]
# Narrow a list to enterprises: of a place (division, cluster or zone), of a node of the chain, or one by its id.
SCOPES = ("place", "node", "enterprise")
