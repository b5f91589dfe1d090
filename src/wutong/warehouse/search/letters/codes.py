"""Credit codes and registration numbers as sortable keys, so that a whole one or its beginning is found at once."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wutong.warehouse.search.letters.columns import letters_of
from wutong.warehouse.search.letters.reading import Keys

LETTERS = 12  # of a code that are kept in a key
_BASE = 37  # ten digits, 26 letters, and nothing
_POWERS = np.array([_BASE**place for place in range(LETTERS - 1, -1, -1)], dtype=np.uint64)


def _digits() -> npt.NDArray[np.uint8]:
    table = np.zeros(256, dtype=np.uint8)
    for number, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", start=1):
        table[ord(letter)] = table[ord(letter.upper())] = number
    return table


_DIGITS = _digits()


def code_keys(codes: pa.Array) -> Keys:
    """The key of each code of an Arrow array of strings; 0 for a null."""
    digits = _DIGITS[letters_of(codes, 0, LETTERS)]
    keys: Keys = digits.astype(np.uint64) @ _POWERS
    return keys


def code_span(prefix: str) -> tuple[int, int]:
    """The least key of the codes that begin with `prefix`, and the least key after them."""
    first = sum(int(_DIGITS[ord(letter)]) * int(power) for letter, power in zip(prefix, _POWERS, strict=False))
    return first, first + int(_POWERS[min(len(prefix), LETTERS) - 1])
