"""Which rows are held back, and every remark on a value. A row is used or held back, never both, never neither."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wutong.warehouse.standardize.text import NO_TEXT, table_of

NO_NAME = "name.absent"
SHIFTED = "row.shifted"
# A cell that belongs to another column: a date, a credit code or a bare number where a name should be.
_NO_NAME_AT_ALL = r"^(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月].*|[0-9A-Z]{18}|[0-9][0-9,. ]*)$"
TEXTS = (
    "name_zh", "code_text", "registered_on_text", "kind_text", "capital_text",
    "scope_text", "province_text", "city_text", "address_text",
)  # fmt: skip
# Reason → (field of the raw row, is the row held back).
_REASONS = {
    NO_NAME: ("name_zh", True),
    SHIFTED: ("kind_text", True),
    "credit_code.check_digit": ("code_text", False),
    "registration_number.check_digit": ("code_text", False),
    "identifier.unrecognised": ("code_text", False),
    "registered_on.impossible": ("registered_on_text", False),
    "registered_on.future": ("registered_on_text", False),
    "capital.unreadable": ("capital_text", False),
    "capital.unit_assumed": ("capital_text", False),
    "kind.unrecognised": ("kind_text", False),
    "place.unrecognised": ("province_text", False),
}


def held_back(table: ir.Table) -> ir.StringValue:
    """The reason why a row cannot be used, or null. Needs what `registration` learns of each cell."""
    # A name that is no Chinese one is unusual, so only those few are looked at closely.
    odd_name = ibis.ifelse(table.is_unusual, table.name.re_search(_NO_NAME_AT_ALL), False)
    odd_kind, odd_capital = table.kind_is_odd.fill_null(False), table.capital_is_odd.fill_null(False)
    shifted = (
        odd_name
        | table.kind_is_capital.fill_null(False)
        | (odd_kind & odd_capital)
        | (table.province_is_odd.fill_null(False) & (odd_kind | odd_capital))
        | table.odd_is_date.fill_null(False)
    )
    return ibis.cases((table.name.isnull(), NO_NAME), (shifted, SHIFTED))


def issues_of(table: ir.Table) -> ir.Table:
    """`build__issues` of a table with `held` and the *_problem columns."""
    remarks = ("identifier_problem", "registered_on_problem", "capital_problem", "kind_problem", "place_problem")
    troubled = table.held.notnull()
    for remark in remarks:
        troubled = troubled | table[remark].notnull()
    reasons = table_of(
        {
            "reason": pa.array(_REASONS),
            "field": pa.array([field for field, _ in _REASONS.values()]),
            "is_held_back": pa.array([held for _, held in _REASONS.values()]),
        }
    )
    crossed = table.filter(troubled).cross_join(reasons).view()
    named = crossed.held == crossed.reason
    for remark in remarks:
        named = named.fill_null(False) | (crossed.held.isnull() & (crossed[remark] == crossed.reason))
    told = crossed.filter(named)
    value = ibis.cases(*[(told.field == field, told[field]) for field in TEXTS])
    return told.select(
        "source_id", "file_id", "row_number", "reason", "is_held_back", "field",
        stage=ibis.literal("standardize"), value=value, raw=ibis.ifelse(told.is_held_back, _raw_row(told), NO_TEXT),
    )  # fmt: skip


def _raw_row(table: ir.Table) -> ir.StringValue:
    return ibis.literal("\t").join([table[field].fill_null("") for field in TEXTS])
