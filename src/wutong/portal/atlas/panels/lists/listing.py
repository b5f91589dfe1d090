"""From a result to what a page of a list shows: facets, chips, orders and pages. Reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.urls import reverse

from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.lists.words import facet_title, in_order, label_of
from wutong.portal.atlas.panels.trials.words import PHASES
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.finding import Counts
from wutong.portal.atlas.queries.lists.kinds import UNSTATED, AnyKind, Facet
from wutong.portal.shared.paging import Head, Pages

_SHOWN = 8
_MOST_CHOICES = 60
_MOST_BARS = 11


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many things it holds, and the list with it, or without it where it is chosen."""

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
    """One thing that narrows the result, and the list without it."""

    label: str
    address: str


def to_list(kind: AnyKind, asked: Asked) -> str:
    """The list of `asked`."""
    query = asked.query_string()
    address = reverse(f"atlas:{kind.code}")
    return f"{address}?{query}" if query else address


@dataclass(frozen=True)
class Listing:
    """One page of a list. `names` says what enterprises that narrow it are called."""

    kind: AnyKind
    asked: Asked
    counts: Counts
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> list[Group]:
        """Every facet with something to choose."""
        made = (self._group(facet, place == 0) for place, facet in enumerate(self.kind.facets))
        return [group for group in made if group.first]

    def _group(self, facet: Facet, is_first: bool) -> Group:
        code = facet.code
        held, chosen = self.counts.values(code), self.asked.values(code)
        choices = [
            Choice(label_of(code, one), held.get(one, 0), self._to(self.asked.toggled(code, one)), one in chosen)
            for one in ordered(facet, tuple(held), chosen)
        ]
        cut = len(choices) if len(choices) <= _SHOWN + 4 else max(_SHOWN, len(chosen))
        first, more = tuple(choices[:cut]), tuple(choices[cut:_MOST_CHOICES])
        return Group(code, facet_title(code), first, more, is_first or bool(chosen))

    @cached_property
    def chips(self) -> list[Chip]:
        """What narrows the result."""
        return [self._chip(facet, value) for facet, values in self.asked.chosen for value in values]

    def _chip(self, facet: str, value: str) -> Chip:
        label = self.names.get(value) or label_of(facet, value)
        return Chip(f"{facet_title(facet)}: {label}", self._to(self.asked.toggled(facet, value)))

    @cached_property
    def heads(self) -> dict[str, Head]:
        """How the list is put in each of its orders."""
        now = self.asked.order or self.kind.first_order
        made = {}
        for code, order in self.kind.orders.items():
            if code.startswith("-"):
                continue
            wanted = order.other if code == now and order.other else code
            asked = replace(self.asked, order="" if wanted == self.kind.first_order else wanted, page=1)
            made[code] = Head(f"{self._to(asked)}#list", self._says(code, now))
        return made

    def _says(self, code: str, now: str) -> str:
        """The order that holds now, for the head of the column that it is by."""
        order = self.kind.orders[now]
        return order.says if code == now or order.other == code else ""

    def page_links(self, page: int, count: int) -> Pages:
        """The pages beside `page`."""
        earlier = f"{self._to(replace(self.asked, page=page - 1))}#list" if page > 1 else ""
        later = f"{self._to(replace(self.asked, page=page + 1))}#list" if page < count else ""
        return Pages(page, count, earlier, later)

    @property
    def clear_link(self) -> str:
        """The same without any filter."""
        return self._to(Asked(text=self.asked.text))

    def _to(self, asked: Asked) -> str:
        return to_list(self.kind, asked)


def ordered(facet: Facet, found: tuple[str, ...], chosen: tuple[str, ...] = ()) -> list[str]:
    """Codes in their own order where they have one, years the newest first, of others the most frequent first."""
    every = [*chosen, *(code for code in found if code not in chosen)]
    known = PHASES if facet.code == "phase" else in_order(facet.code)
    if facet.is_year:
        known = tuple(sorted((code for code in every if code != UNSTATED), reverse=True))
    first = [code for code in known if code in every]
    rest = [code for code in every if code not in first and code != UNSTATED]
    return [*first, *rest, *(code for code in every if code == UNSTATED and code not in first)]


def chart_of(kind: AnyKind, asked: Asked, counts: Counts, code: str, title: str, name: str) -> Chart:
    """How many things each value of a facet holds; a bar leads to the list with it and every other filter.

    Of many values the most frequent are drawn, and what is not told.
    """
    held = counts.values(code)
    codes = ordered(kind.by_code[code], tuple(held))
    if len(codes) > _MOST_BARS:
        codes = [*codes[:_MOST_BARS], *(one for one in codes[_MOST_BARS:] if one == UNSTATED)]
    if kind.by_code[code].is_year:
        codes = [year for year in reversed(codes) if year != UNSTATED]
    series = Series(
        name=name,
        role="core",
        values=tuple(held.get(one, 0) for one in codes),
        links=tuple(f"{to_list(kind, asked.with_only(code, one))}#list" for one in codes),
    )
    return Chart(
        ident=f"{kind.code}-{code}",
        kind="columns" if kind.by_code[code].is_year else "bars",
        title=title,
        head=facet_title(code),
        categories=tuple(label_of(code, one) for one in codes),
        series=(series,),
    )
