"""Texts of records as people wrote them, made plain: HTML, padding, lists in a text, joint sponsors."""

import html
import json
import re
from typing import Any

_TAG = re.compile(r"<[^<>]{1,40}>|_x000D_")
_SPACE = re.compile(r"[\s\u00a0\u3000]+")
# Joint sponsors stand in one field. A stroke or a semicolon parts them; a comma may be part of a name (Co., Ltd.).
_JOINT = re.compile(r"\s*[/／;；|]\s*|、(?=[\u4e00-\u9fff（(]{4})")
_NOTHING = {"", "-", "--", "/", "none", "n/a", "na", "not applicable", "nil", "无", "不适用"}
_FIRM_END = re.compile(
    r"(?:公司|医院|大学|学院|研究所|研究院|中心|集团|厂|Inc\.?|Ltd\.?|Co\.?|LLC|GmbH|AG|S\.A\.?)\)?$"
)


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
    # A stroke inside a name (University/Hospital) does not part it: every piece must end like a body of its own.
    are_bodies = all(_FIRM_END.search(piece) for piece in pieces if piece)
    named = pieces if are_bodies or ";" in whole or "；" in whole else [whole]
    return tuple(dict.fromkeys(piece for piece in named if piece))


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
