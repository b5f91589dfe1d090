"""A comparison as two charts and two tables, every number with the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wutong.portal.atlas.labels import place_path, segment_label, tier_label
from wutong.portal.atlas.links import to_chain, to_cockpit, to_compare, to_list_in
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.explained import Explained, explained
from wutong.portal.atlas.panels.heat import heat_of
from wutong.portal.atlas.places import Place
from wutong.portal.atlas.queries.compare import RECENT_YEARS, Column
from wutong.portal.shared.catalogue import segments
from wutong.portal.shared.language import wording

YEARS_SHOWN = 20
_COLOURS = 12
_TIERS = ("core", "related", "peripheral")


@dataclass(frozen=True, slots=True)
class Head:
    """One place at the head of its column."""

    code: str
    title: str
    path: str
    role: str
    look: str
    cockpit: str
    chain: str
    without: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. `form` is number, percent or quotient; `heat` is 0 to 4, for a tint that only repeats the number."""

    value: float | None
    form: str
    link: str = ""
    note: int | None = None
    heat: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a comparison's table."""

    ident: str
    title: str
    cells: tuple[Cell, ...]
    about: Explained | None = None


def scope_of(places: Sequence[Place]) -> str:
    """The places in words."""
    return " · ".join(wording(place.title) for place in places)


def heads(places: Sequence[Place]) -> list[Head]:
    """The places compared; each can be taken out."""
    return [
        Head(
            code=place.code,
            title=wording(place.title),
            path=place_path(place),
            role=_role(at),
            look=f"place-{_role(at)}",
            cockpit=to_cockpit(place),
            chain=to_chain(place),
            without=to_compare([other for other in places if other != place]),
        )
        for at, place in enumerate(places)
    ]


def _role(at: int) -> str:
    """The colour of the `at`-th place. After the last they begin again; symbols and dashes still tell lines apart."""
    return str(at % _COLOURS + 1)


def tiers_chart(columns: Sequence[Column]) -> Chart:
    """Enterprises by tier, one bar a place."""
    return Chart(
        ident="compare-tiers",
        kind="bars",
        title=_("By tier"),
        head=_("Place"),
        categories=tuple(wording(column.place.title) for column in columns),
        series=tuple(
            Series(
                name=tier_label(tier),
                role=tier,
                values=tuple(column.count(tier) for column in columns),
                links=tuple(to_list_in(column.place, tiers=(tier,)) for column in columns),
            )
            for tier in _TIERS
        ),
    )


def years_chart(columns: Sequence[Column], latest: int) -> Chart:
    """New core and related enterprises a year, one line a place."""
    years = range(latest - YEARS_SHOWN + 1, latest + 1)
    return Chart(
        ident="compare-years",
        kind="lines",
        title=_("New core and related enterprises a year"),
        head=_("Year"),
        categories=tuple(str(year) for year in years),
        series=tuple(_line_of(column, at, years) for at, column in enumerate(columns)),
        is_stacked=False,
    )


def _line_of(column: Column, at: int, years: range) -> Series:
    new = {one.year: one.core + one.related for one in column.years}
    return Series(
        name=wording(column.place.title),
        role=_role(at),
        values=tuple(new.get(year, 0) for year in years),
        links=tuple(
            to_list_in(column.place, tiers=("core", "related"), year_from=year, year_to=year) for year in years
        ),
    )


def summary_lines(columns: Sequence[Column], latest: int) -> list[Line]:
    """The places' totals."""
    scope = _("Each place as a whole")
    lines = [
        Line(
            ident=f"line-{tier}",
            title=tier_label(tier),
            cells=tuple(
                Cell(column.count(tier), "number", to_list_in(column.place, tiers=(tier,))) for column in columns
            ),
            about=explained("tier_enterprises", title=tier_label(tier), scope=scope),
        )
        for tier in _TIERS
    ]
    share = tuple(Cell(_core_share(column), "percent", to_list_in(column.place, tiers=("core",))) for column in columns)
    recent = tuple(_recent_cell(column, latest) for column in columns)
    return [
        *lines,
        _line("share_of_nation", share, f"{scope} · {tier_label('core')}", _("Of the nation's core")),
        _line("recent_share", recent, scope),
    ]


def _recent_cell(column: Column, latest: int) -> Cell:
    link = to_list_in(column.place, tiers=("core", "related"), year_from=latest - RECENT_YEARS + 1, year_to=latest)
    return Cell(column.recent_share(latest), "percent", link)


def _line(indicator_code: str, cells: tuple[Cell, ...], scope: str, title: str = "") -> Line:
    about = explained(indicator_code, scope=scope, title=title)
    return Line(ident=f"line-{indicator_code}", title=about.title, cells=cells, about=about)


def _core_share(column: Column) -> float | None:
    core = column.tiers.get("core")
    return core.share_of_nation if core else None


def segment_lines(columns: Sequence[Column]) -> list[Line]:
    """Location quotient and number of core and related enterprises of each segment."""
    return [
        Line(
            ident=f"segment-{code}",
            title=segment_label(code),
            cells=tuple(_segment_cell(column, code) for column in columns),
        )
        for code in segments()
        if any(code in column.segments for column in columns)
    ]


def _segment_cell(column: Column, code: str) -> Cell:
    share = column.segments.get(code)
    if share is None or not share.biomedical:
        return Cell(0, "number")
    return Cell(
        value=share.location_quotient,
        form="quotient",
        link=to_list_in(column.place, tiers=("core", "related"), segments=(code,)),
        note=share.biomedical,
        heat=heat_of(share.location_quotient),
    )
