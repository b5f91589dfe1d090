"""Where lines may break, in Chinese and in English: before any Chinese sign but what closes, and at blanks elsewhere.

Libraries break at blanks only, which leaves a mixed text with half-empty lines and a Chinese one without any rule.
"""

import re
from collections.abc import Callable, Iterator

_PIECE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f\U00020000-\U0003ffff]|\s|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)
_CLOSES = frozenset("，。、；：！？）》」』】〕”’…·,.;:!?)]}%％")
_OPENS = frozenset("（《「『【〔“‘([{")

Width = Callable[[str], float]


def pieces(text: str) -> list[str]:
    """Parts of `text` between which a line may break; a blank is a part of its own."""
    found: list[str] = []
    for part in _PIECE.findall(text):
        held = found[-1] if found else ""
        if held and not held.isspace() and not part.isspace() and (part[0] in _CLOSES or held[-1] in _OPENS):
            found[-1] = held + part
        else:
            found.append(part)
    return found


def wrapped(text: str, most: float, width: Width) -> list[str]:
    """`text` in lines of at most `most`; a part that is wider than that breaks anywhere."""
    return [line for paragraph in text.splitlines() or [""] for line in _lines(paragraph, most, width)]


def _lines(text: str, most: float, width: Width) -> Iterator[str]:
    line, used = "", 0.0
    for piece in (fitting for part in pieces(text) for fitting in _fitting(part, most, width)):
        wide = width(piece)
        if line and used + wide > most and not piece.isspace():
            yield line.rstrip()
            line, used = "", 0.0
        if line or not piece.isspace():
            line, used = line + piece, used + wide
    yield line.rstrip()


def _fitting(part: str, most: float, width: Width) -> Iterator[str]:
    """The part itself, or its letters where it is wider than a line."""
    if width(part) <= most:
        yield part
    else:
        yield from part
