"""From an answer to what the page of an indicator shows: the figure, a chart, a table whose lines narrow, the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.atlas.panels.figures import words
from wutong.portal.atlas.queries.data import FileRow
from wutong.portal.atlas.queries.figures import Behind
from wutong.portal.atlas.release_reader import Figure, Question
from wutong.portal.shared.language import wording

MOST_LINES = 200
MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `address` is the same page narrowed to it, empty where nothing can be narrowed."""

    labels: tuple[str, ...]
    address: str
    figure: Figure
    value: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the filter, and the page without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Option:
    """One dimension that the figure can be told by."""

    code: str
    label: str
    is_chosen: bool


def to_figure(question: Question) -> str:
    """The page of a question."""
    query = urlencode(pairs(question))
    address = reverse("atlas:indicator", args=[question.indicator])
    return f"{address}?{query}" if query else address


def pairs(question: Question) -> list[tuple[str, str]]:
    """The parameters of an address."""
    return [("by", code) for code in question.by] + [
        *_written("where", question.where),
        *_written("within", question.within),
    ]


def _written(param: str, chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(param, f"{code}:{value}") for code, values in chosen.items() for value in values]


def options(measure: Measure, question: Question) -> list[Option]:
    """What the figure can be told by."""
    return [Option(code, wording(one.title), code in question.by) for code, one in measure.by_code.items()]


def chips(measure: Measure, question: Question) -> list[Chip]:
    """What narrows the figure, and what its whole is narrowed to."""
    whole = pgettext("the whole of a share", "of")
    return [
        *(Chip(_named(measure, code, value), to_figure(replace(question, where=_without(question.where, code, value))))
          for code, values in question.where.items() for value in values),
        *(Chip(f"{whole} {_named(measure, code, value)}",
               to_figure(replace(question, within=_without(question.within, code, value))))
          for code, values in question.within.items() for value in values),
    ]  # fmt: skip


def _named(measure: Measure, code: str, value: str) -> str:
    said = {"true": True, "false": False}.get(value, value)
    return f"{words.dimension_label(measure, code)}: {words.value_label(measure, code, said)}"


def _without(chosen: Mapping[str, Sequence[str]], code: str, value: str) -> dict[str, tuple[str, ...]]:
    held = {name: tuple(one for one in values if (name, one) != (code, value)) for name, values in chosen.items()}
    return {name: values for name, values in held.items() if values}


def as_the_whole(indicator: Indicator, question: Question) -> str:
    """The page that takes the filter for the whole of a share; empty where there is nothing to take."""
    if indicator.derived is None or indicator.derived.kind != "share" or not question.where:
        return ""
    return to_figure(replace(question, where={}, within={**question.within, **question.where}))


def dimensions(indicator: Indicator, question: Question) -> tuple[str, ...]:
    """The dimensions of each figure: growth is always told by year, and last."""
    if indicator.derived and indicator.derived.kind == "growth":
        return (*(code for code in question.by if code != "year"), "year")
    return question.by


def in_order(by: tuple[str, ...], figures: Sequence[Figure]) -> list[Figure]:
    """Years as they pass; of anything else the largest first, what cannot be told last."""
    if "year" in by:
        return sorted(figures, key=lambda one: tuple(str(value or "") for value in one.dimensions))
    return sorted(figures, key=lambda one: (one.value is None, -(one.value or 0), str(one.dimensions)))


def lines(indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> list[Line]:
    """The table; MOST_LINES at most."""
    by = dimensions(indicator, question)
    return [line(indicator, measure, question, by, one) for one in in_order(by, figures)[:MOST_LINES]]


def line(indicator: Indicator, measure: Measure, question: Question, by: tuple[str, ...], figure: Figure) -> Line:
    """One figure in words."""
    base = measure_unit(indicator)
    return Line(
        labels=tuple(
            words.value_label(measure, code, value) for code, value in zip(by, figure.dimensions, strict=True)
        ),
        address=_narrowed(question, by, figure),
        figure=figure,
        value=words.shown(indicator.unit, figure.value),
        numerator=words.shown(base, figure.numerator),
        denominator=words.shown(base, figure.denominator),
    )


def measure_unit(indicator: Indicator) -> str:
    """The unit of numerator and denominator: counts, unless money is summed."""
    return indicator.unit if indicator.unit == "CNY" else "row"


def _narrowed(question: Question, by: tuple[str, ...], figure: Figure) -> str:
    told = dict(zip(by, figure.dimensions, strict=True))
    if not told or None in told.values():
        return ""
    where = {**question.where, **{code: (words.asked_value(value),) for code, value in told.items()}}
    return to_figure(replace(question, by=(), where=where))


def chart(indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> Chart | None:
    """The figures by one dimension; nothing where there is none, or more than one."""
    by = dimensions(indicator, question)
    if len(by) != 1:
        return None
    ordered = in_order(by, figures)
    drawn = ordered[-MOST_BARS:] if by == ("year",) else ordered[:MOST_BARS]
    scale = 100 if indicator.unit == "ratio" else 1
    title = wording(indicator.title)
    named = f"{title} (%)" if scale == 100 else f"{title} ({words.unit_label(indicator.unit)})"
    return Chart(
        ident="figures",
        kind="columns" if by == ("year",) else "bars",
        title=title,
        head=words.dimension_label(measure, by[0]),
        categories=tuple(words.value_label(measure, by[0], one.dimensions[0]) for one in drawn),
        series=(
            Series(
                name=named,
                role="core",
                values=tuple(None if one.value is None else round(scale * one.value, 2) for one in drawn),
                links=tuple(_narrowed(question, by, one) for one in drawn),
            ),
        ),
        decimals=1 if scale == 100 else 0,
    )


def cells(measure: Measure, behind: Behind, files: Mapping[str, FileRow]) -> list[list[words.Cell]]:
    """The rows behind a figure as texts with links; files by their names."""
    names = {file_id: one.name for file_id, one in files.items()}
    return [
        [words.cell(measure, name, value, names) for name, value in zip(behind.columns, row, strict=True)]
        for row in behind.rows
    ]
