"""From lists of platforms to the table platforms. A platform has one class; its level cuts across classes."""

import re
from collections.abc import Iterable
from typing import Any

from wutong.catalog.supplied import Supplied
from wutong.catalog.trials import meaning_of
from wutong.kernel.credit_code import credit_code
from wutong.warehouse.records import texts
from wutong.warehouse.records.dates import read_date
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("platforms",)
_DIVISION = re.compile(r"[1-9][0-9]{5}")
_LENGTH = 6


def platform_tables(rows: Iterable[Row], words: Supplied, account: Account) -> Tables:
    """One row a platform, by id. A platform without a name or a known class is held back: it could not be counted."""
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        name, class_text = texts.plain(row.get("name")), texts.plain(row.get("class_text"))
        platform_class = meaning_of(class_text, words.platform_classes) if class_text else None
        if name is None or platform_class is None:
            lacking = ("name.absent", "name") if name is None else ("platform_class.unrecognised", "class_text")
            account.hold_back(row, *lacking)
            continue
        account.use(row)
        one = _platform(row, name, platform_class, words, account)
        if found.setdefault(one["platform_id"], one) is not one:
            account.remark(row, "row.repeated", "name")
    return {"platforms": [found[ident] for ident in sorted(found)]}


def _platform(row: Row, name: str, platform_class: str, words: Supplied, account: Account) -> dict[str, Any]:
    host, level_text = texts.plain(row.get("host_text")), texts.plain(row.get("level_text"))
    level = meaning_of(level_text, words.platform_levels) if level_text else None
    if level_text and level is None:
        account.remark(row, "platform_level.unrecognised", "level_text")
    told = read_date(row.get("approved_on_text"))
    if told.problem:
        account.remark(row, f"date.{told.problem}", "approved_on_text")
    return {
        "platform_id": texts.plain(row.get("id_text")) or " · ".join(part for part in (name, host) if part),
        "name": name,
        "platform_class": platform_class,
        "class_text": texts.plain(row.get("class_text")),
        "level": level,
        "level_text": level_text,
        "host": host,
        "credit_code": _code(row, account),
        "division_code": _division(row, account),
        "approved_on": told.day,
        **row.origin,
    }


def _code(row: Row, account: Account) -> str | None:
    found = credit_code(row.get("credit_code_text"))
    if row.get("credit_code_text") and found is None:
        account.remark(row, "credit_code.check_digit", "credit_code_text")
    return found


def _division(row: Row, account: Account) -> str | None:
    text = (row.get("division_text") or "").ljust(_LENGTH, "0")
    if row.get("division_text") and not _DIVISION.fullmatch(text):
        account.remark(row, "division.unrecognised", "division_text")
        return None
    return text if row.get("division_text") else None
