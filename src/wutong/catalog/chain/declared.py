"""The industry chain as declared in catalog/chain/<code>/: fields, segments, nodes, edges, and how a register is read.

Declarations only. How a registration is placed with them stands in warehouse/enrich/placement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wutong.catalog.chain.checks import check
from wutong.catalog.chain.decisions import Decision, Decisions
from wutong.catalog.chain.names import Names
from wutong.catalog.chain.outline import Outline
from wutong.catalog.chain.reading import Reading
from wutong.catalog.chain.segments import Node, Segment, WordLists
from wutong.catalog.yaml_file import parse_declaration, read_declaration, read_raw


@dataclass(frozen=True)
class Edge:
    """What `upstream` makes goes into what `downstream` makes."""

    upstream: str
    downstream: str


@dataclass(frozen=True)
class Chain:
    """One chain: its outline, its segments with their nodes, and how enterprises are placed on it."""

    outline: Outline
    segments: tuple[Segment, ...]
    word_lists: WordLists
    names: Names
    reading: Reading
    decisions: tuple[Decision, ...]

    @property
    def code(self) -> str:
        return self.outline.code

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Node code to node, in declared order."""
        return {node.code: node for segment in self.segments for node in segment.nodes}

    @cached_property
    def segment_of(self) -> dict[str, str]:
        """Node code to the code of its segment."""
        return {node.code: segment.code for segment in self.segments for node in segment.nodes}

    @cached_property
    def field_of(self) -> dict[str, str]:
        """Segment code to the code of its field."""
        return {segment.code: segment.field for segment in self.segments}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge, once, in the order of the nodes that name them."""
        return tuple(Edge(up, node.code) for node in self.nodes.values() for up in node.upstream)

    def upstream(self, node: str) -> tuple[str, ...]:
        """The nodes that feed `node`."""
        return self.nodes[node].upstream

    def downstream(self, node: str) -> tuple[str, ...]:
        """The nodes that `node` feeds."""
        return tuple(edge.downstream for edge in self.edges if edge.upstream == node)


def _segments(folder: Path, order: tuple[str, ...]) -> Iterator[Segment]:
    found = {segment.code: segment for segment in _read_segments(folder)}
    yield from (found[code] for code in order if code in found)
    yield from (found[code] for code in found if code not in order)


def _read_segments(folder: Path) -> Iterator[Segment]:
    return (read_declaration(path, Segment) for path in sorted((folder / "segments").glob("*.yml")))


def load_chain(folder: Path) -> Chain:
    """The chain of `folder`; raises DeclarationRefused for a bad file and ChainRefused for files that disagree."""
    outline = read_declaration(folder / "chain.yml", Outline)
    words = folder / "words.yml"
    chain = Chain(
        outline=outline,
        segments=tuple(_segments(folder, outline.segments)),
        word_lists=parse_declaration(read_raw(words), WordLists, words),
        names=read_declaration(folder / "names.yml", Names),
        reading=read_declaration(folder / "reading.yml", Reading),
        decisions=read_declaration(folder / "decisions.yml", Decisions).rules,
    )
    check(chain.outline, chain.segments, chain.word_lists, chain.names, chain.decisions)
    return chain
