"""Which values a filter can ask for: those that are declared and those that rows have. Narrows nothing.

A value that is known and has no rows is a nought; one that nobody knows is a slip, and is told with what there is.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from wutong.catalog.indicators import Dimension, Measure, Words
from wutong.catalog.vocabulary import Titles
from wutong.catalog.yaml_file import Label
from wutong.kernel.bilingual import Text
from wutong.warehouse.indicators import statements
from wutong.warehouse.indicators.answers import ABSENT, Answers, Filter, written
from wutong.warehouse.indicators.errors import ValueUnknown

MOST_TOLD = 12
_NEAR = 60.0  # of 100: a slip in a short word, or a title without its last sign
_DIGIT = re.compile(r"\d")
_TRUTHS = {"true": Label(zh="是", en="yes"), "false": Label(zh="否", en="no")}

TitlesOf = Callable[[Words], Titles]


def nothing_declared(words: Words) -> Titles:
    """Where no catalogue is at hand, rows alone tell what is known."""
    return {}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that can be asked for, and what it is called where that is declared."""

    code: str
    title: Label | None

    def told(self) -> Text:
        """2 (Phase 2)."""
        if self.title is None:
            return Text(zh=self.code, en=self.code)
        return Text(zh=f"{self.code}（{self.title.zh}）", en=f"{self.code} ({self.title.en})")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody knows, with those that there are instead: MOST_TOLD at most, the nearest first."""

    indicator: str
    dimension: Dimension
    value: str
    instead: tuple[Value, ...]
    further: int

    def known(self) -> Text:
        """What there is, in words."""
        told = [one.told() for one in self.instead]
        if not told:
            return Text(zh="（无）", en="none")
        zh, en = "、".join(one.zh for one in told), ", ".join(one.en for one in told)
        if not self.further:
            return Text(zh=zh, en=en)
        return Text(zh=f"{zh}，另有 {self.further} 个", en=f"{en} and {self.further} more")

    def error(self) -> ValueUnknown:
        """The refusal of it."""
        return ValueUnknown(dimension=self.dimension.code, value=self.value, known=self.known())


def unknown_values(code: str, measure: Measure, asked: Filter, answers: Answers, titles_of: TitlesOf) -> list[Unknown]:
    """Each value of a filter that is neither declared nor on any row. Raises DimensionUnknown."""
    found: list[Unknown] = []
    for name, values in asked.items():
        dimension = statements.dimension(code, measure.facts, name)
        declared: Mapping[str, Label | None] = {
            **(titles_of(dimension.words) if dimension.words else {}),
            **dimension.values,
        }
        missing = [value for value in dict.fromkeys(values) if value != ABSENT and value not in declared]
        if not missing or dimension.at_most:
            continue
        held = _on_rows(measure, name, answers)
        known = [value for value in missing if not _is_known(dimension, value, held, declared)]
        found += [Unknown(code, dimension, value, *_instead(value, held, declared)) for value in known]
    return found


def _on_rows(measure: Measure, name: str, answers: Answers) -> dict[str, Label | None]:
    statement = statements.values(measure.facts, name)
    values = [value for (value,) in answers.query(statement.sql, statement.params) if value is not None]
    if any(isinstance(value, bool) for value in values):
        return dict(_TRUTHS)  # either can be asked for, whichever rows have
    return {str(written(value)): None for value in values}


def _is_known(dimension: Dimension, value: str, held: Iterable[str], declared: Iterable[str]) -> bool:
    """True of what some row has, of any period written as theirs are, and of anything where nothing tells."""
    held = tuple(held)
    if value in held or not (held or tuple(declared)):
        return True
    return dimension.is_period and _shape(value) in {_shape(one) for one in held}


def _shape(value: str) -> str:
    return _DIGIT.sub("0", value)


def _instead(
    value: str, held: Mapping[str, Label | None], declared: Mapping[str, Label | None]
) -> tuple[tuple[Value, ...], int]:
    """The values that are near, then others that rows have; and how many of those there is no room for."""
    every = [Value(code, declared.get(code, held.get(code))) for code in {**held, **declared}]
    scores = {one.code: _likeness(value, one) for one in every}
    near = sorted((one for one in every if scores[one.code] >= _NEAR), key=lambda one: -scores[one.code])
    offered = [one for one in every if one.code in (held or declared)]
    told = list(dict.fromkeys([*near[:MOST_TOLD], *offered]))[:MOST_TOLD]
    return tuple(told), len([one for one in offered if one not in told])


def _likeness(value: str, one: Value) -> float:
    names: Sequence[str] = (one.code, *((one.title.zh, one.title.en) if one.title else ()))
    return max(fuzz.ratio(value.lower(), name.lower()) for name in names)
