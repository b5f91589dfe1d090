"""When two spellings are one name: width, case and blanks do not count. Nothing else is taken for the same."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
# Between Chinese characters, and beside brackets, a blank carries no meaning.
_IDLE_BLANK = re.compile(r"(?<=[\u3400-\u9fff()]) | (?=[\u3400-\u9fff()])")


def key_of(name: str) -> str:
    """What `name` is known by, whatever its width, case and blanks."""
    flat = _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()
    return _IDLE_BLANK.sub("", flat)
