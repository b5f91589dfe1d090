"""What is declared about classes of devices: groups of the catalogue by name and words, and cues of the rules.

Nothing here says which class a product has: that is learned from decisions.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import field_validator

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


class _Groups(Declaration):
    source: Label
    since: date
    groups: tuple[Group, ...]


class _Cues(Declaration):
    source: Label
    since: date
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class DeviceKnowledge:
    """Everything declared about classes of devices."""

    groups: tuple[Group, ...]
    cues: tuple[Cue, ...]


def load_device_knowledge(root: Path) -> DeviceKnowledge:
    """The declarations under `root`/catalog/device_class."""
    groups = read_declaration(root / FOLDER / "groups.yml", _Groups).groups
    cues = read_declaration(root / FOLDER / "cues.yml", _Cues).cues
    return DeviceKnowledge(groups=groups, cues=cues)
