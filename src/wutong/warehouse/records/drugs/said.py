"""What one row of a list of drugs says: of a product, and of its approvals where it has any."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wutong.catalog.drugs import Numbers
from wutong.warehouse.records import texts
from wutong.warehouse.records.drugs.names import product_id
from wutong.warehouse.records.drugs.numbers import ApprovalNumber, read_numbers
from wutong.warehouse.rows import Account, Row

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# 14-Oncology.json tells the therapeutic area of all its rows.
_AREA = re.compile(r"^(?:\d+[-_. ]+)?(.*?)(?:\.[A-Za-z]+)+$")


@dataclass(frozen=True, slots=True)
class ProductSaid:
    """A product as one row names it."""

    row: Row
    name_zh: str | None
    name_en: str | None
    trade_names: tuple[str, ...]
    holder: str | None = None
    holder_short: str | None = None
    area: str | None = None
    numbers: tuple[ApprovalNumber, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The full names that it goes by."""
        return tuple(name for name in (self.name_zh, self.name_en) if name)

    @property
    def product_id(self) -> str:
        """The Chinese name decides, where there is one."""
        return product_id(self.names[0], self.holder)


def approved(rows: Iterable[Row], numbers: Numbers, account: Account) -> Iterator[ProductSaid]:
    """Rows of lists of approvals. A row without a readable number, or without a name, is held back."""
    for row in rows:
        found = read_numbers(row.get("number_text"), numbers)
        if not found:
            account.hold_back(row, "approval_number.unrecognised", "number_text")
            continue
        trades = (texts.plain(row.get("trade_name_zh")), texts.plain(row.get("trade_name_en")))
        said = ProductSaid(
            row,
            texts.plain(row.get("name_zh")),
            texts.plain(row.get("name_en")),
            tuple(trade for trade in trades if trade),
            numbers=found,
        )
        if _is_named(said, account):
            yield said


def originated(rows: Iterable[Row], account: Account) -> Iterator[ProductSaid]:
    """Rows of lists of makers' drugs; the name of the file tells the therapeutic area."""
    for row in rows:
        trade = texts.plain(row.get("trade_name_zh"))
        area = _AREA.match(row.file_name)
        said = ProductSaid(
            row,
            texts.plain(row.get("name_zh")),
            None,
            (trade,) if trade else (),
            texts.plain(row.get("holder_text")),
            texts.plain(row.get("holder_short")),
            texts.plain(area[1]) if area else None,
        )
        if _is_named(said, account):
            yield said


def tried(named: Iterable[tuple[Row, str]]) -> Iterator[ProductSaid]:
    """Drugs that a register of drug trials names and no list knows. The rows are accounted for with their trials."""
    for row, name in named:
        yield ProductSaid(row, name if _CHINESE.search(name) else None, None if _CHINESE.search(name) else name, ())


def _is_named(said: ProductSaid, account: Account) -> bool:
    if said.names:
        account.use(said.row)
        return True
    account.hold_back(said.row, "name.absent", "name_zh")
    return False
