"""From an answer to what the page of an indicator shows: the figure, a table whose lines narrow, the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.asked.figures import MOST
from wutong.portal.atlas.panels.figures import words
from wutong.portal.atlas.queries.data import FileRow
from wutong.portal.atlas.queries.figures import Behind
from wutong.portal.atlas.release_reader import Figure, Question, told_by
from wutong.portal.shared.language import wording

MOST_LINES = 200


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the menus of dimensions; the second tells the figure by two at once."""

    ident: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A dimension that takes a bound, as a box to write one in."""

    name: str
    label: str
    value: str


def to_figure(question: Question) -> str:
    """The page of a question."""
    query = urlencode(pairs(question))
    address = reverse("atlas:indicator", args=[question.indicator])
    return f"{address}?{query}" if query else address


def to_file(question: Question, what: str, form: str) -> str:
    """The figures, or the rows behind them, as a file."""
    address = reverse("atlas:indicator-file", args=[question.indicator, what, form])
    query = urlencode(pairs(question))
    return f"{address}?{query}" if query else address


def pairs(question: Question) -> list[tuple[str, str]]:
    """The parameters of an address."""
    return [("by", code) for code in question.by] + [
        *_written("where", question.where),
        *_written("within", question.within),
    ]


def _written(param: str, chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(param, f"{code}:{value}") for code, values in chosen.items() for value in values]


def choices(measure: Measure, question: Question) -> list[Choice]:
    """The menus of dimensions: what the figure is told by first, and second."""
    found = []
    for place, ident in enumerate(("by", "and-by")):
        chosen = question.by[place] if len(question.by) > place else ""
        told = ((code, one) for code, one in measure.by_code.items() if not one.at_most)
        found.append(Choice(ident, tuple(Option(code, wording(one.title), code == chosen) for code, one in told)))
    return found


def bounds(measure: Measure, question: Question) -> list[Bound]:
    """Boxes for bounds, with those that are set."""
    return [
        Bound(f"{MOST}{code}", wording(one.title), next(iter(question.where.get(code, ())), ""))
        for code, one in measure.by_code.items()
        if one.at_most
    ]


def hidden(measure: Measure, question: Question) -> list[tuple[str, str]]:
    """The filter as a form keeps it; bounds have their own boxes."""
    kept = {code: values for code, values in question.where.items() if not measure.by_code[code].at_most}
    return pairs(Question(question.indicator, (), kept, question.within))


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


def whole_named(measure: Measure, question: Question) -> str:
    """What a share is of, in words; empty where it is of all there is."""
    named = [_named(measure, code, value) for code, values in question.within.items() for value in values]
    return " · ".join(named)


def told_at(measure: Measure, question: Question, settled: Question) -> str:
    """The period that was taken because none was asked for; empty where one was."""
    newest = measure.facts.newest
    if newest is None or newest in {**question.where, **question.within}:
        return ""
    values = {**settled.within, **settled.where}.get(newest, ())
    return next((_named(measure, newest, value) for value in values), "")


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


def dimensions(indicator: Indicator, measure: Measure, question: Question) -> tuple[str, ...]:
    """The dimensions of each figure: growth is always told by a period, and last by it."""
    return told_by(indicator, measure.facts, question)


def in_order(measure: Measure, by: tuple[str, ...], figures: Sequence[Figure]) -> list[Figure]:
    """Periods as they pass; of anything else the largest first, what cannot be told last."""
    if set(by) & set(measure.facts.periods):
        return sorted(figures, key=lambda one: tuple(str(value or "") for value in one.dimensions))
    return sorted(figures, key=lambda one: (_size(one) is None, -(_size(one) or 0), str(one.dimensions)))


def _size(one: Figure) -> float | None:
    return one.value if one.low is None else one.low


def lines(indicator: Indicator, measure: Measure, question: Question, figures: Sequence[Figure]) -> list[Line]:
    """The table; MOST_LINES at most."""
    by = dimensions(indicator, measure, question)
    ordered = in_order(measure, by, figures)[:MOST_LINES]
    return [line(indicator, measure, question, by, one) for one in ordered]


def line(indicator: Indicator, measure: Measure, question: Question, by: tuple[str, ...], figure: Figure) -> Line:
    """One figure in words."""
    return Line(
        labels=tuple(
            words.value_label(measure, code, value) for code, value in zip(by, figure.dimensions, strict=True)
        ),
        address=narrowed(question, by, figure),
        figure=figure,
        value=words.told(indicator, figure),
        numerator=words.shown(indicator.of_unit, figure.numerator, 2),
        denominator=words.shown(indicator.of_unit, figure.denominator, 2),
    )


def narrowed(question: Question, by: tuple[str, ...], figure: Figure) -> str:
    """The page of one line: the same filter, and what the line is told by, were it no value at all."""
    told = dict(zip(by, figure.dimensions, strict=True))
    if not told:
        return ""
    where = {**question.where, **{code: (words.asked_value(value),) for code, value in told.items()}}
    return to_figure(replace(question, by=(), where=where))


def cells(measure: Measure, behind: Behind, files: Mapping[str, FileRow]) -> list[list[words.Cell]]:
    """The rows behind a figure as texts with links; files by their names."""
    names = {file_id: one.name for file_id, one in files.items()}
    return [
        [words.cell(measure, name, value, names) for name, value in zip(behind.columns, row, strict=True)]
        for row in behind.rows
    ]
