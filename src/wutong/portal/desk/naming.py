"""When two spellings are one name: width, case and blanks do not count. Nothing else is taken for the same."""

import hashlib
import re
import unicodedata

LONGEST_KEY = 400

_BLANKS = re.compile(r"\s+")
# Between Chinese characters, and beside brackets, a blank carries no meaning.
_IDLE_BLANK = re.compile(r"(?<=[\u3400-\u9fff()]) | (?=[\u3400-\u9fff()])")


def key_of(name: str) -> str:
    """What `name` is known by at the desk, whatever its width, case and blanks; at most LONGEST_KEY characters."""
    flat = _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()
    key = _IDLE_BLANK.sub("", flat)
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}#{digest}"
