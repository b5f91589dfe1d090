"""Codes of generated registers, checked by a second reading of the standards written out letter by letter."""

import numpy as np
import pyarrow as pa

from unit.demo.standards import credit_code_holds, organisation_code_holds, registration_number_holds
from wutong.demo.columns.codes import as_text, break_check_digit, credit_codes, is_valid, registration_numbers
from wutong.demo.draws import Numbers

DIVISIONS = pa.array(["330114", "310115", "440305", "659001"])
REGISTRARS = pa.array(["91", "92", "93", "91"])


def codes_of(numbers: Numbers, is_new: bool) -> list[str]:
    count = len(numbers)
    rows = pa.array(numbers % 4)
    letters = credit_codes(numbers, REGISTRARS.take(rows), DIVISIONS.take(rows), np.full(count, is_new))
    return [str(code) for code in as_text(letters).to_pylist()]


def test_every_code_passes_both_check_digits() -> None:
    numbers = np.arange(3000, dtype=np.int64) * 977
    for is_new in (False, True):
        codes = codes_of(numbers, is_new)
        assert all(
            len(code) == 18 and credit_code_holds(code) and organisation_code_holds(code[8:17]) for code in codes
        )
        assert all(code[8:10] == "MA" for code in codes) == is_new
        assert len({code[8:16] for code in codes}) == len(codes)


def test_a_broken_code_fails_and_nothing_else_changed() -> None:
    numbers = np.arange(500, dtype=np.int64)
    rows = pa.array(numbers % 4)
    letters = credit_codes(numbers, REGISTRARS.take(rows), DIVISIONS.take(rows), np.zeros(500, dtype=np.bool_))
    broken = as_text(break_check_digit(letters, 1 + numbers % 30)).to_pylist()
    whole = as_text(letters).to_pylist()
    assert not any(credit_code_holds(code) or is_valid(code) for code in broken)
    assert [code[:17] for code in broken] == [code[:17] for code in whole]
    assert all(is_valid(code) for code in whole)


def test_a_worked_credit_code() -> None:
    # By hand. Organisation 12345678: value x weight sums to 201, 201 % 11 = 3, 11 - 3 = 8.
    # Credit: value x weight of 91330114123456788 sums to 1153, 1153 % 31 = 6, 31 - 6 = 25, which is the letter R.
    assert organisation_code_holds("123456788")
    assert is_valid("91330114123456788R")
    assert not is_valid("91330114123456788T")


def test_what_is_no_code_is_not_valid() -> None:
    assert not any(
        is_valid(text) for text in ("", "N/A", "9133011412345678", "91330114I23456780X", "９133011412345678X")
    )


def test_registration_numbers_hold_their_check_digit() -> None:
    numbers = np.arange(2000, dtype=np.int64) * 31
    texts = as_text(registration_numbers(numbers, DIVISIONS.take(pa.array(numbers % 4)))).to_pylist()
    assert all(len(text) == 15 and registration_number_holds(text) for text in texts)
    assert len(set(texts)) == len(texts)
