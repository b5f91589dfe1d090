"""The rows that figures are told of, and by what they can be told. Declared once for all figures of the same rows."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration
from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]
# What the values of a dimension are, where the catalogue knows what they are called.
Words = Literal[
    "tier", "segment", "node", "place", "zone", "kind", "subject", "source", "reason",
    "register", "phase", "status", "study_type",
    "approval_class", "modality", "stage", "scheme", "dosage_form", "asks_for", "made", "application_kind", "decision",
    "round", "event", "platform_class", "platform_level",
]  # fmt: skip
SHARED = "shared_dimensions.yml"
_YEAR = Label(zh="年", en="Year")


class FactsUnknown(WutongError):
    code = "indicator.facts_unknown"
    exit_code = 4
    sentence = Text(
        zh="{file} 引用了未声明的 {name}；请在 catalog/indicators/facts 中声明。",
        en="{file} names {name}, which is not declared; declare it in catalog/indicators/facts.",
    )


class Dimension(Declaration):
    """Something a figure can be told by: an SQL expression over the rows of its table.

    Where it is `many`, the expression is a list and a row counts under each of its entries. `only` says which rows can
    be told by it at all. `at_most` takes a bound instead of a value: it narrows, and nothing is told by it. A period is
    a stretch of time that can be compared with the one a year earlier. `values` and `none` are what values, and the
    absence of one, are called.
    """

    code: Code
    title: Label
    expression: str
    many: bool = False
    only: str | None = None
    at_most: bool = False
    is_period: bool = False
    words: Words | None = None
    values: dict[str, Label] = Field(default_factory=dict)
    none: Label | None = None


class SharedDimensions(Declaration):
    """Everything in shared_dimensions.yml: dimensions that several facts have, by the name of their set."""

    sets: dict[str, tuple[Dimension, ...]]


class Facts(Declaration):
    """Rows of one released table, and what can be asked of them.

    `grain` says what is counted. `date` is the newest of them that counts as their freshness, `year` what their year
    is. Where figures of several periods must not be added up, `newest` names the dimension of which the last value is
    taken unless another is asked for. `rows` are the columns that a figure opens to. Where the rows are trade secrets,
    `firms` is the column that tells firms apart, and a figure of fewer than `least_firms` is withheld.
    """

    code: Code
    table: str
    grain: Label
    where: str | None = None
    date: str | None = None
    year: str | None = None
    shared: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    newest: Code | None = None
    rows: tuple[str, ...]
    firms: str | None = None
    least_firms: int = Field(default=5, ge=2)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.newest and self.newest not in self.by_code:
            raise ValueError(f"newest: there is no dimension {self.newest}")
        if self.firms and any(one.many or one.at_most or one.only for one in self.by_code.values()):
            raise ValueError("firms: secrets are told by plain dimensions only")
        return self

    @cached_property
    def by_code(self) -> dict[str, Dimension]:
        """Every dimension by its code; the year where the rows have one."""
        found = {one.code: one for one in self.dimensions}
        expression = self.year or (f"year({self.date})" if self.date else None)
        if expression and "year" not in found:
            found["year"] = Dimension(code="year", title=_YEAR, expression=expression, is_period=True)
        return found

    @property
    def periods(self) -> tuple[str, ...]:
        """The dimensions that are stretches of time."""
        return tuple(code for code, one in self.by_code.items() if one.is_period)


def load_facts(folder: Path) -> dict[str, Facts]:
    """Every facts of catalog/indicators/facts/, by code, each with the dimensions that it shares with others."""
    shared = read_declaration(folder / SHARED, SharedDimensions).sets if (folder / SHARED).is_file() else {}
    paths = [path for path in sorted(folder.glob("*.yml")) if path.name != SHARED]
    return {one.code: one for one in (_with_shared(path, shared) for path in paths)}


def _with_shared(path: Path, shared: dict[str, tuple[Dimension, ...]]) -> Facts:
    facts = read_declaration(path, Facts)
    unknown = [name for name in facts.shared if name not in shared]
    if unknown:
        raise FactsUnknown(file=path.name, name=unknown[0])
    added = tuple(one for name in facts.shared for one in shared[name])
    return Facts.model_validate({**facts.model_dump(), "dimensions": (*facts.dimensions, *added)})
