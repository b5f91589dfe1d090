"""How a query lies in a name: as which blocks, beginning where, leaving out what. Pure; called 200 times a query."""

from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein


class Alignment(NamedTuple):
    """The query as blocks of a name, in order, each as (place, length) in the name. `missing` letters of the query
    are not in the name."""

    blocks: tuple[tuple[int, int], ...]
    missing: int = 0

    @property
    def start(self) -> int:
        return self.blocks[0][0]

    @property
    def length(self) -> int:
        """How many letters of the name the query stands for."""
        return sum([length for _, length in self.blocks])

    @property
    def end(self) -> int:
        return self.blocks[-1][0] + self.blocks[-1][1]


def align(query: str, name: str, region: int) -> Alignment | None:
    """The query as a subsequence of the name in few blocks, sought behind the region first; None where it is none."""
    found = _blocks(query, name, region)
    if not region or (found is not None and len(found) == 1):
        return Alignment(found) if found else None
    whole = _blocks(query, name, 0)
    if whole is not None and (found is None or len(whole) < len(found)):
        found = whole
    return Alignment(found) if found else None


def align_loosely(query: str, name: str) -> Alignment | None:
    """The same where one letter of the query is wrong or too many."""
    if LCSseq.similarity(query, name, score_cutoff=len(query) - 1) < len(query) - 1:
        return None
    codes = LCSseq.opcodes(query, name)
    blocks = tuple((code.dest_start, code.dest_end - code.dest_start) for code in codes if code.tag == "equal")
    return Alignment(blocks, missing=1) if blocks else None


def is_near(query: str, name: str) -> bool:
    """Is the query the whole name but for one letter?"""
    return bool(Levenshtein.distance(query, name, score_cutoff=1) <= 1)


def _blocks(query: str, name: str, begin: int) -> tuple[tuple[int, int], ...] | None:
    """The longest block first, then the rest behind it; letter by letter where that fails."""
    place = name.find(query, begin)
    if place >= 0:
        return ((place, len(query)),)
    blocks: list[tuple[int, int]] = []
    end, done = begin, 0
    while done < len(query):
        size = len(query) - done
        while size and (place := name.find(query[done : done + size], end)) < 0:
            size -= 1
        if not size:
            return _letters(query, name, begin)
        blocks.append((place, size))
        end, done = place + size, done + size
    return tuple(blocks)


def _letters(query: str, name: str, begin: int) -> tuple[tuple[int, int], ...] | None:
    """Each letter at its first place: finds a subsequence wherever there is one."""
    blocks: list[tuple[int, int]] = []
    end = begin
    for letter in query:
        place = name.find(letter, end)
        if place < 0:
            return None
        if blocks and place == end:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + 1)
        else:
            blocks.append((place, 1))
        end = place + 1
    return tuple(blocks)
