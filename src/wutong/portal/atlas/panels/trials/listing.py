"""From a result to what the page of trials shows: facets, chips, orders and charts, each with its list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.portal.atlas.labels import place_label
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.trials.words import PHASES, facet_title, label_of
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.atlas.queries.trials.asked import FACETS, NARROWING, Asked, Order
from wutong.portal.atlas.queries.trials.listing import Counts
from wutong.portal.atlas.romanised import romanised
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.paging import Head, Pages

_SHOWN = 8
_MOST_CHOICES = 60
YEARS_SHOWN = 25
_PLACES_SHOWN = 15
_CHINA = ("China", "中国")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many trials it holds, and the list with it, or without it where it is chosen."""

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


def to_trials(asked: Asked) -> str:
    """The list of `asked`."""
    query = asked.query_string()
    return f"{reverse('atlas:trials')}?{query}" if query else reverse("atlas:trials")


def groups(asked: Asked, counts: Counts) -> list[Group]:
    """Every facet with something to choose."""
    made = (_group(facet, asked, counts) for facet in FACETS if facet not in NARROWING)
    return [group for group in made if group.first]


def _group(facet: str, asked: Asked, counts: Counts) -> Group:
    held, chosen = counts.values(facet), asked.values(facet)
    choices = [
        Choice(label_of(facet, code), held.get(code, 0), to_trials(asked.toggled(facet, code)), code in chosen)
        for code in _order(facet, tuple(held), chosen)
    ]
    cut = len(choices) if len(choices) <= _SHOWN + 2 else max(_SHOWN, len(chosen))
    is_open = facet == "register" or bool(chosen)
    return Group(facet, facet_title(facet), tuple(choices[:cut]), tuple(choices[cut:_MOST_CHOICES]), is_open)


def _order(facet: str, found: tuple[str, ...], chosen: tuple[str, ...]) -> list[str]:
    """Phases in their own order, years the newest first; of others the chosen ones, then the most frequent."""
    every = [*chosen, *(code for code in found if code not in chosen)]
    if facet == "phase":
        return _phases(every)
    if facet in {"year", "numbered"}:
        return sorted((code for code in every if code != UNSTATED), reverse=True) + [
            code for code in every if code == UNSTATED
        ]
    return every


def _phases(found: list[str]) -> list[str]:
    return [code for code in PHASES if code in found] + [code for code in found if code not in PHASES]


def chips(asked: Asked, names: Mapping[str, str] = MappingProxyType({})) -> list[Chip]:
    """What narrows the result; `names` says what enterprises that narrow it are called."""
    return [_chip(asked, facet, value, names) for facet, values in asked.chosen for value in values]


def _chip(asked: Asked, facet: str, value: str, names: Mapping[str, str]) -> Chip:
    label = names.get(value) or label_of(facet, value)
    return Chip(f"{facet_title(facet)}: {label}", to_trials(asked.toggled(facet, value)))


def heads(asked: Asked) -> dict[str, Head]:
    """The columns that the list can be put in order by."""
    dated = Order.OLDEST if asked.order is Order.NEWEST else Order.NEWEST
    orders = {Order.NEWEST: "descending", Order.OLDEST: "ascending"}
    return {
        "number": _head(asked, Order.NUMBER, "ascending" if asked.order is Order.NUMBER else ""),
        "size": _head(asked, Order.LARGEST, "descending" if asked.order is Order.LARGEST else ""),
        "registered": _head(asked, dated, orders.get(asked.order, "")),
    }


def _head(asked: Asked, order: Order, holds: str) -> Head:
    return Head(f"{to_trials(replace(asked, order=order, page=1))}#trials", holds)


def page_links(asked: Asked, page: int, count: int) -> Pages:
    """The pages beside this one."""
    earlier = f"{to_trials(replace(asked, page=page - 1))}#trials" if page > 1 else ""
    later = f"{to_trials(replace(asked, page=page + 1))}#trials" if page < count else ""
    return Pages(page, count, earlier, later)


def charts(asked: Asked, counts: Counts) -> list[Chart]:
    """The funnel by phase, then status, year and region; a bar leads to the list with it and every other filter."""
    phases = _phases(list(counts.values("phase")))
    return [
        _chart(asked, counts, "phase", _("By phase"), phases),
        _chart(asked, counts, "status", _("By status"), list(counts.values("status"))),
        _by_year(asked, counts),
    ]


def in_china(asked: Asked) -> Asked:
    """Trials with a site in China, as registers write it; what a reader chose of countries stays."""
    return asked if asked.values("country") else asked.with_only("country", *_CHINA)


def by_region(asked: Asked, counts: Counts) -> Chart:
    """Provinces of sites in China, in whatever language they are written; `counts` are those of in_china(asked)."""
    written: dict[str, list[str]] = {}
    for name in counts.values("province"):
        written.setdefault(_province(name), []).append(name)
    numbers = {code: sum(counts.values("province")[one] for one in names) for code, names in written.items()}
    codes = sorted(numbers, key=lambda code: (-numbers[code], code))[:_PLACES_SHOWN]
    within = in_china(asked)
    return Chart(
        ident="trials-province",
        kind="bars",
        title=_("By province of a site in China"),
        head=facet_title("province"),
        categories=tuple(place_label(code) for code in codes),
        series=(
            Series(
                name=_("Trials"),
                role="core",
                values=tuple(numbers[code] for code in codes),
                links=tuple(f"{to_trials(within.with_only('province', *written[code]))}#trials" for code in codes),
            ),
        ),
    )


def _province(written: str) -> str:
    """The code of a province as registers write it in Chinese or English; what is none stays as it is."""
    return _spelt().get(written.removesuffix(" Municipality").removesuffix(" Province").casefold(), written)


@cache
def _spelt() -> Mapping[str, str]:
    """Every way in which registers write a province, to its code."""
    found = {}
    for code, division in catalogue().divisions.by_code.items():
        if division.level == "province":
            short = division.name.removesuffix("省").removesuffix("市")
            for name in (division.name, short, romanised(division.name)):
                found[name.casefold()] = code
    return found


def by_field(asked: Asked, counts: Counts) -> Chart:
    """Therapeutic fields; a trial of two fields stands in both."""
    return _chart(asked, counts, "field", _("By therapeutic field"), list(counts.values("field")))


def _by_year(asked: Asked, counts: Counts) -> Chart:
    """Years of registration, and beside them the years that numbers begin with where the register gives no date."""
    years = _years(counts)
    told = [_series(asked, counts, "year", years, _("Date of registration"))]
    if any(code != UNSTATED for code in counts.values("numbered")):
        told.append(_series(asked, counts, "numbered", years, _("Year of its number, no date given"), "related"))
    return Chart(
        ident="trials-year",
        kind="columns",
        title=_("By year of registration"),
        head=facet_title("year"),
        categories=tuple(years),
        series=tuple(told),
    )


def _years(counts: Counts) -> list[str]:
    """Every year between the first and the last that are drawn, so that gaps show."""
    known = [int(code) for facet in ("year", "numbered") for code in counts.values(facet) if code != UNSTATED]
    if not known:
        return []
    first = max(min(known), max(known) - YEARS_SHOWN + 1)
    return [str(year) for year in range(first, max(known) + 1)]


def _chart(asked: Asked, counts: Counts, facet: str, title: str, codes: list[str]) -> Chart:
    return Chart(
        ident=f"trials-{facet}",
        kind="bars",
        title=title,
        head=facet_title(facet),
        categories=tuple(label_of(facet, code) for code in codes),
        series=(_series(asked, counts, facet, codes, _("Trials")),),
    )


def _series(asked: Asked, counts: Counts, facet: str, codes: list[str], name: str, role: str = "core") -> Series:
    held = counts.values(facet)
    return Series(
        name=name,
        role=role,
        values=tuple(held.get(code, 0) for code in codes),
        links=tuple(f"{to_trials(asked.with_only(facet, code))}#trials" for code in codes),
    )


def undated(counts: Counts) -> int:
    """Trials with neither a date of registration nor a year in their number, which the chart by year leaves out."""
    numbered = sum(number for code, number in counts.values("numbered").items() if code != UNSTATED)
    return counts.values("year").get(UNSTATED, 0) - numbered
