"""Texts of records as people wrote them, made plain: HTML, padding, lists in a text, joint sponsors."""

import html
import json
import re
from typing import Any

_TAG = re.compile(r"<[^<>]{1,40}>|_x000D_")
_SPACE = re.compile(r"[\s\u00a0\u3000]+")
# Joint sponsors stand in one field. A stroke or a semicolon parts them; a comma may be part of a name (Co., Ltd.).
_JOINT = re.compile(r"\s*[/／;；|]\s*|、(?=[\u4e00-\u9fff（(]{4})")
_NUMBERED = re.compile(r"(\d{1,2})[ .、)）]\s*(?=\D)")
_NOTHING = {"", "-", "--", "/", "none", "n/a", "na", "not applicable", "nil", "无", "不适用"}
_FIRM = r"公司|集团|厂|Inc\.?|Ltd\.?|Limited|Co\.?|Corp(?:oration|\.)?|LLC|LLP|plc|GmbH|AG|B\.V\.?|S\.A\.?"
_FIRM_END = re.compile(rf"(?i:{_FIRM})[)）]?$")
_BODY_END = re.compile(rf"(?:医院|大学|学院|研究所|研究院|中心|(?i:{_FIRM}))[)）]?$")


def plain(text: str | None) -> str | None:
    """`text` without tags and padding; null where nothing is left."""
    if text is None:
        return None
    found = _SPACE.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()
    return None if found.casefold() in _NOTHING else found


def sponsors(text: str | None) -> tuple[str, ...]:
    """The sponsors that one field names, in order and each once."""
    whole = plain(text)
    if whole is None:
        return ()
    pieces = [piece.strip(" ,，") for piece in _JOINT.split(whole)]
    # A stroke inside a name (University/Hospital) does not part it: every piece must end like a body of its own, or
    # the list is written with a space after each stroke, and a firm is among them.
    are_bodies = all(_BODY_END.search(piece) for piece in pieces if piece)
    is_list = "/ " in whole and any(_FIRM_END.search(piece) for piece in pieces)
    named = pieces if are_bodies or is_list or ";" in whole or "；" in whole else [whole]
    return tuple(dict.fromkeys(_without_numbers([piece for piece in named if piece])))


def _without_numbers(pieces: list[str]) -> list[str]:
    """1 … / 2 … as two names; a number that counts nothing belongs to its name."""
    heads = [_NUMBERED.match(piece) for piece in pieces]
    counted = [head[1] for head in heads if head]
    if len(pieces) < 2 or counted != [str(number) for number in range(1, len(pieces) + 1)]:
        return pieces
    return [piece[head.end() :] for piece, head in zip(pieces, heads, strict=True) if head]


def listed(text: str | None) -> list[Any]:
    """A JSON list as it was kept; anything else is one element, and nothing is an empty list."""
    if text is None:
        return []
    if text.startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            return [text]
        return list(found)
    return [text]


def joined(text: str | None, key: str = "name") -> str | None:
    """A JSON list of texts or of objects with `key`, as one text; a text as it is."""
    said = [one.get(key) if isinstance(one, dict) else one for one in listed(text)]
    return plain("; ".join(str(one) for one in said if one))


def count(text: str | None) -> int | None:
    """The number that a text tells first: 45 of 国内:45；."""
    match = re.search(r"\d[\d,]*", text or "")
    return int(match[0].replace(",", "")) if match and len(match[0]) < 12 else None
