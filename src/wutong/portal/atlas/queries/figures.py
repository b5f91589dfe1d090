"""Declared figures, asked of a release: each answer worked out once a release and question."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.catalog.indicators import Indicator, Measure
from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.release_reader import Figure, Question, RowsAreSecret, ShareOfNothing
from wutong.portal.shared.catalogue import catalogue

MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Behind:
    """The first rows behind a figure. `is_secret` where they may not be shown."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    is_secret: bool = False


def measure_of(indicator: Indicator) -> Measure | None:
    """How an indicator, or the one that it is made of, is computed."""
    if indicator.derived:
        return measure_of(catalogue().indicators[indicator.derived.of])
    return indicator.measure


def figures_of(release: Release, question: Question) -> tuple[Figure, ...]:
    """The figure by each dimension that is asked for. A share of nothing has none."""
    return remember(release, f"figures:{question!r}", lambda: _figures(release, question))


def _figures(release: Release, question: Question) -> tuple[Figure, ...]:
    try:
        return tuple(release.figures(catalogue().indicators, question))
    except ShareOfNothing:
        return ()


def rows_behind(release: Release, question: Question, limit: int = MOST_ROWS) -> Behind:
    """The first rows behind a figure."""
    return remember(release, f"behind:{limit}:{question!r}", lambda: _behind(release, question, limit))


def _behind(release: Release, question: Question, limit: int) -> Behind:
    try:
        # A part of a whole answers to both filters.
        within = Question(question.indicator, where={**question.within, **question.where})
        columns, rows = release.rows_behind(catalogue().indicators, within, limit)
    except RowsAreSecret:
        return Behind(is_secret=True)
    return Behind(columns=columns, rows=tuple(rows))


def newest_of(release: Release, measure: Measure) -> date | None:
    """The newest date among the rows that a figure is taken from; None where they have none."""
    if measure.period is None:
        return None
    # Both names are the declaration's own, never the reader's.
    sql = f'SELECT max({measure.period}) FROM "{measure.table}"'
    (found,) = remember(release, f"newest:{sql}", lambda: release.query(sql).rows[0])
    return found if isinstance(found, date) else None
