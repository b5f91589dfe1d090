"""Indicators as declared in catalog/indicators/: what each figure means, how it is computed, what it leaves out."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Grain = Literal["place", "place_subject", "place_subject_year", "source", "release"]


class Indicator(Declaration):
    """One figure. `formula` is in words and signs that a reader can check by hand; `caveat` is what it hides.

    `table` and `column` name where a release holds it; without them a page computes it from what the formula names.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    title: Label
    definition: Label
    formula: Label
    unit: str
    grain: tuple[Grain, ...]
    caveat: Label
    since: str
    table: str | None = None
    column: str | None = None


def load_indicators(folder: Path) -> dict[str, Indicator]:
    """Every indicator of catalog/indicators/, by code."""
    found = (read_declaration(path, Indicator) for path in sorted(folder.glob("*.yml")))
    return {indicator.code: indicator for indicator in found}
