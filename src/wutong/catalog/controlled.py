"""Controlled substances as declared in catalog/controlled/: categories with their duties, clocks and legal basis.

No list of substances stands here: officers and holders name them, and the law's own lists decide what belongs where.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from wutong.catalog.flows import Basis, Code, Confidence, Limit
from wutong.catalog.services import ServiceCode
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration

_UNITS = "units.yml"


class Unit(Declaration):
    """A unit in which substances are counted. `decimals` are those that a scale or a count can tell."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,12}$")]
    title: Label
    decimals: int = Field(ge=0, le=6)


class _Units(Declaration):
    units: tuple[Unit, ...] = Field(min_length=1)


class PurchaseReport(Declaration):
    """A report that is due after each purchase. The limit runs from the day after the goods were received."""

    title: Label
    to: Label
    limit: Limit
    remind: tuple[Annotated[int, Field(ge=0)], ...] = ()
    basis: Basis


class Keeping(Declaration):
    """How long a ledger is kept, and from when that counts."""

    amount: int = Field(ge=1)
    unit: Literal["month", "year"]
    counts_from: Label
    basis: Basis


class TwoKeepers(Declaration):
    """Why nothing leaves the store by one pair of hands."""

    basis: Basis


class Category(Declaration):
    """A category of controlled substances: which services permit buying, and what a holder owes afterwards."""

    code: Code
    order: int
    title: Label
    summary: Label
    services: tuple[ServiceCode, ...] = Field(min_length=1)
    permit: Label
    report: PurchaseReport | None = None
    keeping: Keeping
    two_keepers: TwoKeepers
    basis: tuple[Basis, ...] = Field(min_length=1)
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None

    @model_validator(mode="after")
    def _reports_are_counted(self) -> Self:
        if self.report is not None and self.report.limit.amount is None:
            raise ValueError(f"{self.code}: a report that is due needs a limit; leave it out where none is known")
        return self


class Controlled(Declaration):
    """Every category by code, in order, and every unit by code."""

    categories: dict[str, Category]
    units: dict[str, Unit]


def load_controlled(folder: Path) -> Controlled:
    """Everything in catalog/controlled/; raises DeclarationRefused."""
    units = {one.code: one for one in read_declaration(folder / _UNITS, _Units).units}
    found: dict[str, Category] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == _UNITS:
            continue
        category = read_declaration(path, Category)
        if path.stem != category.code:
            raise DeclarationRefused(file=path, place="code", problem=f"{category.code} belongs into its own file")
        found[category.code] = category
    ordered = sorted(found.values(), key=lambda one: one.order)
    return Controlled(categories={one.code: one for one in ordered}, units=units)
