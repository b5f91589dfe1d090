"""Put a name as written beside a candidate's, with the parts that agree and differ marked. Reads texts, asks nothing.

Chinese beside Chinese is compared character by character; Latin letters beside Chinese by sound and by the reasons that
matching gave (“trade agrees: 生物 = biotech”).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pypinyin import Style, lazy_pinyin

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_EQUAL = re.compile(r"(?P<zh>[\u3400-\u9fff]+)[^=]*= *(?P<en>[^;；]+)")
_SHORTEST_SOUND = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a name. `agrees` is None for what is neither: punctuation and blanks."""

    text: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Both names, cut into pieces."""

    written: tuple[Piece, ...]
    candidate: tuple[Piece, ...]

    def agrees(self, part: str) -> bool | None:
        """True where the whole `part` of the candidate's name agrees, False where nothing of it does."""
        name = "".join(piece.text for piece in self.candidate)
        at = name.find(_flat(part)) if part else -1
        if at < 0:
            return None
        marks = [piece.agrees for piece in self.candidate for _ in piece.text][at : at + len(_flat(part))]
        told = {one for one in marks if one is not None}
        return told.pop() if len(told) == 1 else None


def compared(written: str, candidate: str, reasons: Sequence[str] = ()) -> Compared:
    """`written` beside `candidate`; `reasons` are the matcher's, in English."""
    written, candidate = _flat(written), _flat(candidate)
    if _CHINESE.search(written):
        return _by_character(written, candidate)
    return _by_sound(written, candidate, reasons)


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _by_character(written: str, candidate: str) -> Compared:
    blocks = SequenceMatcher(None, written.casefold(), candidate.casefold(), autojunk=False).get_matching_blocks()
    left = {block.a + at for block in blocks for at in range(block.size)}
    right = {block.b + at for block in blocks for at in range(block.size)}
    return Compared(_cut(written, left), _cut(candidate, right))


def _by_sound(written: str, candidate: str, reasons: Sequence[str]) -> Compared:
    """Words that sound like a stretch of the candidate's name, or that a reason puts beside one."""
    told = [(one["zh"], one["en"].casefold()) for reason in reasons for one in _EQUAL.finditer(reason)]
    left: set[int] = set()
    right: set[int] = set()
    for word in _WORD.finditer(written):
        said = word.group().casefold()
        stretches = [zh for zh, en in told if said in _WORD.findall(en)]
        sounding = _sounding(said, candidate)
        if stretches or sounding:
            left |= set(range(word.start(), word.end()))
        right |= sounding
    for zh, _ in told:
        for found in re.finditer(re.escape(zh), candidate):
            right |= set(range(found.start(), found.end()))
    return Compared(_cut(written, left), _cut(candidate, right))


def _sounding(word: str, candidate: str) -> set[int]:
    """The characters of `candidate` whose syllables, one after another, are `word`."""
    syllables = [lazy_pinyin(one, style=Style.NORMAL)[0] if _CHINESE.match(one) else "" for one in candidate]
    plain = word.replace("'", "").replace("’", "")
    for start in range(len(candidate)):
        heard = ""
        for end in range(start, len(candidate)):
            if not syllables[end] or len(heard) >= len(plain):
                break
            heard += syllables[end]
            if heard == plain and (end > start or len(plain) >= _SHORTEST_SOUND):
                return set(range(start, end + 1))
    return set()


def _cut(text: str, agreeing: set[int]) -> tuple[Piece, ...]:
    """Neighbouring characters of one kind are one piece."""
    pieces: list[Piece] = []
    for at, character in enumerate(text):
        agrees = at in agreeing if character.isalnum() else None
        if pieces and pieces[-1].agrees is agrees:
            pieces[-1] = Piece(pieces[-1].text + character, agrees)
        else:
            pieces.append(Piece(character, agrees))
    return tuple(pieces)
