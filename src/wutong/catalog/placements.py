"""What is paid for a doctor in an enterprise, as declared in catalog/placements/: shares by rating, caps, years."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Basis, Code, Confidence
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration


class Grade(StrEnum):
    """How a year was rated."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


class Share(Declaration):
    """The part of a year's pay that is borne, by its rating."""

    grade: Grade
    percent: int = Field(ge=0, le=100)
    basis: Basis


class Cap(Declaration):
    """The most for one person in one year, in yuan."""

    yuan: int = Field(ge=1)
    basis: Basis


class Years(Declaration):
    """For how many years at most."""

    years: int = Field(ge=1)
    basis: Basis


class Days(Declaration):
    """How many days a month somebody is on site at least."""

    days: int = Field(ge=1, le=31)
    basis: Basis


class SubsidyScheme(Declaration):
    """One scheme, from the day on which it holds. Every grade has its share, also where that is nothing."""

    code: Code
    title: Label
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None
    shares: tuple[Share, ...]
    cap_a_person_year: Cap
    most_years: Years
    least_days_a_month: Days

    @model_validator(mode="after")
    def _each_grade_once(self) -> Self:
        if sorted(one.grade for one in self.shares) != sorted(Grade):
            raise ValueError(f"{self.code}: each of {', '.join(sorted(Grade))} needs its share, once")
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(f"{self.code}: ends before it begins")
        return self

    def share(self, grade: Grade) -> Share:
        """The share of that grade."""
        return next(one for one in self.shares if one.grade is grade)

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def load_schemes(folder: Path) -> dict[str, SubsidyScheme]:
    """Every scheme by its code; raises DeclarationRefused, also where two hold on one day."""
    found: dict[str, SubsidyScheme] = {}
    for path in sorted(folder.glob("*.yml")):
        scheme = read_declaration(path, SubsidyScheme)
        rival = next((one for one in found.values() if _meet(one, scheme)), None)
        if scheme.code in found or rival is not None:
            other = rival.code if rival else scheme.code
            raise DeclarationRefused(file=path, place="effective_from", problem=f"{other} holds on the same days")
        found[scheme.code] = scheme
    return found


def scheme_on(schemes: Iterable[SubsidyScheme], day: date) -> SubsidyScheme | None:
    """The one that holds on `day`, if one does."""
    return next((one for one in schemes if one.holds_on(day)), None)


def _meet(one: SubsidyScheme, other: SubsidyScheme) -> bool:
    return (one.effective_to is None or one.effective_to >= other.effective_from) and (
        other.effective_to is None or other.effective_to >= one.effective_from
    )
