"""From quarterly files of listed companies to the table listed_figures, one figure a row, in our units."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wutong.catalog.finance import Metric, Statement, Statements
from wutong.warehouse.records import texts
from wutong.warehouse.records.companies.codes import stock_code
from wutong.warehouse.rows import Account, Row

Tables = dict[str, list[dict[str, Any]]]
NAMES = ("listed_figures",)
SNAPSHOT = "snapshot"  # of a day that nobody wrote down
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?%?|[-+]?\.[0-9]+")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the name of a file tells of all its rows."""

    statement: Statement
    period: str


def figure_tables(rows: Iterable[Row], statements: Statements, account: Account) -> Tables:
    """Rows by stock code, period, statement. A figure that is told twice counts once; another value is remarked on."""
    places: dict[str, _Place | None] = {}
    found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row.file_id, row.row_number)):
        if row.file_name not in places:
            places[row.file_name] = _place_of(row.file_name, statements)
        place, code = places[row.file_name], stock_code(row.get("code_text"))
        if place is None or code is None:
            account.hold_back(row, "stock_code.unrecognised" if place else "file_name.unrecognised", "code_text")
            continue
        account.use(row)
        _add(found, list(_figures(row, place, code, account)), row, account)
    return {"listed_figures": [found[key] for key in sorted(found)]}


def _place_of(file_name: str, statements: Statements) -> _Place | None:
    for statement in statements.statements:
        match = re.match(rf"(?:.*[._ -])?(?:{statement.file})(?=[._ (-])", file_name)
        if match:
            told = match.groupdict()
            return _Place(statement, f"{told['year']}Q{told['quarter']}" if told else SNAPSHOT)
    return None


def _figures(row: Row, place: _Place, code: str, account: Account) -> Iterator[dict[str, Any]]:
    name = texts.plain(row.get("short_name"))
    for metric in place.statement.metrics:
        written = row.get(metric.field)
        if written is None:
            continue
        value = _number(written)
        if value is None:
            account.remark(row, "figure.unreadable", metric.field)
            continue
        subject = {"stock_code": code, "short_name": name, "period": place.period, "statement": place.statement.code}
        yield {**subject, **_in_our_unit(metric, value), **row.origin}


def _in_our_unit(metric: Metric, value: float) -> dict[str, Any]:
    basis = metric.basis.en if metric.basis else "as written"
    measured = round(value * metric.times, 6)
    told = {"unit": metric.unit, "written_unit": metric.written or metric.unit, "basis": basis}
    return {"metric": metric.metric, "value": measured, **told}


def _number(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "").rstrip("%"))
    return value if math.isfinite(value) else None


def _add(
    found: dict[tuple[str, str, str, str], dict[str, Any]], figures: list[dict[str, Any]], row: Row, account: Account
) -> None:
    is_known = is_other = False
    for figure in figures:
        key = (figure["stock_code"], figure["period"], figure["metric"], figure["statement"])
        before = found.setdefault(key, figure)
        if before is not figure:
            is_known = True
            is_other = is_other or before["value"] != figure["value"]
    if is_other:
        account.remark(row, "figure.differs", "code_text")
    elif is_known:
        account.remark(row, "row.repeated", "code_text")
