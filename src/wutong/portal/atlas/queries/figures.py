"""Declared figures, asked of a release: each answer worked out once a release and question."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from wutong.catalog.indicators import Indicator, Measure
from wutong.kernel import clock
from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.release_reader import (
    BoundUnreadable,
    Figure,
    Question,
    RowsAreSecret,
    SecretsAddedUp,
    ShareOfNothing,
    TableNotReleased,
    Unknown,
    ValueUnknown,
)
from wutong.portal.shared.catalogue import catalogue

MOST_ROWS = 20
MOST_EXPORTED = 100_000  # rows behind a figure, in one file
_UNANSWERED = (ShareOfNothing, TableNotReleased, SecretsAddedUp, BoundUnreadable, ValueUnknown)


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the `total` rows behind a figure. `is_secret` where they may not be shown."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    is_secret: bool = False
    total: int = 0
    page: int = 1
    page_count: int = 1


def measure_of(indicator: Indicator) -> Measure:
    """How an indicator, or the one that it is made of, is computed."""
    if indicator.derived:
        return measure_of(catalogue().indicators[indicator.derived.of])
    assert indicator.measure is not None, "what is not derived is measured"
    return indicator.measure


def settled(release: Release, question: Question) -> Question:
    """The question as it is answered: of the newest period where periods must not be added up."""
    if not _is_held(release, question.indicator):
        return question
    indicators = catalogue().indicators
    return remember(release, f"settled:{question!r}", lambda: release.settled(indicators, question))


def unknown_in(release: Release, question: Question) -> tuple[Unknown, ...]:
    """The values that a question asks for and that there are not, each with what there is."""
    if not (question.where or question.within) or not _is_held(release, question.indicator):
        return ()
    asked = replace(question, by=())
    return remember(release, f"unknown:{asked!r}", lambda: tuple(release.unknown(catalogue().indicators, asked)))


def figures_of(release: Release, question: Question) -> tuple[Figure, ...]:
    """The figure by each dimension that is asked for. What cannot be answered, as a share of nothing, has none."""
    return remember(release, f"figures:{question!r}", lambda: _figures(release, question))


def _figures(release: Release, question: Question) -> tuple[Figure, ...]:
    try:
        return tuple(release.figures(catalogue().indicators, question))
    except _UNANSWERED:
        return ()


def refusal_of(release: Release, question: Question) -> str:
    """Why a question about secrets is not answered, in the reader's words; empty where it is."""
    measure = measure_of(catalogue().indicators[question.indicator])
    several = any(len(set(values)) > 1 for values in (*question.where.values(), *question.within.values()))
    return str(SecretsAddedUp(indicator=question.indicator)) if measure.is_secret and several else ""


def rows_behind(release: Release, question: Question, limit: int = MOST_ROWS, page: int = 1) -> Behind:
    """Page `page` of the rows behind a figure, `limit` a page; the last where there are not so many."""
    return remember(release, f"behind:{limit}:{page}:{question!r}", lambda: _page(release, question, limit, page))


def _page(release: Release, question: Question, limit: int, page: int) -> Behind:
    asked = replace(question, by=())
    try:
        total = release.row_count(catalogue().indicators, asked)
    except (RowsAreSecret, *_UNANSWERED):
        return all_behind(release, question, limit)
    count = max(1, -(-total // limit))
    page = max(1, min(page, count))
    behind = all_behind(release, question, limit, (page - 1) * limit)
    return replace(behind, total=total, page=page, page_count=count)


def all_behind(release: Release, question: Question, limit: int, offset: int = 0) -> Behind:
    """The rows behind a figure, not remembered: there may be many."""
    try:
        columns, rows = release.rows_behind(catalogue().indicators, replace(question, by=()), limit, offset)
    except RowsAreSecret:
        return Behind(is_secret=True)
    except _UNANSWERED:
        return Behind()
    return Behind(columns=columns, rows=tuple(rows))


def newest_of(release: Release, measure: Measure) -> date | None:
    """The newest date among the rows that a figure is taken from; None where they have none."""
    if measure.facts.date is None or measure.table not in release.manifest.row_counts:
        return None
    # Both names are the declaration's own, never the reader's.
    sql = f'SELECT max({measure.facts.date}) FROM "{measure.table}"'
    (found,) = remember(release, f"newest:{sql}", lambda: release.query(sql).rows[0])
    if isinstance(found, datetime):
        return clock.day_of(found)
    return found if isinstance(found, date) else None


def _is_held(release: Release, code: str) -> bool:
    """False where an earlier program built the release, without the table behind the figure."""
    return measure_of(catalogue().indicators[code]).table in release.manifest.row_counts
