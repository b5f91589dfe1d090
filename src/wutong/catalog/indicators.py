"""Indicators as declared in catalog/indicators/: what each figure means, how it is computed, what it leaves out."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Grain = Literal["place", "place_subject", "place_subject_year", "source", "release", "asked"]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]
_YEAR = Label(zh="年", en="Year")


class Dimension(Declaration):
    """Something a figure can be told by: an SQL expression over the rows of its table."""

    code: Code
    title: Label
    expression: str


class Measure(Declaration):
    """How a figure is computed from the rows of a released table; expressions are SQL over its columns.

    `value` aggregates rows. With `denominator` the figure is value ÷ denominator over the same rows. `known` counts the
    rows that have what the figure needs, so that its coverage can be told. `period` is the date that years are taken
    from. Where a figure speaks of trade secrets, `firms` counts the firms behind it: fewer than `least_firms` hide it.
    """

    table: str
    value: str
    denominator: str | None = None
    where: str | None = None
    known: str | None = None
    period: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    rows: tuple[str, ...]
    firms: str | None = None
    least_firms: int = Field(default=1, ge=1)

    @cached_property
    def by_code(self) -> dict[str, Dimension]:
        """Every dimension by its code; the year where the rows have a date."""
        found = {one.code: one for one in self.dimensions}
        if self.period:
            found["year"] = Dimension(code="year", title=_YEAR, expression=f"year({self.period})")
        return found


class Derived(Declaration):
    """A figure made of another: its share in a wider filter, or its growth on the year before."""

    of: Code
    kind: Literal["share", "growth"]


class Indicator(Declaration):
    """One figure. `formula` is in words and signs that a reader can check by hand; `caveat` is what it hides.

    `table` and `column` name where a release holds it; `measure` or `derived` how it is computed when it is asked for;
    without any of them a page computes it from what the formula names.
    """

    code: Code
    title: Label
    definition: Label
    formula: Label
    unit: str
    grain: tuple[Grain, ...]
    caveat: Label
    since: str
    table: str | None = None
    column: str | None = None
    measure: Measure | None = None
    derived: Derived | None = None

    @property
    def can_be_asked(self) -> bool:
        """True where the figure is computed when it is asked for."""
        return bool(self.measure or self.derived)


def load_indicators(folder: Path) -> dict[str, Indicator]:
    """Every indicator of catalog/indicators/, by code."""
    found = (read_declaration(path, Indicator) for path in sorted(folder.glob("*.yml")))
    return {indicator.code: indicator for indicator in found}
