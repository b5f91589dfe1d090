"""What a name is known by in the desk's tables."""

import hashlib

from wutong.kernel import spelling

LONGEST_KEY = 400


def key_of(name: str) -> str:
    """The key of `name`, at most LONGEST_KEY characters: a digest stands for the end of a longer one."""
    key = spelling.key_of(name)
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}#{digest}"
