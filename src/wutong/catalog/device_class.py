"""What is declared about classes of devices: groups of the catalogue by name and words, the classes that its entries
hold, cues of the rules, and from which confidence on an answer is sure.

Nothing here says which class a product has: that is learned from decisions.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

FOLDER = Path("catalog") / "device_class"


class Group(Declaration):
    """A group of the catalogue (16-06), what it is called, and words under which its products are named."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


class Cue(Declaration):
    """Something that a description says, found by a pattern in text without blanks and in lower case."""

    code: str
    zh: str
    en: str
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as problem:
            raise ValueError(f"pattern {pattern}: {problem}") from problem
        return pattern


Classes = Annotated[str, StringConstraints(pattern="^(1|2|3|12|13|23|123)$")]


class EntryClasses(Declaration):
    """The risk classes that a group holds (“23”: class II and class III): of the entries named, and of the others."""

    code: str
    usual: Classes | None = None
    entries: dict[Annotated[str, StringConstraints(pattern="^[0-9]{2}$")], Classes] = {}

    def of(self, entry_code: str | None) -> str:
        """The classes of an entry such as 16-06-01, or of the group where it is not known; every one at worst."""
        known = self.entries.get(entry_code[6:], self.usual) if entry_code else None
        held = {mark for classes in (self.usual or "", *self.entries.values()) for mark in classes}
        return known or "".join(sorted(held)) or "123"


class Category(Declaration):
    """A category of the catalogue: the first two digits of its codes, and what it is called."""

    code: str
    zh: str
    en: str


class Aspect(Declaration):
    """Something that a description should tell; it does where any of the cues is found in it."""

    code: str
    zh: str
    en: str
    cues: tuple[str, ...]


class _Categories(Declaration):
    source: Label
    since: date
    categories: tuple[Category, ...]
    aspects: tuple[Aspect, ...]


class _Groups(Declaration):
    source: Label
    since: date
    groups: tuple[Group, ...]


class _Cues(Declaration):
    source: Label
    since: date
    cues: tuple[Cue, ...]


class _Classes(Declaration):
    source: Label
    since: date
    groups: tuple[EntryClasses, ...]


class _Confidence(Declaration):
    source: Label
    since: date
    sure_from: Annotated[float, Field(gt=0, lt=1)]


@dataclass(frozen=True)
class DeviceKnowledge:
    """Everything declared about classes of devices. An answer is sure from the confidence `sure_from` on."""

    groups: tuple[Group, ...]
    cues: tuple[Cue, ...]
    classes: tuple[EntryClasses, ...] = ()
    sure_from: float = 0.6
    categories: tuple[Category, ...] = ()
    aspects: tuple[Aspect, ...] = ()


def load_device_knowledge(root: Path) -> DeviceKnowledge:
    """The declarations under `root`/catalog/device_class."""
    folder = root / FOLDER
    named = read_declaration(folder / "categories.yml", _Categories)
    return DeviceKnowledge(
        groups=read_declaration(folder / "groups.yml", _Groups).groups,
        cues=read_declaration(folder / "cues.yml", _Cues).cues,
        classes=read_declaration(folder / "risks.yml", _Classes).groups,
        sure_from=read_declaration(folder / "confidence.yml", _Confidence).sure_from,
        categories=named.categories,
        aspects=named.aspects,
    )
