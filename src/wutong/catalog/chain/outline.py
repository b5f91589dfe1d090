"""The outline of a chain (chain.yml): its fields and the order of its segments."""

from datetime import date
from typing import Literal

from wutong.catalog.yaml_file import Declaration, Label

Confidence = Literal["high", "medium", "low"]


class Dated(Declaration):
    """A declaration that holds from a day on, and says where it comes from."""

    effective_from: date
    source: Label
    confidence: Confidence


class Field(Declaration):
    """One of the top-level fields."""

    code: str
    title: Label
    definition: Label


class Outline(Dated):
    """The chain itself, its fields, and its segments in the order in which they are shown."""

    code: str
    title: Label
    definition: Label
    fields: tuple[Field, ...]
    segments: tuple[str, ...]
