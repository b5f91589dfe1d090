"""The two lists that can be leafed through: entries of the catalogue, and decisions. Reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from wutong.portal.atlas.queries.conditions import Condition

LONGEST = 100


@dataclass(frozen=True)
class Listing:
    """A list: its table, what text is looked for in, facets (columns of `relation`), and orders by their names."""

    code: str
    relation: str
    text: str
    facets: tuple[str, ...]
    orders: Mapping[str, str]
    exported: tuple[str, ...]

    def order(self, sort: str) -> str:
        """SQL after ORDER BY of an order that is known, or else of the first; `-name` turns it round."""
        first = next(iter(self.orders))
        name = sort.removeprefix("-")
        column = self.orders.get(name, self.orders[first])
        turned = " DESC" if sort.startswith("-") and name in self.orders else ""
        return f"{column}{turned} NULLS LAST, file_id, row_number"


CATALOGUE = Listing(
    code="catalogue",
    relation="SELECT *, left(code, 2) AS category FROM device_classes",
    text="lower(concat_ws(' ', code, name, description, category_title))",
    facets=("category",),
    orders={"code": "code", "name": "name"},
    exported=(
        *("code", "group_code", "category_code", "category_title", "name", "risk_class", "description"),
        *("file_id", "row_number"),
    ),
)
DECISIONS = Listing(
    code="decisions",
    relation=(
        "SELECT *, left(group_code, 2) AS category, "
        "file_id || '-' || CAST(row_number AS VARCHAR) AS key FROM device_decisions"
    ),
    text="lower(concat_ws(' ', product, description, group_code, batch))",
    facets=("risk_class", "category", "year"),
    orders={"batch": "batch", "product": "product", "code": "group_code", "risk": "risk_class"},
    exported=(
        *("product", "description", "risk_class", "group_code", "code_text", "batch", "number"),
        *("file_id", "row_number"),
    ),
)
LISTS = {listing.code: listing for listing in (CATALOGUE, DECISIONS)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of a list. Of each facet one value at most."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1

    def value(self, facet: str) -> str:
        """What is chosen on a facet, or nothing."""
        return dict(self.chosen).get(facet, "")


def read_asked(listing: Listing, params: QueryDict, page: int) -> Asked:
    """What an address asks for; what makes no sense is left out."""
    text = "".join(letter for letter in params.get("q", "") if letter.isprintable())[:LONGEST].strip()
    chosen = tuple((facet, value[:LONGEST]) for facet in listing.facets if (value := params.get(facet, "").strip()))
    sort = params.get("sort", "")
    known = sort.removeprefix("-") in listing.orders
    first = "-batch" if listing is DECISIONS else ""
    return Asked(text=text, chosen=chosen, sort=sort if known else first, page=page)


def statement(listing: Listing, asked: Asked, *, without: str = "") -> Condition:
    """The rows that are asked for, as a SELECT; `without` leaves one facet out."""
    conditions, params = ["true"], []
    for word in asked.text.lower().split():
        conditions.append(f"contains({listing.text}, ?)")
        params.append(word)
    for facet, value in asked.chosen:
        if facet != without:
            conditions.append(f"CAST({facet} AS VARCHAR) = ?")
            params.append(value)
    return Condition(f"SELECT * FROM ({listing.relation}) WHERE {' AND '.join(conditions)}", tuple(params))
