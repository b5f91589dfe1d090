"""What is mended in a list of GB/T 4754-2017 before it is used. The list itself is a source, not a declaration."""

from pathlib import Path

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class CorrectedIndustry(Declaration):
    """A row whose code is a slip."""

    code: str
    name: str
    becomes: str


class AddedIndustry(Declaration):
    """A class that a list may lack."""

    code: str
    name: str


class IndustryCorrections(Declaration):
    """Everything that is mended, with the text that says so."""

    source: Label
    corrected: tuple[CorrectedIndustry, ...] = ()
    added: tuple[AddedIndustry, ...] = ()


def load_corrections(path: Path) -> IndustryCorrections:
    """The corrections declared at `path`."""
    return read_declaration(path, IndustryCorrections)
