"""What a registration says by itself about whose it is: its own key. No other row is looked at here.

Most enterprises have one registration, so most keys are already the enterprise's id; `identity` finds the others.
"""

import enum

import ibis
import ibis.expr.types as ir

ORIGIN = ("file_id", "row_number")
SAME_PLACE = ("name_key", "city_code", "registered_on")
_NULL_TEXT = ibis.null("string")


class Rule(enum.StrEnum):
    """Why a registration belongs to its enterprise."""

    CREDIT_CODE = "same_credit_code"
    REGISTRATION_NUMBER = "same_registration_number"
    ORGANISATION_CODE = "same_organisation_code"
    NAME_PLACE_AND_DATE = "same_name_place_and_date"
    EQUAL_ROWS = "equal_rows"


# How much a key is worth: a registration with a lesser one may join an enterprise that has a better one.
BY_CREDIT_CODE, BY_NUMBER, BY_NAME = 0, 1, 2


def with_own_key(standard: ir.Table) -> ir.Table:
    """`standard` with own_id and own_rule."""
    scheme = standard.identifier_scheme
    has_number = scheme == "cn_registration_number"
    has_organisation = scheme == "cn_organisation_code"
    told = standard.city_code.notnull() & standard.registered_on.notnull()
    return standard.mutate(
        own_id=ibis.cases(
            (standard.credit_code.notnull(), ibis.literal("cn-") + standard.credit_code),
            (has_number, ibis.literal("cn-rn-") + standard.identifier),
            (has_organisation, ibis.literal("cn-oc-") + standard.identifier),
            (told, ibis.literal("cn-x-") + _digest(standard, *SAME_PLACE)),
            # Without place or date a namesake cannot be told apart: only rows equal in all they say are one.
            else_=ibis.literal("cn-x-") + _digest(standard, *SAME_PLACE, "address", "business_scope", "capital_cny"),
        ),
        own_rule=ibis.cases(
            (standard.credit_code.notnull(), str(Rule.CREDIT_CODE)),
            (has_number, str(Rule.REGISTRATION_NUMBER)),
            (has_organisation, str(Rule.ORGANISATION_CODE)),
            (told, str(Rule.NAME_PLACE_AND_DATE)),
            else_=str(Rule.EQUAL_ROWS),
        ),
    )


def worth_of(own_rule: ir.StringValue) -> ir.IntegerValue:
    """How much a row's own key is worth."""
    return ibis.cases(
        (own_rule == str(Rule.CREDIT_CODE), BY_CREDIT_CODE),
        (own_rule.isin([str(Rule.REGISTRATION_NUMBER), str(Rule.ORGANISATION_CODE)]), BY_NUMBER),
        else_=BY_NAME,
    )


def speaks_for_itself(standard: ir.Table) -> ir.BooleanValue:
    """True of a row of which nothing else need be asked if no other row is of the same enterprise: it gives no number
    besides the credit code."""
    return standard.identifier.isnull() | (standard.identifier_scheme == "credit_code").fill_null(False)


def _digest(table: ir.Table, *columns: str) -> ir.StringValue:
    """Sixteen hex digits over the columns; an empty cell differs from every text."""
    texts = [table[column].cast("string").fill_null("\x1f") for column in columns]
    joined = ibis.literal("|").join(texts)
    return joined.hexdigest("md5").substr(0, 16)
