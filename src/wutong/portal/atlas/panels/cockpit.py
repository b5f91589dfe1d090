"""The cockpit's figures as tiles and charts, each with its list, its scope and its explanation."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wutong.portal.atlas.labels import covered_label, place_label, segment_label, tier_label
from wutong.portal.atlas.links import to_list, to_list_in
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.explained import Explained, explained
from wutong.portal.atlas.panels.tiles import Tile
from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.cockpit import Cockpit, Coverage, YearCount, every_year
from wutong.portal.atlas.queries.filters import COVERED, EVERY_TIER, Filter, Sort
from wutong.portal.atlas.queries.places import PlaceCount
from wutong.portal.shared.language import wording

YEARS_SHOWN = 25
PARTS_SHOWN = 15
_TIERS = ("core", "related", "peripheral")
BIOMEDICAL_TIERS = ("core", "related")


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with what it means."""

    chart: Chart
    about: Explained


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How often one field is known."""

    title: str
    known: int
    missing: int
    share: float | None
    known_link: str
    missing_link: str


def tiles(cockpit: Cockpit, place: Place) -> list[Tile]:
    """The figures at the top."""
    here = wording(place.title)
    counts = {share.subject: getattr(share, share.subject, 0) for share in cockpit.tiers}
    found = [
        Tile(
            ident=f"tile-{tier}",
            title=tier_label(tier),
            value=counts.get(tier, 0),
            form="number",
            link=to_list_in(place, tiers=(tier,)),
            about=explained("tier_enterprises", title=tier_label(tier), scope=f"{here} · {tier_label(tier)}"),
            role=tier,
        )
        for tier in _TIERS
    ]
    newest = _newest_year(cockpit.years)
    if newest is not None:
        found.append(_new_tile(newest, place))
    if place.kind != "nation":
        found.append(_share_tile(cockpit, place))
    return found


def _newest_year(years: tuple[YearCount, ...]) -> YearCount | None:
    known = [one for one in years if one.year is not None and one.core + one.related > 0]
    return known[-1] if known else None


def _new_tile(newest: YearCount, place: Place) -> Tile:
    year = newest.year
    title = _("New in %(year)d") % {"year": year}
    return Tile(
        ident="tile-new",
        title=title,
        value=newest.core + newest.related,
        form="number",
        link=to_list_in(place, tiers=("core", "related"), year_from=year, year_to=year),
        about=explained("new_enterprises", title=title, scope=f"{wording(place.title)} · {year}"),
        role="new",
    )


def _share_tile(cockpit: Cockpit, place: Place) -> Tile:
    national = [share for share in cockpit.tiers if share.subject == "core"]
    return Tile(
        ident="tile-share",
        title=_("Of the nation's core"),
        value=national[0].share_of_nation if national else None,
        form="percent",
        link=to_list_in(place, tiers=("core",)),
        about=explained("share_of_nation", scope=f"{wording(place.title)} · {tier_label('core')}"),
        role="share",
    )


def years_panel(cockpit: Cockpit, place: Place) -> Panel:
    """Enterprises by founding year."""
    known = every_year(cockpit.years, YEARS_SHOWN)
    missing = sum(one.core + one.related for one in cockpit.years if one.year is None)
    series = tuple(
        Series(
            name=tier_label(tier),
            role=tier,
            values=tuple(getattr(one, tier) for one in known),
            links=tuple(to_list_in(place, tiers=(tier,), year_from=one.year, year_to=one.year) for one in known),
        )
        for tier in _TIERS
    )
    chart = Chart(
        ident="chart-years",
        kind="columns",
        title=_("By founding year"),
        head=_("Year"),
        categories=tuple(str(one.year) for one in known),
        series=series,
    )
    coverage = _("%(count)d have no known date and are not drawn.") % {"count": missing} if missing else ""
    scope = _("%(place)s, the last %(years)d years") % {"place": wording(place.title), "years": len(known)}
    return Panel(chart, explained("new_enterprises", title=chart.title, scope=scope, coverage=coverage))


def segments_panel(cockpit: Cockpit, place: Place) -> Panel:
    """Enterprises by primary segment."""
    rows = [one for one in cockpit.segments if one.biomedical + one.peripheral]
    series = tuple(
        Series(
            name=tier_label(tier),
            role=tier,
            values=tuple(getattr(one, tier) for one in rows),
            links=tuple(to_list_in(place, tiers=(tier,), segments=(one.subject,)) for one in rows),
        )
        for tier in _TIERS
    )
    chart = Chart(
        ident="chart-segments",
        kind="bars",
        title=_("By segment"),
        head=_("Segment"),
        categories=tuple(segment_label(one.subject) for one in rows),
        series=series,
    )
    scope = _("%(place)s, by primary segment") % {"place": wording(place.title)}
    return Panel(chart, explained("tier_enterprises", title=chart.title, scope=scope))


def parts_panel(cockpit: Cockpit, place: Place) -> Panel | None:
    """Enterprises by the places below this one; nothing for a district."""
    rows = cockpit.parts[:PARTS_SHOWN]
    if not rows:
        return None
    series = tuple(
        Series(
            name=tier_label(tier),
            role=tier,
            values=tuple(getattr(one, tier) for one in rows),
            links=tuple(_part_link(place, one, tier) for one in rows),
        )
        for tier in _TIERS
    )
    titles = {"province": _("By province"), "city": _("By city"), "zone": _("By zone")}
    title = titles.get(rows[0].kind, _("By district"))
    chart = Chart(
        ident="chart-parts",
        kind="bars",
        title=title,
        head=_("Place"),
        categories=tuple(place_label(one.code) for one in rows),
        series=series,
    )
    rest = len(cockpit.parts) - len(rows)
    coverage = _("%(count)d smaller places are not drawn.") % {"count": rest} if rest else ""
    scope = wording(place.title)
    return Panel(chart, explained("tier_enterprises", title=title, scope=scope, coverage=coverage))


def _part_link(place: Place, part: PlaceCount, tier: str) -> str:
    if part.kind == "zone":
        return to_list(Filter(tiers=(tier,), zones=(part.code,)))
    if place.kind == "zone":
        return to_list_in(place, tiers=(tier,), divisions=(part.code,))
    return to_list(Filter(tiers=(tier,), divisions=(part.code,)))


def newest_about(place: Place) -> Explained:
    """Who is among the newest."""
    scope = _("%(place)s, core and related, without branches") % {"place": wording(place.title)}
    return explained("new_enterprises", title=_("Newest entrants"), scope=scope)


def newest_link(place: Place) -> str:
    """All core and related enterprises of `place`, the newest first."""
    return to_list_in(place, tiers=("core", "related"), sort=Sort.NEWEST)


def newest_of_all_link() -> str:
    """Every enterprise of the release, the newest first: the first of them was registered on the release's last day."""
    return to_list(Filter(tiers=(EVERY_TIER,), sort=Sort.NEWEST))


def coverage_about(coverage: Coverage, place: Place) -> Explained:
    """What the coverage figures mean."""
    scope = _("%(place)s, %(count)d core and related enterprises")
    return explained("coverage", scope=scope % {"place": wording(place.title), "count": coverage.total})


def coverage_rows(coverage: Coverage, place: Place) -> list[CoverageRow]:
    """How often each field is known, with the lists of those that have it and of those that lack it."""
    return [_coverage_row(coverage, code, place) for code in COVERED]


def _coverage_row(coverage: Coverage, code: str, place: Place) -> CoverageRow:
    known = getattr(coverage, code)
    return CoverageRow(
        title=covered_label(code),
        known=known,
        missing=coverage.total - known,
        share=known / coverage.total if coverage.total else None,
        known_link=to_list_in(place, tiers=BIOMEDICAL_TIERS, known=(code,)),
        missing_link=to_list_in(place, tiers=BIOMEDICAL_TIERS, unknown=(code,)),
    )
