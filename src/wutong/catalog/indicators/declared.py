"""One indicator as declared: its meaning in both languages, and how it is computed. Computes nothing."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from wutong.catalog.indicators.facts import Code, Dimension, Facts, FactsUnknown, load_facts
from wutong.catalog.yaml_file import Declaration, Label, parse_declaration, read_raw

# Which tiers of enterprises a figure counts; `any` where records count whatever the enterprise is.
Scope = Literal["core", "core_related", "all_tiers", "any"]
COUNTED = "count(*)"


class Measure(Declaration):
    """How a figure is computed from the rows of its facts; expressions are SQL over their columns.

    `value` aggregates rows. With `denominator` the figure is value ÷ denominator over the same rows. With `high` it is
    a range: `value` is its lower and `high` its upper end, and where `unbounded` counts rows nothing bounds it above.
    `known` counts the rows that have what the figure needs, so that its coverage can be told.
    """

    facts: Facts
    value: str
    denominator: str | None = None
    high: str | None = None
    unbounded: str | None = None
    where: str | None = None
    known: str = COUNTED

    @model_validator(mode="after")
    def _keeps_secrets(self) -> Self:
        """What is withheld is worked out for the facts as a whole: a figure of some of them could give it away."""
        if self.facts.firms and (self.where or self.high):
            raise ValueError("where: figures of trade secrets are told of all their facts")
        return self

    @property
    def table(self) -> str:
        """The released table behind the figure."""
        return self.facts.table

    @property
    def by_code(self) -> dict[str, Dimension]:
        """Every dimension by its code."""
        return self.facts.by_code

    @property
    def is_secret(self) -> bool:
        """True where the rows are trade secrets."""
        return self.facts.firms is not None


class Derived(Declaration):
    """A figure made of another: its share in a wider filter, or its growth on a year earlier."""

    of: Code
    kind: Literal["share", "growth"]


class Indicator(Declaration):
    """One figure. `formula` is in words and signs that a reader can check by hand; `caveat` is what it hides.

    `numerator` and `denominator` say what is divided by what, wherever something is. `unit` is that of the figure,
    `of_unit` that of its numerator and denominator.
    """

    code: Code
    title: Label
    definition: Label
    formula: Label
    unit: str
    of_unit: str = "row"
    scope: Scope
    caveat: Label
    since: str
    numerator: Label | None = None
    denominator: Label | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    measure: Measure | None = None
    derived: Derived | None = None

    @model_validator(mode="after")
    def _says_what_is_divided(self) -> Self:
        if (self.measure is None) == (self.derived is None):
            raise ValueError("measure: an indicator has a measure or is derived, and not both")
        divides = self.derived is not None or (self.measure is not None and self.measure.denominator is not None)
        if divides != (self.numerator is not None and self.denominator is not None):
            raise ValueError("numerator: both parts are named wherever something is divided, and nowhere else")
        return self


def load_indicators(folder: Path) -> dict[str, Indicator]:
    """Every indicator of catalog/indicators/, by code."""
    facts = load_facts(folder / "facts")
    found = (_indicator(path, facts) for path in sorted(folder.glob("*.yml")))
    return {indicator.code: indicator for indicator in found}


def _indicator(path: Path, facts: dict[str, Facts]) -> Indicator:
    raw = read_raw(path)
    measure = raw.get("measure") if isinstance(raw, dict) else None
    if isinstance(measure, dict):
        name = measure.get("facts")
        if name not in facts:
            raise FactsUnknown(file=path.name, name=name)
        raw = {**raw, "measure": {**measure, "facts": facts[name]}}
    return parse_declaration(raw, Indicator, path)
