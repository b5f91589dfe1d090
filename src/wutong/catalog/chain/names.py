"""Kinds of company names, and contexts of a business scope (names.yml)."""

from wutong.catalog.chain.outline import Dated
from wutong.catalog.yaml_file import Declaration, Label


class NameKind(Declaration):
    """A kind of company name, known by its words. `node` is where such a name usually belongs."""

    code: str
    title: Label
    words: tuple[str, ...]
    node: str | None = None
    is_biomedical: bool = True


class Context(Declaration):
    """Words of a scope that tell what else the enterprise does.

    Where `negates` is true the rest of the part is about that, so its words are no signs (veterinary vaccines).
    """

    code: str
    title: Label
    words: tuple[str, ...]
    negates: bool


class Names(Dated):
    """names.yml."""

    kinds: tuple[NameKind, ...]
    contexts: tuple[Context, ...]
