"""From lists of listed companies to the tables listed_companies and aliases."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wutong.kernel.credit_code import credit_code
from wutong.warehouse.records import texts
from wutong.warehouse.records.companies.codes import stock_code
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("listed_companies", "aliases")
# Raw field → language and kind of the name in it.
_ALIASES = {
    "short_name": ("zh", "short"),
    "name_en": ("en", "official_english"),
    "other_name_en": ("en", "other_english"),
    "former_names": ("zh", "former"),
}
_SEVERAL = re.compile(r"[、;；|]|→|->")


def company_tables(rows: Iterable[Row], account: Account) -> Tables:
    """Rows of each table by stock code. Names stay as written; whoever compares them folds them."""
    companies: dict[str, dict[str, Any]] = {}
    aliases: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        code, name = stock_code(row.get("code_text")), texts.plain(row.get("name_zh"))
        if code is None or name is None:
            lacking = ("stock_code.unrecognised", "code_text") if code is None else ("name.absent", "name_zh")
            account.hold_back(row, *lacking)
            continue
        account.use(row)
        identifier = _credit_code(row, account)
        for alias in _aliases(row, name, identifier):
            aliases.setdefault((name, alias["alias"], alias["kind"], row.source_id), alias)
        if code in companies:
            account.remark(row, "row.repeated", "code_text")
            continue
        companies[code] = _company(row, code, name, identifier)
    by_firm = sorted(aliases.items(), key=lambda item: item[0])
    return {"listed_companies": [companies[code] for code in sorted(companies)], "aliases": [one for _, one in by_firm]}


def _company(row: Row, code: str, name: str, identifier: str | None) -> dict[str, Any]:
    told = {field: texts.plain(row.get(field)) for field in ("short_name", "name_en")}
    places = {field: texts.plain(row.get(field)) for field in ("province_text", "city_text")}
    trades = {field: texts.plain(row.get(field)) for field in ("sector_text", "industry_text")}
    return {"stock_code": code, "name_zh": name, "credit_code": identifier, **told, **places, **trades, **row.origin}


def _credit_code(row: Row, account: Account) -> str | None:
    text = row.get("credit_code_text")
    found = credit_code(text)
    if text and found is None:
        account.remark(row, "credit_code.check_digit", "credit_code_text")
    return found


def _aliases(row: Row, name: str, identifier: str | None) -> Iterator[dict[str, Any]]:
    for field, (language, kind) in _ALIASES.items():
        written = row.get(field)
        pieces = _SEVERAL.split(written or "") if kind == "former" else [written or ""]
        for alias in dict.fromkeys(piece.strip() for piece in pieces):
            if alias and alias != name:
                firm = {"name_zh": name, "credit_code": identifier}
                yield {**firm, "alias": alias, "language": language, "kind": kind, **row.origin}
