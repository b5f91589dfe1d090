"""Ask a release for a declared figure: by which dimensions, under which filter, and which rows are behind it.

The only SQL that a caller brings is the names of declared dimensions; values go in as parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from wutong.catalog.indicators import Indicator, Measure
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

Filter = Mapping[str, Sequence[str]]  # dimension → values, any of which will do
_MOST_ROWS = 1_000


class IndicatorUnknown(WutongError):
    code = "indicator.unknown"
    exit_code = 2
    sentence = Text(
        zh="没有指标“{indicator}”。可用 wutong catalog indicators 查看。",
        en="There is no indicator “{indicator}”. See wutong catalog indicators.",
    )


class DimensionUnknown(WutongError):
    code = "indicator.dimension_unknown"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 没有维度“{dimension}”。可用的维度：{known}。",
        en="The indicator {indicator} has no dimension “{dimension}”. It can be asked by {known}.",
    )


class IndicatorNotAsked(WutongError):
    code = "indicator.not_asked"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 不能这样查询；请在门户的页面上查看。",
        en="The indicator {indicator} cannot be asked for like this; the portal shows it on its pages.",
    )


class ShareOfNothing(WutongError):
    code = "indicator.share_of_nothing"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 是占比，请用 --where 指明分子的范围；分母用 --within，不写则为全部。",
        en="The indicator {indicator} is a share: say of what with --where; --within is the whole, or all if left out.",
    )


class RowsAreSecret(WutongError):
    code = "indicator.rows_are_secret"
    exit_code = 2
    sentence = Text(
        zh="指标 {indicator} 涉及商业秘密，只公布汇总数，不列出依据的行。",
        en="The indicator {indicator} speaks of trade secrets: it is told as a sum only, and its rows stay closed.",
    )


class Answers(Protocol):
    """Whoever runs SELECTs: a Reading of a release."""

    def query(self, sql: str, params: Sequence[object] = ()) -> Any:
        """The rows of one SELECT, as tuples."""
        ...


@dataclass(frozen=True)
class Question:
    """Which figure, by what, of which rows; `within` is the whole that a share is of."""

    indicator: str
    by: tuple[str, ...] = ()
    where: Filter = field(default_factory=dict)
    within: Filter = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `denominator` is null where there is none; `value` where nothing can be said, or must not be."""

    dimensions: tuple[Any, ...]
    value: float | None
    numerator: float | None
    denominator: float | None
    rows: int
    known: int
    is_withheld: bool = False

    @property
    def coverage(self) -> float | None:
        """The share of rows that have what the figure needs."""
        return self.known / self.rows if self.rows else None


class Asking:
    """Figures of one release."""

    def __init__(self, indicators: Mapping[str, Indicator], answers: Answers) -> None:
        self._indicators = indicators
        self._answers = answers

    def figures(self, question: Question) -> list[Figure]:
        """The figure for each combination of `by`, in order. Raises IndicatorUnknown, DimensionUnknown, …"""
        indicator = self._indicator(question.indicator)
        if indicator.derived is None:
            return self._measured(indicator, question)
        if indicator.derived.kind == "share":
            return self._shares(indicator, question)
        return self._growth(indicator, question)

    def rows(self, question: Question, limit: int = _MOST_ROWS) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows behind a figure."""
        indicator = self._indicator(question.indicator)
        measure = self._measure(indicator)
        if measure.firms:
            raise RowsAreSecret(indicator=indicator.code)
        clauses, params = _conditions(indicator.code, measure, question.where)
        sql = f'SELECT {", ".join(measure.rows)} FROM "{measure.table}"{_where(measure, clauses)} LIMIT {int(limit)}'
        return measure.rows, [tuple(row) for row in self._answers.query(sql, params)]

    def _indicator(self, code: str) -> Indicator:
        if code not in self._indicators:
            raise IndicatorUnknown(indicator=code)
        return self._indicators[code]

    def _measure(self, indicator: Indicator) -> Measure:
        if indicator.derived:
            return self._measure(self._indicator(indicator.derived.of))
        if indicator.measure is None:
            raise IndicatorNotAsked(indicator=indicator.code)
        return indicator.measure

    def _measured(self, indicator: Indicator, question: Question) -> list[Figure]:
        measure = self._measure(indicator)
        dimensions = [_dimension(indicator.code, measure, code) for code in question.by]
        clauses, params = _conditions(indicator.code, measure, question.where)
        places = ", ".join(str(place) for place in range(1, len(dimensions) + 1))
        selected = [*dimensions, measure.value, measure.denominator or "NULL", "count(*)", measure.known or "count(*)"]
        selected.append(measure.firms or "NULL")
        grouped = f" GROUP BY {places} ORDER BY {places}" if places else ""
        sql = f'SELECT {", ".join(selected)} FROM "{measure.table}"{_where(measure, clauses)}{grouped}'
        return [_figure(row, len(dimensions), measure) for row in self._answers.query(sql, params)]

    def _shares(self, indicator: Indicator, question: Question) -> list[Figure]:
        """Each figure as a share of the same figure within the wider filter."""
        if not question.where and not question.by:
            raise ShareOfNothing(indicator=indicator.code)
        assert indicator.derived is not None
        base = self._indicator(indicator.derived.of)
        by = question.by
        whole = self._measured(base, Question(base.code, (), question.within))[0].value
        narrow = {**question.within, **question.where}
        return [_share(one, whole) for one in self._measured(base, Question(base.code, by, narrow))]

    def _growth(self, indicator: Indicator, question: Question) -> list[Figure]:
        """Each year against the year before, for each combination of the other dimensions."""
        assert indicator.derived is not None
        base = self._indicator(indicator.derived.of)
        by = (*(code for code in question.by if code != "year"), "year")
        # The year before is needed to tell the first year that is asked for.
        years = set(question.where.get("year", ()))
        where = {code: values for code, values in question.where.items() if code != "year"}
        known = {one.dimensions: one for one in self._measured(base, Question(base.code, by, where))}
        grown = [_grown(one, known.get((*one.dimensions[:-1], _before(one.dimensions[-1])))) for one in known.values()]
        return [one for one in grown if not years or str(one.dimensions[-1]) in years]


def _dimension(indicator: str, measure: Measure, code: str) -> str:
    if code not in measure.by_code:
        raise DimensionUnknown(indicator=indicator, dimension=code, known=", ".join(measure.by_code) or "—")
    return measure.by_code[code].expression


def _conditions(indicator: str, measure: Measure, chosen: Filter) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    params: list[object] = []
    for code, values in chosen.items():
        expression = _dimension(indicator, measure, code)
        clauses.append(f"CAST({expression} AS VARCHAR) IN ({', '.join('?' for _ in values)})")
        params.extend(values)
    return clauses, params


def _where(measure: Measure, clauses: Sequence[str]) -> str:
    whole = [f"({measure.where})"] if measure.where else []
    return " WHERE " + " AND ".join([*whole, *clauses]) if whole or clauses else ""


def _figure(row: Sequence[Any], width: int, measure: Measure) -> Figure:
    numerator, denominator, rows, known, firms = row[width:]
    is_withheld = firms is not None and 0 < firms < measure.least_firms
    value = _number(numerator)
    if measure.denominator is not None:
        value = _ratio(value, _number(denominator))
    if is_withheld:
        return Figure(tuple(row[:width]), None, None, None, int(rows), int(known), is_withheld=True)
    return Figure(tuple(row[:width]), value, _number(numerator), _number(denominator), int(rows), int(known))


def _share(one: Figure, whole: float | None) -> Figure:
    return Figure(one.dimensions, _ratio(one.value, whole), one.value, whole, one.rows, one.known, one.is_withheld)


def _grown(one: Figure, before: Figure | None) -> Figure:
    earlier = before.value if before else None
    change = None if one.value is None or earlier is None else one.value - earlier
    return Figure(one.dimensions, _ratio(change, earlier), change, earlier, one.rows, one.known, one.is_withheld)


def _before(year: Any) -> Any:
    return None if year is None else year - 1


def _ratio(value: float | None, whole: float | None) -> float | None:
    return None if value is None or not whole else value / whole


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
