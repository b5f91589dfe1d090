"""How enterprise names are written: characters, regions, trades, legal forms, branches. Reads; decides nothing."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Replacement(Declaration):
    """Two strings of equal length: a character of `written` becomes the one of `folded` at the same place."""

    model_config = ConfigDict(str_strip_whitespace=False)  # the ideographic space is one of the characters

    written: str = Field(alias="from")
    folded: str = Field(alias="to")

    @model_validator(mode="after")
    def _pairs_up(self) -> Self:
        if len(self.written) != len(self.folded):
            raise ValueError(f"`from` has {len(self.written)} characters and `to` has {len(self.folded)}")
        return self


class Characters(Declaration):
    """Folding of characters, what comparison keys leave out, and how an empty cell is spelled."""

    model_config = ConfigDict(str_strip_whitespace=False)

    source: Label
    widths: Replacement
    traditional: Replacement
    ignored: str
    empty: tuple[str, ...]


class Regions(Declaration):
    """How divisions are written in names and addresses. `ranks` are longest first."""

    source: Label
    ranks: tuple[str, ...]
    peoples: tuple[str, ...]
    national: tuple[str, ...]
    zones: tuple[str, ...]
    not_after_short_name: str
    not_before_township: str


class Trades(Declaration):
    """Words of trade, in groups that only help to read the file."""

    source: Label
    groups: dict[str, tuple[str, ...]]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, longest first."""
        found = {word for group in self.groups.values() for word in group}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))


class LegalForm(Declaration):
    """One legal form: the endings of Chinese names (folded) and of English ones (upper case)."""

    code: str
    title: Label
    endings: tuple[str, ...]
    english: tuple[str, ...] = ()


class LegalForms(Declaration):
    """All legal forms, and the words for a group that may precede them."""

    source: Label
    group_words: tuple[str, ...]
    forms: tuple[LegalForm, ...]

    @cached_property
    def endings(self) -> dict[str, str]:
        """Ending, with and without a group word before it, to the code of its form."""
        plain = {ending: form.code for form in self.forms for ending in form.endings}
        grouped = {word + ending: code for word in self.group_words for ending, code in plain.items()}
        return grouped | plain

    @cached_property
    def english(self) -> dict[str, str]:
        """English ending in upper case to the code of its form."""
        return {ending: form.code for form in self.forms for ending in form.english}


class Branches(Declaration):
    """How a name says that it is a branch, and where its parent's name ends."""

    source: Label
    company_word: str
    own_forms: tuple[str, ...]
    remarks: tuple[str, ...]
    marks: tuple[str, ...]
    parent_endings: tuple[str, ...]
    lasting_endings: tuple[str, ...]
    lasting_own_forms: tuple[str, ...]


class Unit(Declaration):
    """A word for a unit of amount, such as 万."""

    word: str
    multiple: int


class BareNumber(Declaration):
    """How a number without unit and currency is read: in `multiple`, unless it is `below` or more."""

    multiple: int
    below: int
    reason: Label


class Amounts(Declaration):
    """How amounts of money say their unit. `units` are longest first."""

    units: tuple[Unit, ...]
    bare: BareNumber


@dataclass(frozen=True)
class Names:
    """Everything under catalog/names."""

    characters: Characters
    regions: Regions
    trades: Trades
    legal_forms: LegalForms
    branches: Branches
    amounts: Amounts


def load_names(folder: Path) -> Names:
    """The declarations of catalog/names."""
    return Names(
        characters=read_declaration(folder / "characters.yml", Characters),
        regions=read_declaration(folder / "regions.yml", Regions),
        trades=read_declaration(folder / "trades.yml", Trades),
        legal_forms=read_declaration(folder / "legal_forms.yml", LegalForms),
        branches=read_declaration(folder / "branches.yml", Branches),
        amounts=read_declaration(folder / "amounts.yml", Amounts),
    )
