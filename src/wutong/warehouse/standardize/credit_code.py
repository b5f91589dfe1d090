"""Identifiers: GB 32100-2015 credit codes, GS 15-2006 registration numbers, GB 11714 organisation codes.

Every one has a check digit, computed here as an expression. A number that fails it is kept as text only.
"""

import ibis
import ibis.expr.types as ir

from wutong.catalog.names import Characters
from wutong.warehouse.standardize.text import NO_TEXT, fold, is_empty

CREDIT_CODE = "credit_code"
REGISTRATION_NUMBER = "cn_registration_number"
ORGANISATION_CODE = "cn_organisation_code"
UNRECOGNISED = "unrecognised"

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = f"^[{_ALPHABET}]{{18}}$"
_WEIGHTS = [3**place % 31 for place in range(17)]
_DIGITS = "0123456789"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
_DATE = "^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}$"
_STRIDE = 7  # places of a registration number handled in one layer of the query


def is_plain(code: ir.StringValue) -> ir.BooleanValue:
    """True where `code` has the shape of a credit code as it stands."""
    return code.re_search(_SHAPE)


def odd_codes(text: ir.Table, *, characters: Characters, empty: tuple[str, ...]) -> ir.Table:
    """What each distinct code_text means that is not a plain credit code.

    Columns: odd_code; odd_scheme, odd_value, odd_problem; odd_is_date. Lower case, full width, spaces and hyphens
    are forgiven.
    """
    odd = text.filter(~is_plain(text.code_text), ~is_empty(text.code_text, empty))
    distinct = odd.select(odd_code="code_text").distinct().view()
    cleaned = distinct.mutate(value=_cleaned(distinct.odd_code, characters)).view()
    told = cleaned.mutate(product=ibis.literal(10, "int64"))
    for start in range(0, 14, _STRIDE):
        places = range(start, start + _STRIDE)
        told = told.mutate(product=_registration_product(told.product, told.value, places)).view()
    shaped = told.value.re_search(_SHAPE)
    is_registration = told.value.re_search("^[0-9]{15}$")
    scheme = ibis.cases(
        (shaped & credit_code_holds(told.value), CREDIT_CODE),
        (is_registration & ((told.product + _value(_DIGITS, told.value, 14)) % 10 == 1), REGISTRATION_NUMBER),
        # Before 2006 numbers had 13 digits and no check digit; the first six are the authority's division.
        (told.value.re_search("^[1-6][0-9]{12}$"), REGISTRATION_NUMBER),
        # Farmer cooperatives had NA and six digits after the division; the last character is not documented.
        (told.value.re_search("^[1-6][0-9]{5}NA[0-9]{6}[0-9X]$"), REGISTRATION_NUMBER),
        (_is_organisation_code(told.value), ORGANISATION_CODE),
        else_=UNRECOGNISED,
    )
    problem = ibis.cases(
        (shaped, "credit_code.check_digit"),
        (is_registration, "registration_number.check_digit"),
        else_="identifier.unrecognised",
    )
    known = told.select("odd_code", "value", odd_scheme=scheme, told_problem=problem).view()
    is_unknown = known.odd_scheme == UNRECOGNISED
    return known.select(
        "odd_code",
        "odd_scheme",
        odd_value=ibis.ifelse(is_unknown, known.odd_code, known.value),
        odd_problem=ibis.ifelse(is_unknown, known.told_problem, NO_TEXT),
        odd_is_date=known.odd_code.re_search(_DATE),
    ).view()


def _cleaned(code: ir.StringValue, characters: Characters) -> ir.StringValue:
    return fold(code, characters).upper().re_replace(r"[\s\-—'\"]+", "")


def credit_code_holds(code: ir.StringValue) -> ir.BooleanValue:
    """True where the last of 18 characters of the alphabet is the check digit of the 17 before it."""
    total = _weighted(_ALPHABET, code, _WEIGHTS)
    return (total + _value(_ALPHABET, code, 17)) % 31 == 0


def _registration_product(product: ir.IntegerValue, number: ir.StringValue, places: range) -> ir.IntegerValue:
    """GS 15-2006 is ISO 7064 MOD 11,10: 0 stands for 10, which adding 1 after the remainder of one less says."""
    for place in places:
        product = ((product + _value(_DIGITS, number, place) - 1) % 10 + 1) * 2 % 11
    return product


def _is_organisation_code(code: ir.StringValue) -> ir.BooleanValue:
    """GB 11714: eight characters and a check digit, X for ten."""
    check = (11 - _weighted(_LETTERS, code, _ORGANISATION_WEIGHTS) % 11) % 11
    given = ibis.literal("0123456789X").find(code.substr(8, 1))
    return code.re_search("^[0-9A-Z]{8}[0-9X]$") & (check == given)


def _weighted(alphabet: str, code: ir.StringValue, weights: list[int]) -> ir.IntegerValue:
    total = _value(alphabet, code, 0) * weights[0]
    for place, weight in enumerate(weights[1:], start=1):
        total = total + _value(alphabet, code, place) * weight
    return total


def _value(alphabet: str, code: ir.StringValue, place: int) -> ir.IntegerValue:
    return ibis.literal(alphabet).find(code.substr(place, 1)).cast("int64")
