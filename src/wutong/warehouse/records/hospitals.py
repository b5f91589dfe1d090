"""From plain lists of hospitals to their standard names and the names that people write. Matches nothing."""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Any

from wutong.warehouse.records import texts
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
STANDARD, WRITTEN = "hospital_standard_names", "hospital_written_names"
NAMES = (STANDARD, WRITTEN)
_MARKS = ("standard", "标准")  # in the name of a file of standard names


def hospital_tables(rows: Iterable[Row], account: Account) -> Tables:
    """Each name once, in the order of names; the name of the file tells which list it is of."""
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in NAMES}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        name = texts.plain(row.get("name_text"))
        if name is None:
            account.hold_back(row, "name.absent", "name_text")
            continue
        account.use(row)
        is_standard = any(mark in row.file_name.casefold() for mark in _MARKS)
        names = found[STANDARD if is_standard else WRITTEN]
        if name in names:
            account.remark(row, "row.repeated", "name_text")
        else:
            names[name] = {"name": name, **({"hospital_id": hospital_id(name)} if is_standard else {}), **row.origin}
    return {table: [names[name] for name in sorted(names)] for table, names in found.items()}


def hospital_id(name: str) -> str:
    """The id of a standard name, the same in every build: width, case and spaces do not matter."""
    key = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return f"cn-h-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
