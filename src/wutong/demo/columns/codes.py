"""Credit codes by GB 32100-2015 over organisation codes by GB 11714, and the registration numbers that came before.

Every number gets its own code. Breaking codes on purpose is done by `break_check_digit`, nowhere else.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wutong.demo.draws import Numbers

Letters = npt.NDArray[np.uint8]

_CREDIT = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
_ORGANISATION = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)
_CREDIT_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28], dtype=np.int64)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_CREDIT_VALUE = np.full(256, -1, dtype=np.int64)
_CREDIT_VALUE[_CREDIT] = np.arange(31)
_ORGANISATION_VALUE = np.full(256, -1, dtype=np.int64)
_ORGANISATION_VALUE[_ORGANISATION] = np.arange(36)
# Multipliers coprime to the modulus send every number to its own code, far from its neighbour's.
_OLD_STEP, _OLD_SPACE = 61_803_397, 100_000_000
_NEW_STEP, _NEW_SPACE = 548_461_037, 31**6


def credit_codes(numbers: Numbers, registrars: pa.Array, divisions: pa.Array, is_new: npt.NDArray[np.bool_]) -> Letters:
    """One valid code of 18 letters a row. `is_new` codes have an organisation code that begins with MA."""
    codes = np.empty((len(numbers), 18), dtype=np.uint8)
    codes[:, 0:2] = _letters(registrars, 2)
    codes[:, 2:8] = _letters(divisions, 6)
    codes[:, 8:16] = np.where(is_new[:, None], _new_organisations(numbers), _old_organisations(numbers))
    codes[:, 16] = _organisation_check(codes[:, 8:16])
    codes[:, 17] = _CREDIT[credit_check(codes)]
    return codes


def credit_check(codes: Letters) -> Numbers:
    """The value (0 to 30) of the check digit that belongs to the first 17 letters."""
    return (31 - _CREDIT_VALUE[codes[:, :17]] @ _CREDIT_WEIGHTS % 31) % 31


def is_valid(code: str) -> bool:
    """True where `code` is of 18 letters of the standard and its check digit holds."""
    letters = np.frombuffer(code.encode("ascii", "replace"), dtype=np.uint8)
    if len(letters) != 18 or (_CREDIT_VALUE[letters] < 0).any():
        return False
    return bool(credit_check(letters[None, :])[0] == _CREDIT_VALUE[letters[17]])


def break_check_digit(codes: Letters, by: Numbers) -> Letters:
    """The same codes with the check digit moved on by `by` (1 to 30) places."""
    broken = codes.copy()
    broken[:, 17] = _CREDIT[(_CREDIT_VALUE[codes[:, 17]] + by) % 31]
    return broken


def registration_numbers(numbers: Numbers, divisions: pa.Array) -> Letters:
    """Registration numbers of 15 digits: division, sequence, check digit by ISO 7064 MOD 11,10."""
    digits = np.empty((len(numbers), 15), dtype=np.uint8)
    digits[:, 0:6] = _letters(divisions, 6)
    digits[:, 6:14] = _digits(numbers * _OLD_STEP % _OLD_SPACE, 8)
    remainder = np.full(len(numbers), 10, dtype=np.int64)
    for place in range(14):
        total = (remainder + digits[:, place] - 48) % 10
        remainder = np.where(total == 0, 10, total) * 2 % 11
    digits[:, 14] = (11 - remainder) % 10 + 48
    return digits


def as_text(letters: Letters) -> pa.Array:
    """Rows of letters as a string column."""
    rows, width = letters.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    data = np.ascontiguousarray(letters)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def _old_organisations(numbers: Numbers) -> Letters:
    return _digits((numbers * _OLD_STEP + 12_345_678) % _OLD_SPACE, 8)


def _new_organisations(numbers: Numbers) -> Letters:
    codes = np.empty((len(numbers), 8), dtype=np.uint8)
    codes[:, 0:2] = np.frombuffer(b"MA", dtype=np.uint8)
    left = (numbers * _NEW_STEP + 31**5) % _NEW_SPACE
    for place in range(7, 1, -1):
        codes[:, place] = _CREDIT[left % 31]
        left //= 31
    return codes


def _organisation_check(codes: Letters) -> Letters:
    values = 11 - _ORGANISATION_VALUE[codes] @ _ORGANISATION_WEIGHTS % 11
    return np.where(values == 10, ord("X"), np.where(values == 11, ord("0"), values + 48)).astype(np.uint8)


def _digits(values: Numbers, width: int) -> Letters:
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (values[:, None] // powers % 10 + 48).astype(np.uint8)


def _letters(words: pa.Array, width: int) -> Letters:
    """A string column of fixed width as rows of letters."""
    whole = pa.concat_arrays([words])
    data = np.frombuffer(whole.buffers()[2], dtype=np.uint8)
    return data[: len(words) * width].reshape(len(words), width)
