"""Figures, and the rows behind them, as they stand in a file: labels and codes, numbers as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.panels.figures import page, words
from wutong.portal.atlas.queries.figures import Behind
from wutong.portal.atlas.release_reader import Figure, Question


@dataclass(frozen=True, slots=True)
class Link:
    """One file that can be taken away."""

    label: str
    address: str


def links(question: Question, *, is_secret: bool) -> list[Link]:
    """The figures and their rows in each form; of secrets only the figures."""
    kinds = [("figures", gettext("Figures"))] + ([] if is_secret else [("rows", pgettext("data", "Rows"))])
    return [
        Link(f"{title} · {form}", page.to_file(question, what, form.lower()))
        for what, title in kinds
        for form in ("CSV", "xlsx")
    ]


def header(indicator: Indicator, measure: Measure, question: Question) -> list[str]:
    """The names of the columns: label and code of each dimension, then what each figure says."""
    by = page.dimensions(indicator, measure, question)
    titles = [words.dimension_label(measure, code) for code in by]
    told = [column for title in titles for column in (title, f"{title} · {gettext('code')}")]
    unit = words.unit_label(indicator.unit)
    return [
        *told,
        f"{gettext('Value')} ({unit})",
        gettext("At least"),
        gettext("At most"),
        gettext("Numerator"),
        gettext("Denominator"),
        gettext("Rows counted"),
        gettext("Coverage"),
        gettext("withheld"),
    ]


def figures(indicator: Indicator, measure: Measure, question: Question, found: Sequence[Figure]) -> Iterator[list[Any]]:
    """One row a figure, in the order of the page."""
    by = page.dimensions(indicator, measure, question)
    for one in page.in_order(measure, by, found):
        told = list(zip(by, one.dimensions, strict=True))
        named = [cell for code, value in told for cell in (words.value_label(measure, code, value), _plain(value))]
        ends = [one.value, one.low, one.high, one.numerator, one.denominator]
        yield [*named, *ends, one.rows, one.coverage, gettext("yes") if one.is_withheld else ""]


def rows(behind: Behind) -> Iterator[list[Any]]:
    """One row a row, lists as one text."""
    for row in behind.rows:
        yield ["; ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell for cell in row]


def _plain(value: Any) -> Any:
    return words.asked_value(value) if isinstance(value, bool) else value
