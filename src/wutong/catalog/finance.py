"""Rounds, words for amounts, and statements of listed companies, as declared in catalog/finance. Reads no record."""

import re
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from wutong.catalog.trials import Meaning
from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Dated(Declaration):
    """What every declaration says of itself."""

    source: Label
    confidence: Literal["high", "medium", "low"]
    effective_from: date


class Rounds(Dated):
    """Everything in rounds.yml."""

    rounds: tuple[Meaning, ...]


class AmountWord(Declaration):
    """A word beside a figure or a unit, and the range that it means: times `low` to times `high`."""

    code: str
    low: float
    high: float | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class AmountWords(Dated):
    """Everything in amounts.yml."""

    undisclosed: tuple[str, ...]
    words: tuple[AmountWord, ...]


class Metric(Declaration):
    """One figure of a statement: the raw field, what it is, and how its unit becomes ours."""

    field: str
    metric: str
    title: Label
    unit: str
    times: int = Field(default=1, ge=1)
    written: str | None = None
    basis: Label | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.times != 1 and not (self.written and self.basis):
            raise ValueError(f"{self.field}: a unit that is changed needs `written` and `basis`")
        return self


class Statement(Declaration):
    """One kind of file, by the beginning of its name, and the figures in it."""

    code: str
    title: Label
    file: str
    metrics: tuple[Metric, ...]

    @field_validator("file")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Unit(Declaration):
    """One unit of ours."""

    code: str
    title: Label


class Statements(Dated):
    """Everything in statements.yml."""

    units: tuple[Unit, ...]
    statements: tuple[Statement, ...]

    @model_validator(mode="after")
    def _units_are_known(self) -> Self:
        known = {unit.code for unit in self.units}
        odd = {metric.unit for one in self.statements for metric in one.metrics} - known
        if odd:
            raise ValueError(f"unknown units: {', '.join(sorted(odd))}")
        return self


class Finance(Declaration):
    """The three declarations together."""

    rounds: Rounds
    amounts: AmountWords
    statements: Statements


def load_finance(folder: Path) -> Finance:
    """The declarations in catalog/finance; raises DeclarationRefused."""
    return Finance(
        rounds=read_declaration(folder / "rounds.yml", Rounds),
        amounts=read_declaration(folder / "amounts.yml", AmountWords),
        statements=read_declaration(folder / "statements.yml", Statements),
    )
