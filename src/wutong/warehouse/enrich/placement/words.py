"""Turns the declared words into what a plan can run: one regular expression and one look-up table per field.

Nothing here decides; it only rewrites declarations as patterns and rows. Look-up tables are written into the
plan as text, because a plan reaches its engine as SQL and can carry no table of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import ibis
import ibis.expr.types as ir

from wutong.catalog.chain import Chain
from wutong.catalog.chain.checks import words_of


class Kind(IntEnum):
    """What a token of a scope is. Where two tokens are the same piece of text, the lower number wins."""

    IGNORED = 0
    CLAUSE_END = 1
    PART_END = 2
    HEADING = 3
    NEGATION_OPENS = 4
    NEGATION_CLOSES = 5
    NEGATES_BEFORE = 6
    ACTION = 7
    THING = 8


SAYS = {"core": 3, "related": 2, "peripheral": 1, "hint": 0}
PRECISION = {"specific": 0, "plain": 1, "general": 2}
HOLDS = {"always": 0, "named": 1, "leading": 2, "named_or_leading": 3, "named_or_opening": 4}


@dataclass(frozen=True, slots=True)
class Token:
    """One declared word of a scope. `bits` are actions, `context` the contexts it speaks of."""

    kind: Kind
    bits: int = 0
    context: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """What one word says when one thing is done with it. Numbers are places in declared order; -1 is nothing."""

    word: str
    activity: int
    node: int
    segment: int
    says: int
    precision: int
    holds: int
    further: int


_GROUP = 450


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, longest first at each place; valid and the same in RE2 and Java."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [re.escape(character) + _pattern(rest) for character, rest in sorted(tree.items()) if character]
    if not branches:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(branches)}|)" if len(branches) > 1 else f"(?:{branches[0]})?"
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]


def sign_words(chain: Chain) -> list[str]:
    """Every word of a scope that is a sign of some node, without those that a shorter one stands for."""
    said: dict[str, set[tuple[int, ...]]] = {}
    for vote in votes(chain):
        key = (vote.activity, vote.node, vote.says, vote.precision, vote.holds, vote.further)
        said.setdefault(vote.word, set()).add(key)
    return sorted(word for word in said if not _stands_for(word, said))


def _stands_for(word: str, said: dict[str, set[tuple[int, ...]]]) -> bool:
    """Whether `word` ends in a shorter sign that says the same, and holds no other: it need not be looked for."""
    pieces = {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)} - {word}
    inside = [piece for piece in pieces if piece in said]
    longest = max(inside, key=len, default="")
    return bool(inside) and word.endswith(longest) and said[longest] == said[word] and all(p in longest for p in inside)


def first_look(chain: Chain) -> str:
    """A pattern that every scope with a sign matches: stems, and the words that have no stem."""
    return any_of(_least({*chain.reading.stems, *(vote.word for vote in votes(chain) if vote.says > 0)}))


def first_look_at_names(chain: Chain) -> str:
    """A pattern that every name with a biomedical word matches."""
    words = (word for kind in chain.names.kinds if kind.is_biomedical for word in kind.words)
    return any_of(_least({*chain.reading.stems, *words}))


def _least(words: set[str]) -> list[str]:
    """The `words` that hold no other of them: where one of all is found, one of these is."""
    pieces = {word: {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)} for word in words}
    return sorted(word for word in words if not (pieces[word] - {word}) & words)


def structure(chain: Chain) -> dict[str, Token]:
    """Every word of a scope that is no sign but tells how signs are to be read."""
    reading = chain.reading
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        (Kind.CLAUSE_END, reading.clause_ends),
        (Kind.PART_END, reading.part_ends),
        (Kind.HEADING, reading.headings),
        (Kind.NEGATION_OPENS, reading.negation_opens),
        (Kind.NEGATION_CLOSES, reading.negation_closes),
        (Kind.NEGATES_BEFORE, reading.negation_before),
        (Kind.IGNORED, reading.ignored),
    )
    found: dict[str, Token] = {}
    for number, activity in enumerate(reading.activities):
        found.update(dict.fromkeys(activity.words, Token(Kind.ACTION, bits=1 << number)))
    for kind, words in kinds:
        found.update(dict.fromkeys(words, Token(kind)))
    for number, context in enumerate(chain.names.contexts):
        kind = Kind.NEGATION_OPENS if context.negates else Kind.IGNORED
        found.update(dict.fromkeys(context.words, Token(kind, context=1 << number)))
    return found


def grouped(words: Iterable[str]) -> list[list[str]]:
    """`words` in groups of at most some hundred, all with one first character in one group.

    A pattern of a thousand words outgrows the memory that RE2 gives to its automaton, and is then a hundred times
    slower. Words that begin alike stay together, so that the longest of them is still found first.
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted(words):
        by_first.setdefault(word[0], []).append(word)
    groups: list[list[str]] = [[]]
    for alike in by_first.values():
        if groups[-1] and len(groups[-1]) + len(alike) > _GROUP:
            groups.append([])
        groups[-1] += alike
    return groups


def votes(chain: Chain) -> list[Vote]:
    """One vote for each word and activity: the most precise sign wins."""
    best: dict[tuple[str, int], Vote] = {}
    for vote in _all_votes(chain):
        held = best.get((vote.word, vote.activity))
        if held is None or vote.precision < held.precision:
            best[vote.word, vote.activity] = vote
    return sorted(best.values(), key=lambda vote: (vote.word, vote.activity))


def _all_votes(chain: Chain) -> Iterator[Vote]:
    nodes = list(chain.nodes)
    segments = list(chain.outline.segments)
    activities = [activity.code for activity in chain.reading.activities]
    for code, node in chain.nodes.items():
        for sign in node.signs:
            target = sign.node or code
            further = segments.index(sign.further_segment) if sign.further_segment else -1
            for word in sorted(set(words_of(sign, chain.word_lists))):
                for activity in sign.activities:
                    yield Vote(
                        word,
                        activities.index(activity),
                        nodes.index(target),
                        segments.index(chain.segment_of[target]),
                        SAYS[sign.says],
                        PRECISION[sign.precision],
                        HOLDS[sign.holds],
                        further,
                    )


@dataclass(frozen=True, slots=True)
class NameWord:
    """One declared word of names: its kind, and the node it belongs to (-1 = none)."""

    word: str
    kind: int
    node: int


def name_words(chain: Chain) -> list[NameWord]:
    """Every word that is looked for in a name."""
    nodes = list(chain.nodes)
    kinds = [kind.code for kind in chain.names.kinds]
    found = [
        NameWord(word, number, nodes.index(kind.node) if kind.node else -1)
        for number, kind in enumerate(chain.names.kinds)
        for word in kind.words
    ]
    for code, node in chain.nodes.items():
        for sign in node.names:
            found += [NameWord(word, kinds.index(sign.kind), nodes.index(code)) for word in sign.words]
    return found


def lookup(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> ir.Table:
    """`rows` as a table: the first column is text, the others are integers. No value may hold a tab or a newline."""
    text = "\n".join("\t".join(str(value) for value in row) for row in rows)
    lines = ibis.literal(text).split("\n").unnest().name("line").as_table()
    cells = lines.select(cell=lines.line.split("\t"))
    first, *others = columns
    return cells.select(
        cells.cell[0].name(first),
        *(cells.cell[place + 1].cast("int64").name(name) for place, name in enumerate(others)),
    )


def code_at(number: ir.IntegerValue, codes: Sequence[str]) -> ir.StringValue:
    """The code at place `number` of `codes`; "" where it is -1."""
    return ibis.literal(["", *codes], "array<string>")[(number + 1).cast("int32")]


def number_at(place: ir.IntegerValue, numbers: Sequence[int]) -> ir.IntegerValue:
    """The number at `place` of `numbers`, counted from 0."""
    return ibis.literal(list(numbers), "array<int64>")[place.cast("int32")]
