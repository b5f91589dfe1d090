"""How registers of clinical trials say things, as declared in catalog/trials/words.yml. Reads no record."""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import field_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Register(Declaration):
    """One register: the pattern of its ids, and the page of a record (`{trial_id}` stands for the id).

    Where it is kept of drugs only, it `names_products`: what it calls the drug of a trial is a product.
    """

    code: str
    title: Label
    pattern: str
    page: str
    names_products: bool = False

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        re.compile(value)
        return value


class Meaning(Declaration):
    """One meaning, the words that say it, and patterns found in texts that say it."""

    code: str
    title: Label
    words: tuple[str, ...]
    patterns: tuple[str, ...] = ()


class Field(Declaration):
    """One therapeutic field: words that tell it anywhere in a text, and patterns that do, all in lower case."""

    code: str
    title: Label
    words: tuple[str, ...]
    patterns: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Found in a text that tells this field."""
        return re.compile("|".join([*map(re.escape, self.words), *self.patterns]))


class TrialWords(Declaration):
    """Everything in words.yml."""

    source: Label
    confidence: Literal["high", "medium", "low"]
    effective_from: date
    registers: tuple[Register, ...]
    statuses: tuple[Meaning, ...]
    phases: tuple[Meaning, ...]
    study_types: tuple[Meaning, ...]
    fields: tuple[Field, ...]

    @cached_property
    def patterns_of_ids(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Patterns of ids with the code of their register; the first that fits wins."""
        return tuple((re.compile(one.pattern), one.code) for one in self.registers)

    @cached_property
    def naming_products(self) -> frozenset[str]:
        """Codes of registers that name products."""
        return frozenset(one.code for one in self.registers if one.names_products)

    def fields_of(self, text: str) -> tuple[str, ...]:
        """The therapeutic fields that a text tells, in declared order."""
        plain = text.casefold()
        return tuple(field.code for field in self.fields if field.pattern.search(plain))

    def register_of(self, trial_id: str) -> str | None:
        """The register that an id belongs to, or None where it is no id of any."""
        return next((code for pattern, code in self.patterns_of_ids if pattern.fullmatch(trial_id)), None)


_HALF_WIDTH = str.maketrans("（）：；，／", "():;,/")


def meaning_of(text: str, meanings: tuple[Meaning, ...]) -> str | None:
    """The code of what `text` says, or None where nothing declared fits."""
    plain = " ".join(text.split()).translate(_HALF_WIDTH).casefold()
    for meaning in meanings:
        if plain in meaning.words:
            return meaning.code
    return next((one.code for one in meanings if any(re.search(pattern, plain) for pattern in one.patterns)), None)


def load_trial_words(file: Path) -> TrialWords:
    """The declaration in `file`; raises DeclarationRefused."""
    return read_declaration(file, TrialWords)
