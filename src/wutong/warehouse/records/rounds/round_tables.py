"""From lists of financing events to the table financing_rounds."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wutong.catalog.currencies import Currency
from wutong.catalog.finance import Finance
from wutong.catalog.names import Amounts
from wutong.catalog.trials import meaning_of
from wutong.warehouse.records import texts
from wutong.warehouse.records.dates import read_date
from wutong.warehouse.records.rounds.amounts import Amount, AmountReader
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("financing_rounds",)
# A comma may be part of a name (Co., Ltd.).
_INVESTORS = re.compile(r"[、，;；|/]|,(?!\s*(?:Ltd|Inc|LLC|LP|L\.P)\b)")


def round_tables(
    rows: Iterable[Row], finance: Finance, units: Amounts, currencies: Mapping[str, Currency], account: Account
) -> Tables:
    """One row an event. An event that is told again word for word counts once."""
    reader = AmountReader({unit.word: unit.multiple for unit in units.units}, currencies, finance.amounts)
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        company = texts.plain(row.get("company_text"))
        if company is None:
            account.hold_back(row, "name.absent", "company_text")
            continue
        account.use(row)
        event = _event(row, company, finance, reader, currencies, account)
        key = tuple(event[name] for name in ("announced_on", "company", "round_text", "amount_text"))
        if found.setdefault(key, event) is not event:
            account.remark(row, "row.repeated", "company_text")
    return {"financing_rounds": list(found.values())}


def _event(
    row: Row,
    company: str,
    finance: Finance,
    reader: AmountReader,
    currencies: Mapping[str, Currency],
    account: Account,
) -> dict[str, Any]:
    told = read_date(row.get("date_text"))
    if told.problem:
        account.remark(row, f"date.{told.problem}", "date_text")
    round_text = texts.plain(row.get("round_text"))
    round_code = meaning_of(round_text, finance.rounds.rounds) if round_text else None
    if round_text and round_code is None:
        account.remark(row, "round.unrecognised", "round_text")
    amount = reader.read(row.get("amount_text"))
    if amount.basis is None:
        account.remark(row, "amount.unreadable", "amount_text")
    investors = (texts.plain(piece) for piece in _INVESTORS.split(row.get("investors_text") or ""))
    return {
        "announced_on": told.day,
        "company": company,
        "place_text": texts.plain(row.get("place_text")),
        "industry_text": texts.plain(row.get("industry_text")),
        "round": round_code,
        "round_text": round_text,
        "investors": list(dict.fromkeys(name for name in investors if name)),
        "amount_text": texts.plain(row.get("amount_text")),
        **_money(amount, told.day, currencies),
        **row.origin,
    }


def _money(amount: Amount, day: date | None, currencies: Mapping[str, Currency]) -> dict[str, Any]:
    """The range as written and in CNY, at the rate of the year; without a date nothing foreign is converted."""
    rate = None
    if amount.currency == "CNY":
        rate = 1.0
    elif amount.currency and day:
        rate = currencies[amount.currency].cny_in(day.year)
    return {
        "currency": amount.currency,
        "amount_low": amount.low,
        "amount_high": amount.high,
        "amount_low_cny": _times(amount.low, rate),
        "amount_high_cny": _times(amount.high, rate),
        "amount_basis": amount.basis,
        "rate_year": day.year if day and amount.currency not in (None, "CNY") else None,
    }


def _times(value: float | None, rate: float | None) -> float | None:
    return None if value is None or rate is None else round(value * rate, 2)
