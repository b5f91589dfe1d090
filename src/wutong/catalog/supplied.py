"""Words of the lists that a cluster hands in itself (catalog/supplied): classes of platforms, levels, events."""

from datetime import date
from pathlib import Path
from typing import Literal

from wutong.catalog.trials import Meaning
from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Supplied(Declaration):
    """Everything in words.yml."""

    source: Label
    confidence: Literal["high", "medium", "low"]
    effective_from: date
    platform_classes: tuple[Meaning, ...]
    platform_levels: tuple[Meaning, ...]
    events: tuple[Meaning, ...]


def load_supplied(folder: Path) -> Supplied:
    """The declaration in catalog/supplied; raises DeclarationRefused."""
    return read_declaration(folder / "words.yml", Supplied)
