"""Calendars of working days as declared in catalog/calendars/, with the years that chinesecalendar brings."""

from datetime import date
from pathlib import Path
from typing import Literal, Self

from chinese_calendar import constants
from pydantic import model_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration
from wutong.kernel.working_days import WorkingCalendar


class Expected(Declaration):
    """A year whose arrangement is not published: its public holidays."""

    year: int
    rest: tuple[date, ...]
    work: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _within_the_year(self) -> Self:
        if odd := [day for day in (*self.rest, *self.work) if day.year != self.year]:
            raise ValueError(f"{odd[0]} does not lie in {self.year}")
        return self


class Arranged(Expected):
    """A year as its notice arranges it."""

    notice: Label


class Calendar(Declaration):
    """The declaration of one calendar; `working_days` is what it amounts to."""

    code: str
    title: Label
    source: Label
    confidence: Literal["high", "medium", "low"]
    effective_from: date
    packaged_from: int
    packaged_to: int
    arranged: tuple[Arranged, ...]
    expected: tuple[Expected, ...]

    def working_days(self) -> WorkingCalendar:
        """The calendar to reckon with. A year that is arranged is no longer expected."""
        packaged = range(self.packaged_from, self.packaged_to + 1)
        settled = {*packaged, *(year.year for year in self.arranged)}
        years = [*self.arranged, *(year for year in self.expected if year.year not in settled)]
        return WorkingCalendar(
            code=self.code,
            off=frozenset(day for day in constants.holidays if day.year in packaged)
            | {day for year in years for day in year.rest},
            on=frozenset(day for day in constants.workdays if day.year in packaged)
            | {day for year in years for day in year.work},
            settled=frozenset(settled),
        )

    @model_validator(mode="after")
    def _one_arrangement_a_year(self) -> Self:
        years = [year.year for year in self.arranged]
        if len(set(years)) < len(years) or any(year <= self.packaged_to for year in years):
            raise ValueError("a year is arranged once, after the packaged ones")
        return self


def load_calendars(folder: Path) -> dict[str, Calendar]:
    """Every calendar by its code."""
    found = (read_declaration(path, Calendar) for path in sorted(folder.glob("*.yml")))
    return {calendar.code: calendar for calendar in found}
