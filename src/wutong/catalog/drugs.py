"""Numbers, dosage forms and modalities of drugs, as declared in catalog/drugs. Reads no record."""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Dated(Declaration):
    """What every declaration says of itself."""

    source: Label
    confidence: Literal["high", "medium", "low"]
    effective_from: date


class Scheme(Declaration):
    """One scheme of approval numbers; the groups of its pattern are letter, year and serial where it has them."""

    code: str
    title: Label
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Lettered(Declaration):
    """A meaning, and the letter that says it in a number."""

    code: str
    title: Label
    letter: str


class LegalClock(Declaration):
    """How many working days the law gives from acceptance, and whether silence is consent."""

    days: int
    is_consent_implied: bool
    law: Label


class Asked(Lettered):
    """What an application asks for, with the clock that the law sets, where it sets one."""

    clock: LegalClock | None = None


class Decision(Declaration):
    """One outcome of an application, and words that say it."""

    code: str
    title: Label
    words: tuple[str, ...]


class Issuers(Declaration):
    """First two digits of domestic numbers that are no province."""

    national: tuple[str, ...]
    ministry: tuple[str, ...]


class Numbers(Dated):
    """Everything in numbers.yml."""

    schemes: tuple[Scheme, ...]
    classes: tuple[Lettered, ...]
    issuers: Issuers

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Patterns of numbers with the code of their scheme; the first that fits wins."""
        return tuple((re.compile(one.pattern), one.code) for one in self.schemes)

    @cached_property
    def class_of(self) -> dict[str, str]:
        """Letter to class."""
        return {one.letter: one.code for one in self.classes}


class Acceptance(Dated):
    """Everything in acceptance.yml: how numbers of applications are made up."""

    pattern: str
    made: tuple[Lettered, ...]
    kinds: tuple[Lettered, ...]
    asks: tuple[Asked, ...]
    decisions: tuple[Decision, ...]

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Form(Declaration):
    """One dosage form, and how names of drugs begin or end with it."""

    code: str
    title: Label
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()


class Forms(Dated):
    """Everything in forms.yml."""

    forms: tuple[Form, ...]

    @cached_property
    def endings(self) -> tuple[tuple[str, str], ...]:
        """Ending with the code of its form, the longest first."""
        found = [(word, form.code) for form in self.forms for word in form.endings]
        return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))

    @cached_property
    def beginnings(self) -> tuple[tuple[str, str], ...]:
        """Beginning with the code of its form, the longest first."""
        found = [(word, form.code) for form in self.forms for word in form.beginnings]
        return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


class Titled(Declaration):
    """A code with its title."""

    code: str
    title: Label


class Modality(Titled):
    """One modality: words of a name that tell it, and words beside which they do not."""

    words: tuple[str, ...]
    besides: tuple[str, ...] = ()


class ByClass(Declaration):
    """The modality of a class of approvals, where no word tells."""

    approval_class: str = Field(alias="class")
    modality: str


class Modalities(Dated):
    """Everything in modalities.yml."""

    modalities: tuple[Modality, ...]
    by_class: tuple[ByClass, ...]
    further: tuple[Titled, ...]


class Stage(Titled):
    """One stage: what it means, and the phases of trials that show it, where trials do."""

    meaning: Label
    phases: tuple[str, ...] = ()


class Stages(Dated):
    """Everything in stages.yml: stages from the furthest down."""

    stages: tuple[Stage, ...]


class Drugs(Declaration):
    """The five declarations together."""

    numbers: Numbers
    acceptance: Acceptance
    forms: Forms
    modalities: Modalities
    stages: Stages


def load_drugs(folder: Path) -> Drugs:
    """The declarations in catalog/drugs; raises DeclarationRefused."""
    return Drugs(
        numbers=read_declaration(folder / "numbers.yml", Numbers),
        acceptance=read_declaration(folder / "acceptance.yml", Acceptance),
        forms=read_declaration(folder / "forms.yml", Forms),
        modalities=read_declaration(folder / "modalities.yml", Modalities),
        stages=read_declaration(folder / "stages.yml", Stages),
    )
