"""Which trials a reader asked for, as a value that goes into an address and out of it again unchanged.

Nothing here is checked against the catalogue: that is the form's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from wutong.portal.atlas.queries.conditions import Condition, all_of, any_of, one_of
from wutong.portal.atlas.queries.lists.kinds import SCOPES, UNSTATED
from wutong.portal.atlas.queries.lists.scope import scope_condition

# Facet in an address → SQL over the table trials, and over the table trial_sites.
OF_TRIALS = MappingProxyType(
    {
        "register": "register",
        "phase": "phase",
        "status": "status",
        "type": "study_type",
        "year": "CAST(year(registered_on) AS VARCHAR)",
        # The list of the CDE gives no date, but its numbers begin with a year.
        "numbered": "CASE WHEN registered_on IS NULL AND register = 'cde' THEN substr(trial_id, 4, 4) END",
    }
)
OF_LISTS = MappingProxyType({"field": "fields"})
OF_SITES = MappingProxyType({"country": "country", "province": "province"})
# What narrows the list and is not counted: enterprises of sponsors, and a hospital among the sites.
NARROWING = (*SCOPES, "hospital")
FACETS = (*OF_TRIALS, *OF_LISTS, *OF_SITES, *NARROWING)
# A trial is tied to the enterprises of its sponsors, leading or not.
LINKS = "SELECT trial_id AS thing, enterprise_id FROM trial_enterprises"
# What is looked for word by word; its sponsors are looked for beside it.
_TEXT = "lower(concat_ws(' ', title_zh, title_en, official_title, drug, indication))"


class Order(StrEnum):
    """Orders of the list. `relevance` puts the trial whose number was typed first, then the newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    NUMBER = "number"
    LARGEST = "largest"


_NEWEST = "registered_on DESC NULLS LAST, trial_id"
_ORDERS = {
    Order.RELEVANCE: _NEWEST,
    Order.NEWEST: _NEWEST,
    Order.OLDEST: "registered_on ASC NULLS LAST, trial_id",
    Order.NUMBER: "trial_id",
    Order.LARGEST: "planned_size DESC NULLS LAST, trial_id",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Values of one facet are alternatives; facets, and the words of the text, narrow one another."""

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    order: Order = Order.RELEVANCE
    page: int = 1

    def values(self, facet: str) -> tuple[str, ...]:
        """The alternatives chosen for one facet."""
        return dict(self.chosen).get(facet, ())

    def with_only(self, facet: str, *values: str) -> Self:
        """The same with these alternatives for one facet, from page one."""
        held = {**dict(self.chosen), facet: values}
        kept = tuple((name, held[name]) for name in FACETS if held.get(name))
        return replace(self, chosen=kept, page=1)

    def toggled(self, facet: str, value: str) -> Self:
        """The same with one alternative more, or less where it was chosen."""
        held = self.values(facet)
        values = tuple(one for one in held if one != value) if value in held else (*held, value)
        return self.with_only(facet, *values)

    def query_string(self) -> str:
        """The part of an address after the question mark; whatever is at its default is left out."""
        found = [("q", self.text)] if self.text else []
        found += [(facet, value) for facet, values in self.chosen for value in values]
        if self.order is not Order.RELEVANCE:
            found.append(("sort", str(self.order)))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return urlencode(found)

    def scope_key(self) -> str:
        """What the counts depend on: everything but order and page."""
        return replace(self, order=Order.RELEVANCE, page=1).query_string()


def text_condition(text: str) -> Condition:
    """Trials with that number, here or elsewhere, or that hold every word in title, drug, indication or sponsors."""
    words = text.lower().split()
    if not words:
        return all_of(())
    number = text.upper()
    return any_of(
        [
            Condition("upper(trial_id) = ?", (number,)),
            Condition("trial_id IN (SELECT trial_id FROM trial_identifiers WHERE upper(value) = ?)", (number,)),
            all_of(Condition(f"contains({_TEXT}, ?)", (word,)) for word in words),
            Condition(
                "trial_id IN (SELECT trial_id FROM trial_sponsors WHERE contains(lower(name), ?))", (text.lower(),)
            ),
        ]
    )


def facet_conditions(asked: Asked, columns: Mapping[str, str] = OF_TRIALS) -> dict[str, Condition]:
    """The condition of each facet that the table trials answers; `columns` is what each is called there."""
    found = {
        facet: one_of(f"coalesce({sql}, '{UNSTATED}')", asked.values(facet))
        for facet, sql in columns.items()
        if asked.values(facet)
    }
    return found | {facet: _among(sql, asked.values(facet)) for facet, sql in OF_LISTS.items() if asked.values(facet)}


def _among(column: str, values: tuple[str, ...]) -> Condition:
    """Holds where the list `column` has one of `values`; an empty list says nothing."""
    held = [Condition(f"list_has_any({column}, ?)", (list(values),))]
    return any_of([*held, Condition(f"len({column}) = 0")] if UNSTATED in values else held)


def scopes(asked: Asked) -> list[Condition]:
    """What narrows the list to trials of enterprises, and to those at hospitals."""
    chosen = {name: asked.values(name) for name in SCOPES if asked.values(name)}
    found = [scope_condition("trial_id", LINKS, chosen)] if chosen else []
    if at := asked.values("hospital"):
        held = one_of("hospital_id", at)
        found.append(Condition(f"trial_id IN (SELECT trial_id FROM site_hospitals WHERE {held.sql})", held.params))
    return found


def site_conditions(asked: Asked) -> dict[str, Condition]:
    """The condition of each facet that the table trial_sites answers."""
    return {facet: one_of(sql, asked.values(facet)) for facet, sql in OF_SITES.items() if asked.values(facet)}


def at_sites(conditions: dict[str, Condition]) -> list[Condition]:
    """Trials with one site of which all `conditions` hold; nothing where there are none."""
    if not conditions:
        return []
    held = all_of(conditions.values())
    return [Condition(f"trial_id IN (SELECT trial_id FROM trial_sites WHERE {held.sql})", held.params)]


def everything(asked: Asked) -> Condition:
    """Trials that `asked` describes."""
    facets = facet_conditions(asked).values()
    return all_of([text_condition(asked.text), *scopes(asked), *facets, *at_sites(site_conditions(asked))])


def order_of(asked: Asked) -> Condition:
    """What to write after ORDER BY: the number that was typed comes first, and then what is known by it elsewhere."""
    if not asked.text or asked.order is not Order.RELEVANCE:
        return Condition(_ORDERS[asked.order])
    known = "(SELECT trial_id FROM trial_identifiers WHERE upper(value) = ?)"
    first = f"CASE WHEN upper(trial_id) = ? THEN 0 WHEN trial_id IN {known} THEN 1 ELSE 2 END"
    return Condition(f"{first}, {_ORDERS[asked.order]}", (asked.text.upper(), asked.text.upper()))
