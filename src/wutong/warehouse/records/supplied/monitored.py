"""From reports of monitored enterprises to the table monitored_figures. They are trade secrets: told as sums only."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from wutong.kernel.credit_code import credit_code
from wutong.warehouse.records import texts
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("monitored_figures",)
_METRICS = ("revenue", "rd", "profit")
# Reports write yuan, thousands or tens of thousands; the name of the column says which.
_UNITS = (("yuan", 1), ("thousand", 1_000), ("ten_thousand", 10_000))
_YEARS = range(1990, 2101)


def monitored_tables(rows: Iterable[Row], account: Account) -> Tables:
    """One row an enterprise and year. Of two reports of the same year the later row counts: a report is corrected."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        code, year = credit_code(row.get("credit_code_text")), _year(row.get("year_text"))
        if code is None or year is None:
            lacking = ("credit_code.check_digit", "credit_code_text") if code is None else ("year.absent", "year_text")
            account.hold_back(row, *lacking)
            continue
        account.use(row)
        if (code, year) in found:
            account.remark(row, "row.repeated", "credit_code_text")
        amounts = {f"{metric}_cny": _amount(row, metric, account) for metric in _METRICS}
        found[code, year] = {
            "credit_code": code,
            "year": year,
            "name": texts.plain(row.get("name")),
            **amounts,
            **row.origin,
        }
    return {"monitored_figures": [found[key] for key in sorted(found)]}


def _year(text: str | None) -> int | None:
    plain = unicodedata.normalize("NFKC", text or "").strip().removesuffix("年")
    return int(plain) if plain.isdigit() and int(plain) in _YEARS else None


def _amount(row: Row, metric: str, account: Account) -> float | None:
    for unit, times in _UNITS:
        name = f"{metric}_{unit}_text"
        text = unicodedata.normalize("NFKC", row.get(name) or "").replace(",", "")
        if text:
            try:
                return float(Decimal(text) * times)
            except InvalidOperation:
                account.remark(row, "amount.unreadable", name)
    return None
