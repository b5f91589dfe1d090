"""Ask a release for a declared figure: by which dimensions, under which filter, and which rows are behind it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wutong.catalog.indicators import Facts, Indicator, Measure
from wutong.warehouse.indicators import statements
from wutong.warehouse.indicators.answers import Answers, Figure, Filter, Question, written
from wutong.warehouse.indicators.errors import (
    IndicatorUnknown,
    RowsAreSecret,
    SecretsAddedUp,
    ShareOfNothing,
    TableNotReleased,
)
from wutong.warehouse.indicators.knowing import TitlesOf, Unknown, nothing_declared, unknown_values
from wutong.warehouse.indicators.protecting import ANY, Atom, Cell, open_cells

MOST_ROWS = 1_000
_YEAR = "year"


class Asking:
    """Figures of one release. `tables` are those that it has; `kept` holds what may be told of its secrets."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        answers: Answers,
        tables: Collection[str] | None = None,
        kept: dict[str, frozenset[Cell]] | None = None,
        titles_of: TitlesOf = nothing_declared,
    ) -> None:
        self._indicators = indicators
        self._answers = answers
        self._tables = tables
        self._open = {} if kept is None else kept
        self._titles_of = titles_of

    def figures(self, question: Question) -> list[Figure]:
        """The figure for each combination of `by`, in order. Raises DimensionUnknown, ValueUnknown, …"""
        indicator = self._indicator(question.indicator)
        settled = self.settled(question)
        if indicator.derived is None:
            return self._measured(indicator, settled)
        if indicator.derived.kind == "share":
            return self._shares(indicator, settled)
        return self._growth(indicator, settled)

    def settled(self, question: Question) -> Question:
        """The same question, of the newest period where periods must not be added up and none is asked for.

        Raises ValueUnknown where it asks for what there cannot be.
        """
        for one in self.unknown(question):
            raise one.error()
        indicator = self._indicator(question.indicator)
        measure = self.measure_of(question.indicator)
        facts, asked = measure.facts, {*question.by, *question.where, *question.within}
        if facts.newest is None or asked & set(facts.periods) or _is_growth(indicator):
            return question
        both = {**question.within, **question.where}
        ((newest,),) = self._answers.query(*_plain(statements.newest(indicator.code, measure, both)))
        if newest is None:
            return question
        last = {facts.newest: (str(newest),)}
        if indicator.derived:  # of a share, the whole is of that period too
            return replace(question, within={**question.within, **last})
        return replace(question, where={**question.where, **last})

    def unknown(self, question: Question) -> list[Unknown]:
        """The values of both filters that are neither declared nor on any row, each with what there is instead."""
        measure = self.measure_of(question.indicator)
        both = {
            code: (*question.where.get(code, ()), *question.within.get(code, ()))
            for code in (*question.where, *question.within)
        }
        return unknown_values(question.indicator, measure, both, self._answers, self._titles_of)

    def rows(
        self, question: Question, limit: int | None = MOST_ROWS, offset: int = 0
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows behind a figure; those of a part of a whole answer to both filters."""
        measure, where = self._behind(question)
        found = self._answers.query(*_plain(statements.rows(question.indicator, measure, where, limit, offset)))
        return measure.facts.rows, [tuple(row) for row in found]

    def row_count(self, question: Question) -> int:
        """How many rows are behind a figure."""
        measure, where = self._behind(question)
        ((count,),) = self._answers.query(*_plain(statements.count(question.indicator, measure, where)))
        return int(count)

    def _behind(self, question: Question) -> tuple[Measure, Filter]:
        measure = self.measure_of(question.indicator)
        if measure.is_secret:
            raise RowsAreSecret(indicator=question.indicator)
        settled = self.settled(question)
        return measure, {**settled.within, **settled.where}

    def measure_of(self, code: str) -> Measure:
        """How an indicator, or the one that it is made of, is computed. Raises TableNotReleased where it cannot be."""
        indicator = self._indicator(code)
        if indicator.derived:
            return self.measure_of(indicator.derived.of)
        assert indicator.measure is not None, "what is not derived is measured"
        if self._tables is not None and indicator.measure.table not in self._tables:
            raise TableNotReleased(table=indicator.measure.table)
        return indicator.measure

    def _indicator(self, code: str) -> Indicator:
        if code not in self._indicators:
            raise IndicatorUnknown(indicator=code)
        return self._indicators[code]

    def _measured(self, indicator: Indicator, question: Question) -> list[Figure]:
        measure = self.measure_of(indicator.code)
        if measure.is_secret and any(len(set(values)) > 1 for values in question.where.values()):
            raise SecretsAddedUp(indicator=indicator.code)
        statement = statements.figures(indicator.code, measure, question.by, question.where)
        figures = [_figure(row, len(question.by), measure) for row in self._answers.query(*_plain(statement))]
        if not measure.is_secret:
            return figures
        may_be_told = self._may_be_told(measure.facts)
        return [
            one if not one.rows or _cell(measure.facts, question, one) in may_be_told else _withheld(one)
            for one in figures
        ]

    def _may_be_told(self, facts: Facts) -> frozenset[Cell]:
        if facts.code not in self._open:
            found = self._answers.query(*_plain(statements.atoms(facts)))
            atoms = [Atom(tuple(map(written, row[:-1])), frozenset(map(str, row[-1]))) for row in found]
            self._open[facts.code] = open_cells(sorted(atoms, key=lambda one: str(one.key)), facts.least_firms)
        return self._open[facts.code]

    def _shares(self, indicator: Indicator, question: Question) -> list[Figure]:
        """Each figure as a share of the same figure within the wider filter."""
        if not question.where and not question.by:
            raise ShareOfNothing(indicator=indicator.code)
        assert indicator.derived is not None
        base = self._indicator(indicator.derived.of)
        whole = self._measured(base, Question(base.code, (), question.within))[0]
        narrow = {**question.within, **question.where}
        found = self._measured(base, Question(base.code, question.by, narrow))
        return [_withheld(one) if whole.is_withheld else _share(one, whole.value) for one in found]

    def _growth(self, indicator: Indicator, question: Question) -> list[Figure]:
        """Each period against the one a year before, for each combination of the other dimensions."""
        assert indicator.derived is not None
        base = self._indicator(indicator.derived.of)
        by = told_by(indicator, self.measure_of(base.code).facts, question)
        period = by[-1]
        # The year before is needed to tell the first year that is asked for.
        asked = set(question.where.get(period, ()))
        where: Filter = {code: values for code, values in question.where.items() if code != period}
        known = {one.dimensions: one for one in self._measured(base, Question(base.code, by, where))}
        told = [one for one in known.values() if one.dimensions[-1] is not None]
        grown = [_grown(one, known.get((*one.dimensions[:-1], year_before(one.dimensions[-1])))) for one in told]
        return [one for one in grown if not asked or str(one.dimensions[-1]) in asked]


def told_by(indicator: Indicator, facts: Facts, question: Question) -> tuple[str, ...]:
    """The dimensions of each figure: growth is always told by a period, and last by it."""
    if not _is_growth(indicator):
        return question.by
    asked = (code for code in (*question.by, *question.where) if code in facts.periods)
    period = next(asked, None) or facts.newest or _YEAR
    return (*(code for code in question.by if code not in facts.periods), period)


def year_before(period: Any) -> Any:
    """2021 → 2020, 2021Q3 → 2020Q3."""
    if period is None or isinstance(period, int):
        return None if period is None else period - 1
    text = str(period)
    return f"{int(text[:4]) - 1}{text[4:]}" if text[:4].isdigit() else None


def _is_growth(indicator: Indicator) -> bool:
    return indicator.derived is not None and indicator.derived.kind == "growth"


def _cell(facts: Facts, question: Question, one: Figure) -> Cell:
    """The cell that a figure is of: told by some dimensions, narrowed to a value of others, over all the rest."""
    told: dict[str, object] = {code: values[0] or None for code, values in question.where.items()}
    told |= {code: written(value) for code, value in zip(question.by, one.dimensions, strict=True)}
    return tuple(told.get(code, ANY) for code in facts.by_code)


def _plain(statement: statements.Statement) -> tuple[str, Sequence[object]]:
    return statement.sql, statement.params


def _figure(row: Sequence[Any], width: int, measure: Measure) -> Figure:
    numerator, denominator, high, unbounded, rows, known = row[width:]
    told = tuple(row[:width])
    if measure.high is not None:
        low, top = _number(numerator), None if unbounded else _number(high)
        return Figure(told, None, None, None, int(rows), int(known), low=low, high=top)
    value = _number(numerator)
    if measure.denominator is not None:
        value = _ratio(value, _number(denominator))
    return Figure(told, value, _number(numerator), _number(denominator), int(rows), int(known))


def _withheld(one: Figure) -> Figure:
    return Figure(one.dimensions, None, None, None, one.rows, one.known, is_withheld=True)


def _share(one: Figure, whole: float | None) -> Figure:
    return Figure(one.dimensions, _ratio(one.value, whole), one.value, whole, one.rows, one.known, one.is_withheld)


def _grown(one: Figure, before: Figure | None) -> Figure:
    """What is withheld in either year is withheld, and so is what the other year would tell of it."""
    if one.is_withheld or (before is not None and before.is_withheld):
        return _withheld(one)
    earlier = before.value if before else None
    change = None if one.value is None or earlier is None else one.value - earlier
    return Figure(one.dimensions, _ratio(change, earlier), change, earlier, one.rows, one.known)


def _ratio(value: float | None, whole: float | None) -> float | None:
    return None if value is None or not whole else value / whole


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
