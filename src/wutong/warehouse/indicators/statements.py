"""From a measure and a filter to SQL. Expressions are the declaration's own; what a reader gives goes in as a value."""

from collections.abc import Sequence
from dataclasses import dataclass

from wutong.catalog.indicators import Dimension, Facts, Measure
from wutong.warehouse.indicators.answers import ABSENT, Filter
from wutong.warehouse.indicators.errors import BoundUnreadable, DimensionUnknown, NotTold


@dataclass(frozen=True, slots=True)
class Statement:
    """One SELECT and its values."""

    sql: str
    params: tuple[object, ...]


def figures(code: str, measure: Measure, by: Sequence[str], where: Filter) -> Statement:
    """The figure for each combination of `by`: dimensions, value, denominator, high, unbounded, rows, known."""
    facts = measure.facts
    for one in by:
        if dimension(code, facts, one).at_most:
            raise NotTold(dimension=one)
    source, params = _rows_of(code, measure, by, where)
    parts = (measure.value, measure.denominator, measure.high, measure.unbounded, "count(*)", measure.known)
    told = [_told_by(facts.by_code[one], at) for at, one in enumerate(by)]
    places = ", ".join(str(place) for place in range(1, len(told) + 1))
    grouped = f" GROUP BY {places} ORDER BY {places}" if places else ""
    return Statement(f"SELECT {', '.join([*told, *(one or 'NULL' for one in parts)])} FROM {source}{grouped}", params)


def rows(code: str, measure: Measure, where: Filter, limit: int | None, offset: int = 0) -> Statement:
    """The columns of the rows behind a figure, in the order of their table, which is the same each time."""
    source, params = _rows_of(code, measure, (), where)
    most = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
    return Statement(f"SELECT {', '.join(measure.facts.rows)} FROM {source}{most}", params)


def count(code: str, measure: Measure, where: Filter) -> Statement:
    """How many rows are behind a figure."""
    source, params = _rows_of(code, measure, (), where)
    return Statement(f"SELECT count(*) FROM {source}", params)


def newest(code: str, measure: Measure, where: Filter) -> Statement:
    """The last period of which there are rows."""
    assert measure.facts.newest is not None
    source, params = _rows_of(code, measure, (measure.facts.newest,), where)
    expression = measure.facts.by_code[measure.facts.newest].expression
    return Statement(f"SELECT max({expression}) FROM {source}", params)


def atoms(facts: Facts) -> Statement:
    """The finest cells of facts that are secret, each with the firms in it."""
    told = ", ".join(one.expression for one in facts.by_code.values())
    narrowed = f" WHERE {facts.where}" if facts.where else ""
    return Statement(f'SELECT {told}, list(DISTINCT {facts.firms}) FROM "{facts.table}"{narrowed} GROUP BY ALL', ())


def values(facts: Facts, name: str) -> Statement:
    """Every value of a dimension that some row has, in order."""
    one = facts.by_code[name]
    clauses = [f"({clause})" for clause in (facts.where, one.only) if clause]
    narrowed = f" WHERE {' AND '.join(clauses)}" if clauses else ""
    told = f"unnest({one.expression})" if one.many else one.expression
    return Statement(f'SELECT DISTINCT {told} FROM "{facts.table}"{narrowed} ORDER BY 1', ())


def dimension(code: str, facts: Facts, name: str) -> Dimension:
    """The dimension `name`; raises DimensionUnknown."""
    if name not in facts.by_code:
        raise DimensionUnknown(indicator=code, dimension=name, known=", ".join(facts.by_code) or "—")
    return facts.by_code[name]


def _rows_of(code: str, measure: Measure, by: Sequence[str], where: Filter) -> tuple[str, tuple[object, ...]]:
    """What to write after FROM: the rows that count, once for each entry of every list that is asked for."""
    facts = measure.facts
    clauses = [f"({one})" for one in (facts.where, measure.where) if one]
    used = [dimension(code, facts, name) for name in dict.fromkeys((*by, *where))]
    clauses += [f"({one.only})" for one in used if one.only]
    params: list[object] = []
    for name, values in where.items():
        clause, given = _condition(facts.by_code[name], values)
        clauses.append(clause)
        params += given
    source = f'"{facts.table}"' + (f" WHERE {' AND '.join(clauses)}" if clauses else "")
    for at, name in enumerate(by):
        one = facts.by_code[name]
        if one.many:
            source = f"(SELECT *, unnest({_entries(one)}) AS {_entry(at)} FROM {source})"
            if name in where:  # a row of several entries counts here under those that are asked for
                clause, given = _among(_entry(at), where[name])
                source += f" WHERE {clause}"
                params += given
    return source, tuple(params)


def _entries(one: Dimension) -> str:
    """The list, or one null where it is empty, so that its row is counted too."""
    return f"CASE WHEN len({one.expression}) > 0 THEN {one.expression} ELSE [NULL] END"


def _entry(at: int) -> str:
    return f"_entry_{at}"


def _told_by(one: Dimension, at: int) -> str:
    return _entry(at) if one.many else one.expression


def _condition(one: Dimension, values: Sequence[str]) -> tuple[str, list[object]]:
    if one.at_most:
        return f"{one.expression} <= ?", [max(_bound(one.code, value) for value in values)]
    if not one.many:
        return _among(one.expression, values)
    present = [value for value in values if value != ABSENT]
    clauses = [f"list_has_any(CAST({one.expression} AS VARCHAR[]), CAST(? AS VARCHAR[]))"] if present else []
    if ABSENT in values:
        clauses.append(f"coalesce(len({one.expression}), 0) = 0")
    return f"({' OR '.join(clauses)})", [present] if present else []


def _among(expression: str, values: Sequence[str]) -> tuple[str, list[object]]:
    present: list[object] = [value for value in values if value != ABSENT]
    clauses = [f"CAST({expression} AS VARCHAR) IN ({', '.join('?' for _ in present)})"] if present else []
    if ABSENT in values:
        clauses.append(f"({expression}) IS NULL")
    return f"({' OR '.join(clauses)})", present


def _bound(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise BoundUnreadable(dimension=name, value=value) from error
