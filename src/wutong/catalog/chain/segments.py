"""Segments and nodes (segments/*.yml): what each is, what feeds it, and which words of a register are signs of it."""

from typing import Literal

from pydantic import RootModel

from wutong.catalog.chain.outline import Dated
from wutong.catalog.yaml_file import Declaration, Label

ActivityCode = Literal["making", "growing", "research", "selling", "service", "investing", "listed"]
Says = Literal["core", "related", "peripheral", "hint"]
Precision = Literal["specific", "plain", "general"]
Holds = Literal["always", "named", "leading", "named_or_leading", "named_or_opening"]


class WordList(Declaration):
    """Words that several nodes share."""

    title: Label
    words: tuple[str, ...]


class WordLists(RootModel[dict[str, WordList]]):
    """words.yml: list code to list."""


class NameSign(Declaration):
    """Words in a company name that say it belongs to this node; `kind` is the kind of name they make."""

    kind: str
    words: tuple[str, ...]


class Sign(Declaration):
    """Words of a business scope, done one of `activities` with, are a sign of the node.

    `says` is the tier such an enterprise has when nothing stronger speaks; a `hint` alone says nothing.
    `precision` decides which sign names the segment: specific before plain before general.
    `holds` restricts the sign: unless the name is biomedical (named) or the word stands in the first
    clause (leading), or is its first item (opening), it only says peripheral.
    `node` sends the sign to another node; `further_segment` is added to the enterprise's further segments.
    """

    words: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    activities: tuple[ActivityCode, ...]
    says: Says
    precision: Precision = "plain"
    holds: Holds = "always"
    node: str | None = None
    further_segment: str | None = None


class Node(Declaration):
    """One node of the chain."""

    code: str
    title: Label
    definition: Label
    upstream: tuple[str, ...] = ()
    names: tuple[NameSign, ...] = ()
    signs: tuple[Sign, ...] = ()


class Segment(Dated):
    """One of the fifteen segments, in exactly one field."""

    code: str
    field: str
    title: Label
    definition: Label
    nodes: tuple[Node, ...]
