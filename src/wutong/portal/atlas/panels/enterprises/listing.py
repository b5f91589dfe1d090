"""From a result to what the search page shows: chips, facets with their links, pages. Reads nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.portal.atlas import links
from wutong.portal.atlas.queries.facets import Choice, Facets
from wutong.portal.atlas.queries.filters import EVERY_TIER, LISTS, Filter, Sort
from wutong.portal.atlas.queries.search import Found
from wutong.portal.atlas.queries.vocabulary import codes, label_of, zone_codes

_SHOWN = 8
_FIXED_ORDER = ("tier", "capital")
_UNCOUNTED = ("tier", "has", "lacks")
_PAGES_AROUND = 2
_WAYS_OUT = 6
YEARS_DRAWN = 40


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the result, and the list without it."""

    label: str
    address: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One choice of a facet. `count` is None where it was not counted."""

    ident: str
    code: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet: its first choices, and those behind “more”."""

    param: str
    title: str
    first: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A year of the little chart: the `at`-th column, its `height` among 100, and the list behind it."""

    year: int
    count: int
    at: int
    height: int
    is_chosen: bool
    address: str

    @property
    def top(self) -> int:
        """How far below the upper edge the column begins."""
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; `address` is empty for the current one and for a gap."""

    label: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a selector."""

    code: str
    label: str
    is_chosen: bool


def chips(asked: Filter) -> tuple[Chip, ...]:
    """What narrows the result, the scope first: it is there even where nobody asked for it."""
    return (*_tier_chips(asked), *_value_chips(asked), *_year_chips(asked), *_branch_chips(asked))


def _tier_chips(asked: Filter) -> Iterator[Chip]:
    if asked.is_default_scope:
        label = _("Biomedical only: core, related, peripheral")
        yield Chip(label, links.to_list(replace(asked, tiers=(EVERY_TIER,), page=1)), is_default=True)
    for code in asked.tiers:
        label = f"{_('Tier')}: {label_of('tier', code)}"
        yield Chip(label, links.to_list(asked.without_value("tier", code)))


def _value_chips(asked: Filter) -> Iterator[Chip]:
    titles = facet_titles()
    for param in LISTS:
        if param == "tier":
            continue
        for code in asked.values(param):
            label = f"{titles[param]}: {label_of(param, code)}"
            yield Chip(label, links.to_list(asked.without_value(param, code)))


def _year_chips(asked: Filter) -> Iterator[Chip]:
    if asked.year_from is None and asked.year_to is None:
        return
    if asked.year_to is None:
        label = _("Registered since %(year)d") % {"year": asked.year_from}
    elif asked.year_from is None:
        label = _("Registered until %(year)d") % {"year": asked.year_to}
    elif asked.year_from == asked.year_to:
        label = _("Registered in %(year)d") % {"year": asked.year_to}
    else:
        label = _("Registered %(first)d to %(last)d") % {"first": asked.year_from, "last": asked.year_to}
    yield Chip(label, links.to_list(replace(asked, year_from=None, year_to=None, page=1)))


def _branch_chips(asked: Filter) -> Iterator[Chip]:
    if asked.is_branch is not None:
        label = label_of("branch", "yes" if asked.is_branch else "no")
        yield Chip(label, links.to_list(replace(asked, is_branch=None, page=1)))


def facet_titles() -> dict[str, str]:
    """What each facet is called, in the order of the page."""
    return {
        "tier": _("Tier"),
        "segment": _("Segment"),
        "division": _("Region"),
        "zone": _("Clusters and zones"),
        "node": _("Chain node"),
        "capital": _("Capital"),
        "kind": _("Kind"),
        "has": _("Known"),
        "lacks": _("Not known"),
    }


def facet_groups(asked: Filter, facets: Facets) -> tuple[FacetGroup, ...]:
    """Every facet with something to choose."""
    groups = (_group(param, title, asked, facets) for param, title in facet_titles().items())
    return tuple(group for group in groups if group.first)


def _group(param: str, title: str, asked: Filter, facets: Facets) -> FacetGroup:
    counted = {choice.code: choice.count for choice in facets.of(param)}
    chosen = set(asked.values(param)) if param != "tier" else set(asked.tier_scope or codes("tier"))
    wanted = _order(param, facets.of(param), asked.values(param))
    choices = [
        FacetChoice(
            ident=f"facet-{param}-{code.replace('.', '-')}",
            code=code,
            label=label_of(param, code),
            count=counted.get(code, None if param in _UNCOUNTED else 0),
            is_chosen=code in chosen,
        )
        for code in wanted
    ]
    cut = len(choices) if param in _FIXED_ORDER or len(choices) <= _SHOWN + 2 else _SHOWN
    is_open = param in {"tier", "segment", "division"} or bool(asked.values(param))
    return FacetGroup(param, title, tuple(choices[:cut]), tuple(choices[cut:]), is_open)


def _order(param: str, counted: tuple[Choice, ...], chosen: tuple[str, ...]) -> list[str]:
    """Chosen ones first, then the most frequent; a scale keeps its order, and so do clusters with their zones."""
    found = [choice.code for choice in counted]
    if param in _FIXED_ORDER:
        known = codes(param)
        return [code for code in known if code in found or code in chosen or param == "tier"]
    if param == "zone":
        return [code for code in zone_codes() if code in found or code in chosen]
    front = [code for code in chosen if code != EVERY_TIER]
    return front + [code for code in found if code not in front and code != "-"]


def branch_options(asked: Filter, facets: Facets) -> tuple[FacetChoice, ...]:
    """With branches, without them, or nothing else."""
    held = {None: "", True: "yes", False: "no"}[asked.is_branch]
    either = facets.count("branch", "yes") + facets.count("branch", "no")
    labels = {"": pgettext("branch", "With branches"), "no": label_of("branch", "no"), "yes": label_of("branch", "yes")}
    return tuple(
        FacetChoice(
            ident=f"facet-branch-{code or 'any'}",
            code=code,
            label=label,
            count=facets.count("branch", code) if code else either,
            is_chosen=code == held,
        )
        for code, label in labels.items()
    )


def sort_options(asked: Filter) -> tuple[Option, ...]:
    """The orders of a list."""
    labels = {
        Sort.RELEVANCE: _("Relevance"),
        Sort.NAME: _("Name"),
        Sort.CAPITAL: _("Capital, largest first"),
        Sort.NEWEST: _("Newest first"),
        Sort.OLDEST: _("Oldest first"),
    }
    return tuple(Option(str(sort), label, sort is asked.sort) for sort, label in labels.items())


def year_columns(asked: Filter, facets: Facets, last: int) -> tuple[YearColumn, ...]:
    """The years to `last` as columns of the little chart above the years; earlier ones are not drawn."""
    counts = {int(choice.code): choice.count for choice in facets.of("year") if choice.code.isdigit()}
    years = range(last - YEARS_DRAWN + 1, last + 1)
    highest = max((counts.get(year, 0) for year in years), default=0)
    first, until = asked.year_from or 0, asked.year_to or last
    return tuple(
        YearColumn(
            year=year,
            count=counts[year],
            at=at,
            height=max(2, round(100 * counts[year] / highest)),
            is_chosen=(asked.year_from is not None or asked.year_to is not None) and first <= year <= until,
            address=links.to_list(replace(asked, year_from=year, year_to=year, page=1)),
        )
        for at, year in enumerate(years)
        if counts.get(year)
    )


def page_links(asked: Filter, found: Found) -> tuple[PageLink, ...]:
    """The first, the last and the pages around the current one, with gaps between."""
    around = range(found.page - _PAGES_AROUND, found.page + _PAGES_AROUND + 1)
    shown = sorted({1, found.pages, *(page for page in around if 1 <= page <= found.pages)})
    made: list[PageLink] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            made.append(PageLink("…", ""))
        is_current = page == found.page
        made.append(PageLink(str(page), "" if is_current else links.to_list(asked.on_page(page)), is_current))
    return tuple(made)


def suggestions(asked: Filter, found: Found) -> tuple[tuple[str, str], ...]:
    """(sentence, address) of lists that may hold what the reader means, where this one holds nothing."""
    made: list[tuple[str, str]] = []
    if found.total_beyond_scope:
        sentence = _("%(count)d outside the biomedical scope: search all tiers") % {"count": found.total_beyond_scope}
        made.append((sentence, links.to_list(replace(asked, tiers=(EVERY_TIER,), page=1))))
    bare = Filter(text=asked.text)
    if asked.text and replace(asked, page=1, sort=Sort.RELEVANCE) != bare:
        made.append((_("Search for “%(text)s” without any filter") % {"text": asked.text}, links.to_list(bare)))
    narrowing = [chip for chip in chips(asked) if not chip.is_default]
    made.extend((_("Without “%(filter)s”") % {"filter": chip.label}, chip.address) for chip in narrowing[:_WAYS_OUT])
    if asked.text and narrowing:
        made.append((_("Drop the text and keep the filters"), links.to_list(replace(asked, text="", page=1))))
    return tuple(made)
