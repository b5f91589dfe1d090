"""From lists of events of enterprises to the table enterprise_events: who joined what, and when."""

from collections.abc import Iterable
from typing import Any

from wutong.catalog.supplied import Supplied
from wutong.catalog.trials import meaning_of
from wutong.kernel.credit_code import credit_code
from wutong.warehouse.records import texts
from wutong.warehouse.records.dates import read_date
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("enterprise_events",)


def event_tables(rows: Iterable[Row], words: Supplied, account: Account) -> Tables:
    """One row an event. Nothing can be said to come after one without a credit code or a day: it is held back."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        code, told = credit_code(row.get("credit_code_text")), read_date(row.get("date_text"))
        event_text = texts.plain(row.get("event_text"))
        if code is None or told.day is None or told.precision != "day" or event_text is None:
            account.hold_back(row, *_lacking(code, event_text, told.problem))
            continue
        account.use(row)
        event = meaning_of(event_text, words.events) or "other"
        one = {
            "credit_code": code,
            "name": texts.plain(row.get("name")),
            "event": event,
            "event_text": event_text,
            "happened_on": told.day,
            **row.origin,
        }
        if found.setdefault((code, event, told.day), one) is not one:
            account.remark(row, "row.repeated", "event_text")
    return {"enterprise_events": [found[key] for key in sorted(found, key=str)]}


def _lacking(code: str | None, event: str | None, problem: str | None) -> tuple[str, str]:
    if code is None:
        return "credit_code.check_digit", "credit_code_text"
    if event is None:
        return "event.absent", "event_text"
    return f"date.{problem or 'absent'}", "date_text"
