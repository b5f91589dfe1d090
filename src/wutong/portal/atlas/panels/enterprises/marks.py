"""Mark in a text the words that earned an enterprise its place on the chain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wutong.portal.atlas.queries.portraits.portrait import Evidence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `evidence` is empty where nothing is marked. One word may speak for several nodes."""

    text: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes it speaks for, each once."""
        return tuple(dict.fromkeys(one.node for one in self.evidence if one.node))

    @property
    def roles(self) -> tuple[str, ...]:
        """What is done with the thing, each once."""
        return tuple(dict.fromkeys(one.role for one in self.evidence if one.role))


def marked(text: str | None, evidence: Iterable[Evidence], field: str) -> tuple[Piece, ...]:
    """`text` cut at the words of `evidence` in `field`. Where words overlap, the first and longest is marked."""
    if not text:
        return ()
    found: dict[tuple[int, int], list[Evidence]] = {}
    for one in evidence:
        at = _place(text, one) if one.field == field else None
        if at is not None:
            found.setdefault((at, at + len(one.word)), []).append(one)
    return tuple(_cut(text, found))


def _cut(text: str, found: dict[tuple[int, int], list[Evidence]]) -> Iterator[Piece]:
    end = 0
    for start, stop in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < end:
            continue
        if start > end:
            yield Piece(text[end:start])
        yield Piece(text[start:stop], tuple(found[start, stop]))
        end = stop
    if end < len(text):
        yield Piece(text[end:])


def _place(text: str, one: Evidence) -> int | None:
    """Where the word stands. The rules read a folded text; should folding have moved it, the nearest is taken."""
    if not one.word:
        return None
    if text[one.at : one.at + len(one.word)] == one.word:
        return one.at
    lower, word = text.lower(), one.word.lower()
    places = [at for at in range(len(lower)) if lower.startswith(word, at)]
    return min(places, key=lambda at: abs(at - one.at), default=None)
