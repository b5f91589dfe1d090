"""Quarterly figures of a listed firm: a chart of what was earned, a row for each period, and every figure as a list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.enterprises.blocks import words
from wutong.portal.atlas.panels.enterprises.blocks.shape import Cell, Head, Row, Table
from wutong.portal.atlas.queries.portraits.items import Figure, Reported
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.templatetags.wutong import number, yuan

SNAPSHOT = "snapshot"
PERIODS = 8  # that stand on the portrait itself; the list has all
# One row of one file tells them all, so that one origin answers for the row of the table.
STATEMENT = "profit"
_METRICS = ("revenue", "net_profit", "gross_margin", "net_margin", "return_on_equity", "earnings_per_share")
_DRAWN = (("revenue", "related"), ("net_profit", "core"))


def chart(reported: Reported) -> Chart | None:
    """Revenue and net profit by period; None where there are fewer than two periods."""
    told = _by_period(reported)
    periods = [period for period in told if any(metric in told[period] for metric, _ in _DRAWN)]
    if len(periods) < 2:
        return None
    unit, scale = (_("CNY million"), 1e6) if reader_language() == "en" else (_("100 million CNY"), 1e8)
    series = tuple(
        Series(words.metric(metric), role, tuple(_scaled(told[period].get(metric), scale) for period in periods))
        for metric, role in _DRAWN
    )
    return Chart(
        ident=f"figures-{reported.listing.stock_code}",
        kind="columns",
        title=_("Revenue and net profit, %(unit)s") % {"unit": unit},
        head=_("Period"),
        categories=tuple(periods),
        series=series,
        is_stacked=False,
        decimals=2,
    )


def table(reported: Reported) -> Table:
    """A row for each of the newest periods, newest first."""
    told = _by_period(reported)
    periods = sorted(told, reverse=True)
    heads = (Head(_("Period")), *(Head(words.metric(metric), is_number=True) for metric in _METRICS))
    rows = tuple(_row(reported, period, told[period]) for period in periods[:PERIODS])
    return Table(heads, rows, total=len(reported.figures))


def every(figures: Iterable[Figure]) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    """Every figure as a row of its own."""
    heads = (
        Head(_("Period"), sort="period"),
        Head(_("Stock code")),
        Head(_("Statement")),
        Head(_("Figure"), sort="metric"),
        Head(_("Value"), is_number=True, sort="value"),
        Head(_("How its unit is known")),
    )
    return heads, tuple(_line(one, at) for at, one in enumerate(figures))


def period_label(period: str) -> str:
    """2015Q4 → what the figures of that period count."""
    if period == SNAPSHOT:
        return _("Undated list")
    year, _q, quarter = period.partition("Q")
    ends = {
        "1": _("January to March %(year)s"),
        "2": _("January to June %(year)s"),
        "3": _("January to September %(year)s"),
    }
    return ends.get(quarter, _("All of %(year)s")) % {"year": year}


def shown(value: float, unit: str) -> str:
    """A value with its unit."""
    if unit == "CNY":
        return yuan(value) if value >= 0 else f"-{yuan(-value)}"
    if unit == "percent":
        return f"{number(round(value, 2))}%"
    return number(round(value, 4)) if unit == "ratio" else f"{number(round(value, 4))} {words.unit(unit)}"


def _line(one: Figure, at: int) -> Row:
    cells = (
        Cell(period_label(one.period), is_short=True),
        Cell(one.stock_code),
        Cell(words.statement(one.statement)),
        Cell(words.metric(one.metric)),
        Cell(shown(one.value, one.unit), is_number=True),
        Cell(one.basis, under=one.written_unit) if one.written_unit != one.unit else Cell(""),
    )
    return Row(cells, one.origin, ident=f"figures-{at}")


def _by_period(reported: Reported) -> dict[str, dict[str, Figure]]:
    """Figures of the one statement, by period and metric, oldest first."""
    told: dict[str, dict[str, Figure]] = {}
    for one in reported.figures:
        if one.statement == STATEMENT and one.period != SNAPSHOT:
            told.setdefault(one.period, {})[one.metric] = one
    return told


def _row(reported: Reported, period: str, told: dict[str, Figure]) -> Row:
    held = [told.get(metric) for metric in _METRICS]
    cells = (
        Cell(period_label(period), is_short=True),
        *(Cell(shown(one.value, one.unit), is_number=True) if one else Cell("—", is_number=True) for one in held),
    )
    first = next(one for one in told.values())
    return Row(cells, first.origin, ident=f"figures-{reported.listing.stock_code}-{period}")


def _scaled(one: Figure | None, scale: float) -> float | None:
    return round(one.value / scale, 4) if one else None
