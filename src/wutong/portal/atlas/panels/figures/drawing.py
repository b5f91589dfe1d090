"""From figures to charts: over time, and by one dimension. A range is drawn by its two ends."""

from collections.abc import Sequence

from django.utils.translation import gettext

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.figures import page, words
from wutong.portal.atlas.release_reader import Figure, Question
from wutong.portal.shared.language import wording

MOST_BARS = 20
_MILLION = 1e6


def over_time(indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> Chart | None:
    """The figure by a period; nothing where fewer than two are known."""
    known = [one for one in figures if one.dimensions[0] is not None]
    if len(known) < 2:
        return None
    ordered = page.in_order(measure, question.by, known)[-MOST_BARS:]
    return _chart("over-time", indicator, measure, question, ordered)


def by_dimension(indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> Chart | None:
    """The figures by one dimension; nothing where there is none, or more than one."""
    by = page.dimensions(indicator, measure, question)
    if len(by) != 1 or not figures:
        return None
    ordered = page.in_order(measure, by, figures)
    drawn = ordered[-MOST_BARS:] if by[0] in measure.facts.periods else ordered[:MOST_BARS]
    return _chart("figures", indicator, measure, question, drawn)


def _chart(ident: str, indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> Chart:
    by = page.dimensions(indicator, measure, question)
    title = wording(indicator.title)
    scale, unit = _scale(indicator)
    links = tuple(page.narrowed(question, by, one) for one in figures)
    is_range = any(one.low is not None for one in figures)
    ends = (("least", "core"), ("most", "related")) if is_range else (("value", "core"),)
    return Chart(
        ident=ident,
        kind="columns" if by[0] in measure.facts.periods else "bars",
        title=title,
        head=words.dimension_label(measure, by[0]),
        categories=tuple(words.value_label(measure, by[0], one.dimensions[0]) for one in figures),
        series=tuple(
            Series(f"{_end(end, title)} ({unit})", role, tuple(_at(one, end, scale) for one in figures), links)
            for end, role in ends
        ),
        is_stacked=False,
        decimals=1 if scale != 1 else indicator.decimals,
    )


def _scale(indicator: Indicator) -> tuple[float, str]:
    """How a value is drawn, and what the numbers beside it are called."""
    if indicator.unit == "ratio":
        return 100, "%"
    if indicator.unit == "CNY":
        return 1 / _MILLION, gettext("million yuan")
    return 1, words.unit_label(indicator.unit)


def _end(end: str, title: str) -> str:
    return {"least": gettext("At least"), "most": gettext("At most")}.get(end, title)


def _at(one: Figure, end: str, scale: float) -> float | None:
    value = {"least": one.low, "most": one.high}.get(end, one.value)
    return None if value is None else round(scale * value, 2)
