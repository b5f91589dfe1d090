"""What a reader asked of a list, as a value that goes into an address and out of it again unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from wutong.portal.atlas.queries.conditions import Condition, all_of, any_of, one_of
from wutong.portal.atlas.queries.lists.kinds import SCOPES, UNSTATED, AnyKind, Facet
from wutong.portal.atlas.queries.lists.scope import scope_condition


@dataclass(frozen=True, slots=True)
class Asked:
    """Values of one facet are alternatives; facets, and the words of the text, narrow one another."""

    text: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    order: str = ""
    page: int = 1

    def values(self, facet: str) -> tuple[str, ...]:
        """The alternatives chosen for one facet."""
        return dict(self.chosen).get(facet, ())

    def with_only(self, facet: str, *values: str) -> Self:
        """The same with these alternatives for one facet, from page one."""
        held = {**dict(self.chosen), facet: values}
        return replace(self, chosen=tuple((name, values) for name, values in held.items() if values), page=1)

    def toggled(self, facet: str, value: str) -> Self:
        """The same with one alternative more, or less where it was chosen."""
        held = self.values(facet)
        return self.with_only(facet, *((one for one in held if one != value) if value in held else (*held, value)))

    def query_string(self) -> str:
        """The part of an address after the question mark; whatever is at its default is left out."""
        found = [("q", self.text)] if self.text else []
        found += [(facet, value) for facet, values in self.chosen for value in values]
        if self.order:
            found.append(("sort", self.order))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return urlencode(found)

    def whole(self) -> Self:
        """The same list in its first order, from its first page: what counts depend on."""
        return replace(self, order="", page=1)


def text_condition(kind: AnyKind, text: str) -> Condition:
    """Things with that number, or that hold every word."""
    words = text.lower().split()
    if not words:
        return all_of(())
    number = "".join(text.split()).upper()
    numbered = [Condition(sql, (number,)) for sql in kind.numbers]
    return any_of([*numbered, all_of(Condition(f"contains({kind.text}, ?)", (word,)) for word in words)])


def facet_conditions(kind: AnyKind, asked: Asked, *, of_found: bool = False) -> Mapping[str, Condition]:
    """The condition of each facet on which something is chosen; `of_found` where columns are called as facets are."""
    return {
        facet.code: _chosen(facet, facet.code if of_found else facet.sql, asked.values(facet.code))
        for facet in kind.facets
        if asked.values(facet.code)
    }


def _chosen(facet: Facet, sql: str, values: tuple[str, ...]) -> Condition:
    if not facet.is_list:
        return one_of(f"coalesce(CAST({sql} AS VARCHAR), '{UNSTATED}')", values)
    held = Condition(f"list_has_any({sql}, ?)", (list(values),))
    return any_of([held, Condition(f"coalesce(len({sql}), 0) = 0")]) if UNSTATED in values else held


def scopes(kind: AnyKind, asked: Asked) -> list[Condition]:
    """What narrows the list to enterprises."""
    chosen = {name: asked.values(name) for name in SCOPES if asked.values(name)}
    return [scope_condition(kind.key, kind.links, chosen)] if chosen and kind.links else []


def everything(kind: AnyKind, asked: Asked) -> Condition:
    """Things that `asked` describes, over the relation of their kind."""
    return all_of(
        [text_condition(kind, asked.text), *scopes(kind, asked), *facet_conditions(kind, asked).values()],
    )
