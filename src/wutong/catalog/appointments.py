"""By which rules a visit to a window is booked ahead, as declared in catalog/appointments/. Nothing of any window."""

import re
from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from wutong.catalog.flows import Basis, Code, Confidence
from wutong.catalog.yaml_file import Declaration, DeclarationRefused, Label, read_declaration

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class Amount(Declaration):
    """How many days, hours, minutes or times; its name says which."""

    amount: int = Field(ge=1, le=10_000)
    basis: Basis


class Usual(Declaration):
    """What a new counter group begins with."""

    hours: str
    slot_minutes: int = Field(ge=5, le=240)
    capacity: int = Field(ge=1, le=100)

    @model_validator(mode="after")
    def _hours_can_be_read(self) -> Self:
        spans(self.hours)
        return self


class BookingRules(Declaration):
    """The rules from the day on which they hold."""

    code: Code
    title: Label
    source: Label
    confidence: Confidence
    effective_from: date
    effective_to: date | None = None
    ahead_days: Amount
    change_hours: Amount
    early_minutes: Amount
    late_minutes: Amount
    precedence_minutes: Amount
    remind_days: Amount
    misses: Amount
    within_days: Amount
    wait_days: Amount
    usual: Usual

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(f"{self.code}: ends before it begins")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether they are in force on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def spans(hours: str) -> tuple[tuple[time, time], ...]:
    """Opening hours such as "09:00-11:30 13:30-16:30", in order; raises ValueError for what cannot be."""
    found: list[tuple[time, time]] = []
    for part in hours.split():
        if (match := _SPAN.fullmatch(part)) is None:
            raise ValueError(f"{part} is not a span of hours such as 09:00-11:30")
        first, last = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
        if first >= last or (found and first < found[-1][1]):
            raise ValueError(f"{part} ends before it begins, or before the one before it")
        found.append((first, last))
    if not found:
        raise ValueError("no opening hours")
    return tuple(found)


def load_booking_rules(folder: Path) -> tuple[BookingRules, ...]:
    """All of them, the earliest first; raises DeclarationRefused where two hold on one day."""
    found: list[BookingRules] = []
    for path in sorted(folder.glob("*.yml")):
        rules = read_declaration(path, BookingRules)
        if any(_meet(rules, other) for other in found):
            raise DeclarationRefused(file=path, place="effective_from", problem="others hold on the same days")
        found.append(rules)
    return tuple(sorted(found, key=lambda one: one.effective_from))


def rules_on(rules: Iterable[BookingRules], day: date) -> BookingRules | None:
    """Those that hold on `day`, if any do."""
    return next((one for one in rules if one.holds_on(day)), None)


def _meet(one: BookingRules, other: BookingRules) -> bool:
    return (one.effective_to is None or one.effective_to >= other.effective_from) and (
        other.effective_to is None or other.effective_to >= one.effective_from
    )
