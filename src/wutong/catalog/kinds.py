"""Kinds of enterprise: codes, labels, and how a kind is read from text, credit code or legal form."""

from pathlib import Path

from wutong.catalog.yaml_file import Declaration, Label, read_declaration


class Kind(Declaration):
    """One kind."""

    code: str
    title: Label


class KindText(Declaration):
    """A text that contains all `words` names this kind."""

    words: tuple[str, ...]
    kind: str


class Kinds(Declaration):
    """All kinds and the rules that lead to them; see the head of kinds.yml for their order."""

    source: Label
    kinds: tuple[Kind, ...]
    texts: tuple[KindText, ...]
    code_prefixes: dict[str, str]
    legal_forms: dict[str, str]


def load_kinds(folder: Path) -> Kinds:
    """The declaration in catalog/kinds."""
    return read_declaration(folder / "kinds.yml", Kinds)
