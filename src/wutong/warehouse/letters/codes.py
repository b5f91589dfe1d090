"""Credit codes and registration numbers as sortable keys, so that a whole one or its beginning is found at once."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wutong.warehouse.letters.columns import letters_of
from wutong.warehouse.letters.reading import Keys

LETTERS = 12  # of a code that are kept in its key
REST = 6  # letters after them, kept beside the key: thousands of codes of one district begin alike
_BASE = 37  # ten digits, 26 letters, and nothing
_POWERS = np.array([_BASE**place for place in range(LETTERS - 1, -1, -1)], dtype=np.uint64)

Span = tuple[int, int]


def _digits() -> npt.NDArray[np.uint8]:
    table = np.zeros(256, dtype=np.uint8)
    for number, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", start=1):
        table[ord(letter)] = table[ord(letter.upper())] = number
    return table


_DIGITS = _digits()


def code_keys(codes: pa.Array) -> Keys:
    """The key of each code of an Arrow array of strings; 0 for a null."""
    keys: Keys = _DIGITS[letters_of(codes, 0, LETTERS)].astype(np.uint64) @ _POWERS
    return keys


def code_rests(codes: pa.Array) -> npt.NDArray[np.uint32]:
    """What follows the key of each code; 0 where nothing does."""
    rests = _DIGITS[letters_of(codes, LETTERS, REST)].astype(np.uint64) @ _POWERS[-REST:]
    return rests.astype(np.uint32)


def code_span(prefix: str) -> Span:
    """The least key of the codes that begin with `prefix`, and the least key after them."""
    return _span(prefix[:LETTERS], _POWERS)


def rest_span(prefix: str) -> Span:
    """The least rest of the codes that begin with `prefix`, and the least rest after them."""
    return _span(prefix[LETTERS : LETTERS + REST], _POWERS[-REST:])


def _span(letters: str, powers: Keys) -> Span:
    first = sum(int(_DIGITS[ord(letter)]) * int(power) for letter, power in zip(letters, powers, strict=False))
    width = int(powers[len(letters) - 1]) if letters else int(powers[0]) * _BASE
    return first, first + width
