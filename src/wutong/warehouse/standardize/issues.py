"""Which rows are held back, and every remark on a value. A row is used or held back, never both, never neither."""

import ibis
import ibis.expr.types as ir

from wutong.warehouse.standardize.text import NO_TEXT

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
# Column that says what is wrong with a cell → the raw cell.
_PROBLEMS = {
    "identifier_problem": "code_text",
    "registered_on_problem": "registered_on_text",
    "capital_problem": "capital_text",
    "kind_problem": "kind_text",
    "place_problem": "province_text",
}
_REMARK = "struct<reason: string, value: string, raw: string>"
_NO_REMARK = ibis.null(_REMARK)
REMARKS = f"array<{_REMARK}>"


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


def with_remarks(table: ir.Table) -> ir.Table:
    """`table` with `remarks`: what is wrong with the row, for the few of which anything is; null for the others.

    Needs `held_back` and the *_problem columns. What is said of a row that is held back is only why.
    """
    problems = {name: table[name] for name in _PROBLEMS}
    troubled = table.held_back.notnull()
    for problem in problems.values():
        troubled = troubled | problem.notnull()
    told = [_remark(table.held_back, ibis.ifelse(table.held_back == NO_NAME, table.name_zh, table.kind_text), table)]
    told += [
        ibis.ifelse(table.held_back.isnull(), _remark(problem, table[_PROBLEMS[name]]), _NO_REMARK)
        for name, problem in problems.items()
    ]
    said = ibis.array(told).filter(lambda one: one.notnull())
    return table.mutate(remarks=ibis.ifelse(troubled, said, ibis.null(REMARKS))).drop(*problems).view()


def _remark(reason: ir.StringValue, value: ir.StringValue, row: ir.Table | None = None) -> ir.StructValue:
    raw = NO_TEXT if row is None else _raw_row(row)
    return ibis.ifelse(reason.notnull(), ibis.struct({"reason": reason, "value": value, "raw": raw}), _NO_REMARK)


def issues_of(rows: ir.Table) -> ir.Table:
    """`build__issues` of rows with `remarks`: one for each remark."""
    each = rows.filter(rows.remarks.notnull()).select("source_id", "file_id", "row_number", one=ibis._.remarks.unnest())
    reason = each.one["reason"]
    return each.select(
        "source_id",
        "file_id",
        "row_number",
        reason=reason,
        is_held_back=reason.isin([name for name, (_, held) in _REASONS.items() if held]),
        field=reason.cases(*[(name, field) for name, (field, _) in _REASONS.items()]),
        stage=ibis.literal("standardize"),
        value=each.one["value"],
        raw=each.one["raw"],
    )


def _raw_row(table: ir.Table) -> ir.StringValue:
    return ibis.literal("\t").join([table[field].fill_null("") for field in TEXTS])
