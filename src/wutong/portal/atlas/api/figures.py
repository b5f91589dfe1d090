"""Operations on indicators: figures by any declared dimension, and the rows behind them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wutong.catalog.indicators import Indicator
from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import LAST_PAGE, unknown_params
from wutong.portal.atlas.asked.figures import MOST, read_known
from wutong.portal.atlas.panels.figures.page import dimensions
from wutong.portal.atlas.queries.figures import figures_of, measure_of, newest_of, rows_behind
from wutong.portal.atlas.release_reader import Figure, Question, RowsAreSecret
from wutong.portal.shared.api.building import both
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Fault, Problem
from wutong.portal.shared.catalogue import catalogue

MOST_FIGURES = 5_000
MOST_ROWS = 1_000
_WHERE = both("筛选，写作“维度:值”，可重复", "Filter, written dimension:value, may be repeated")

router = Router()
Cell = str | int | float | bool | date | datetime | list[str] | None


class IndicatorPath(Schema):
    """One indicator."""

    code: str = Field(description=both("指标代码", "Code of the indicator"))


class FilterParams(Schema):
    """Which rows are meant."""

    where: list[str] = Field([], description=_WHERE)
    within: list[str] = Field([], description=both("占比的分母范围，写法同上", "Of a share: the whole, written alike"))


class FigureParams(FilterParams):
    """By what, and of which rows."""

    by: list[str] = Field([], description=both("维度代码，可重复", "Code of a dimension, may be repeated"))


class RowParams(FilterParams):
    """Of which rows, and which page of them."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))
    limit: int = Field(100, ge=1, le=MOST_ROWS, description=both("每页行数", "Rows a page"))


class IndicatorFigureOut(Schema):
    """One number. `value` is null where nothing can be said, where `is_withheld`, and of a range: `low` to `high`."""

    dimensions: dict[str, Cell]
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    rows: int
    coverage: float | None
    is_withheld: bool


class IndicatorFiguresOut(Schema):
    """The answer to a question, with the filter as it was answered and the newest date among the rows.

    `total` counts figures, of which MOST_FIGURES at most are given.
    """

    release: str
    indicator: str
    unit: str
    where: dict[str, list[str]]
    within: dict[str, list[str]]
    newest: date | None
    total: int
    items: list[IndicatorFigureOut]


class RowsOut(Schema):
    """One page of the `total` rows behind a figure."""

    release: str
    indicator: str
    total: int
    page: int
    pages: int
    columns: list[str]
    rows: list[list[Cell]]


@router.get("/indicators/{code}", response=IndicatorFiguresOut, **said("indicator"))
def indicator(request: HttpRequest, at: Path[IndicatorPath], params: Query[FigureParams]) -> IndicatorFiguresOut:
    """The figures of one indicator."""
    declared, question = _asked(request, at.code, FigureParams)
    release, measure = current_release(), measure_of(declared)
    # Not what is remembered for pages, which show nothing where an answer is refused: programs are told why.
    settled = release.settled(catalogue().indicators, question)
    found = figures_of(release, settled) or tuple(release.figures(catalogue().indicators, settled))
    by = dimensions(declared, measure, question)
    return IndicatorFiguresOut(
        release=release.version,
        indicator=declared.code,
        unit=declared.unit,
        where={code: list(values) for code, values in settled.where.items()},
        within={code: list(values) for code, values in settled.within.items()},
        newest=newest_of(release, measure),
        total=len(found),
        items=[_out(by, one) for one in found[:MOST_FIGURES]],
    )


def _out(by: Sequence[str], one: Figure) -> IndicatorFigureOut:
    return IndicatorFigureOut(
        dimensions=dict(zip(by, one.dimensions, strict=True)),
        value=one.value,
        low=one.low,
        high=one.high,
        numerator=one.numerator,
        denominator=one.denominator,
        rows=one.rows,
        coverage=one.coverage,
        is_withheld=one.is_withheld,
    )


@router.get("/indicators/{code}/rows", response=RowsOut, **said("indicator_rows"))
def indicator_rows(request: HttpRequest, at: Path[IndicatorPath], params: Query[RowParams]) -> RowsOut:
    """The rows behind a figure, a page at a time."""
    declared, question = _asked(request, at.code, RowParams)
    release = current_release()
    behind = rows_behind(release, question, params.limit, params.page)
    if behind.is_secret:
        raise RowsAreSecret(indicator=declared.code)
    if params.page > behind.page_count:
        raise Problem(NOT_FOUND)
    return RowsOut(
        release=release.version,
        indicator=declared.code,
        total=behind.total,
        page=params.page,
        pages=behind.page_count,
        columns=list(behind.columns),
        rows=[list(row) for row in behind.rows],
    )


def _asked(request: HttpRequest, code: str, params: type[Schema]) -> tuple[Indicator, Question]:
    """The indicator and the question of a request; raises Problem for what cannot be asked."""
    declared = catalogue().indicators.get(code)
    if declared is None:
        raise Problem(NOT_FOUND)
    measure = measure_of(declared)
    read = read_known(current_release(), declared, measure, request.GET)
    faults = unknown_params(request, (*params.model_fields, *(f"{MOST}{code}" for code in measure.by_code)))
    faults += [Fault(parameter=one.param, value=one.value, detail=one.fault) for one in read.remarks]
    if faults:
        raise Problem(INVALID, errors=faults)
    return declared, read.question
