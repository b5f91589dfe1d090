"""Controlled materials for programs: stocks, entries, permits and what falls due. For people who have signed in.

They read what the pages show them, and nothing else; entering needs two people and stays with the pages.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.permissions import Permission as Allowed
from wutong.portal.materials import access
from wutong.portal.materials.models import Permit, Report, Stock
from wutong.portal.materials.queries import duties, entries, permits, stocks
from wutong.portal.materials.queries.entries import EntryRow, Wanted
from wutong.portal.shared.api.building import REQUESTS_PER_MINUTE, both, signed_in_api
from wutong.portal.shared.api.limits import PerMinute

per_minute = PerMinute(REQUESTS_PER_MINUTE)
api = signed_in_api(
    "materials_api",
    title=Text(zh="管控物料", en="controlled materials"),
    description=Text(
        zh="管控物料的库存、台账、许可与待报告事项，供已登录人员读取；单位只见本单位，监管人员可见各单位。",
        en=(
            "Stocks, ledgers, permits and reports due, for people who have signed in. Holders see their own, "
            "supervising officers every holder's."
        ),
    ),
    limit=per_minute,
)


class ListParams(Schema):
    """Words, and which page."""

    q: str = Field("", max_length=100, description=both("名称中的文字", "Words in a name"))
    page: int = Field(1, ge=1, le=1_000_000)


class StockOut(Schema):
    """One substance in one place. Quantities are decimals as text, in `unit`."""

    stock_id: int
    substance: str
    category: str
    holder: str
    place: str
    unit: str
    in_store: Decimal
    in_use: Decimal


class StocksOut(Schema):
    """One page of stocks."""

    total: int
    page: int
    pages: int
    items: list[StockOut]


class EntryParams(Schema):
    """Which entries, and which page of them."""

    kind: str = Field("", max_length=30, description=both("登记种类代码", "Code of a kind of entry"))
    since: date | None = None
    until: date | None = None
    holding: bool = Field(False, description=both("不含已更正的", "Without what was corrected"))
    page: int = Field(1, ge=1, le=1_000_000)


class EntryOut(Schema):
    """One entry; `corrects` and `corrected_by` are numbers of entries of the same ledger."""

    number: int
    kind: str
    quantity: Decimal
    occurred_on: date
    entered_at: str
    by: str
    asked_by: str
    permit: str
    purpose: str
    witness: str
    supplier: str
    note: str
    store_after: Decimal | None
    use_after: Decimal | None
    corrects: int | None
    corrected_by: int | None
    reason: str
    is_void: bool
    hash: str


class EntriesOut(Schema):
    """One page of entries, the latest first."""

    total: int
    page: int
    pages: int
    items: list[EntryOut]


class PermitParams(ListParams):
    """Which permits, and which page of them."""

    state: Literal["", "valid", "over"] = ""


class PermitOut(Schema):
    """One permit and what is left of it today."""

    permit_id: int
    number: str
    service: str
    substance: str
    category: str
    holder: str
    unit: str
    quantity: Decimal
    received: Decimal
    remaining: Decimal
    valid_from: date
    valid_to: date
    state: str = Field(description="valid, early, over, withdrawn")
    granted_for_case: str


class PermitsOut(Schema):
    """One page of permits."""

    total: int
    page: int
    pages: int
    items: list[PermitOut]


class DutyOut(Schema):
    """One report that is due."""

    stock_id: int
    substance: str
    holder: str
    entry: int
    received_on: date
    due_on: date
    is_overdue: bool
    is_provisional: bool


@api.get("/stocks", response=StocksOut, operation_id="material_stocks", url_name="stocks")
def read_stocks(request: HttpRequest, params: Query[ListParams]) -> StocksOut:
    """Stocks that whoever asks may see. · 可见的库存。"""
    found = stocks.page_of(
        _seen(request, Stock.objects.all()), words=_words(params.q), category="", sort="substance", page=params.page
    )
    items = [
        StockOut(
            stock_id=row.stock.pk,
            substance=row.stock.substance.name,
            category=row.stock.substance.category,
            holder=row.stock.organisation.name_zh,
            place=row.stock.place.name,
            unit=row.stock.substance.unit,
            in_store=row.store,
            in_use=row.use,
        )
        for row in found.rows
    ]
    return StocksOut(total=found.total, page=found.page, pages=found.pages, items=items)


@api.get("/stocks/{stock_id}/entries", response=EntriesOut, operation_id="material_entries", url_name="entries")
def read_entries(request: HttpRequest, stock_id: int, params: Query[EntryParams]) -> EntriesOut:
    """The ledger of one stock, the latest first. · 一本台账。"""
    stock = access.stock(request, stock_id)
    wanted = Wanted(params.kind.replace("\0", ""), params.since, params.until, params.holding)
    found = entries.page_of(stock, wanted, page=params.page)
    items = [_entry(row) for row in found.rows]
    return EntriesOut(total=found.total, page=found.page, pages=found.pages, items=items)


@api.get("/permits", response=PermitsOut, operation_id="material_permits", url_name="permits")
def read_permits(request: HttpRequest, params: Query[PermitParams]) -> PermitsOut:
    """Permits that whoever asks may see. · 可见的许可。"""
    found = permits.page_of(
        _seen(request, Permit.objects.all()),
        words=_words(params.q),
        state=params.state,
        sort="to",
        page=params.page,
        today=clock.today(),
    )
    items = [
        PermitOut(
            permit_id=row.permit.pk,
            number=row.permit.number,
            service=row.permit.service_code,
            substance=row.permit.substance.name,
            category=row.permit.substance.category,
            holder=row.permit.organisation.name_zh,
            unit=row.permit.substance.unit,
            quantity=row.permit.quantity,
            received=row.permit.received,
            remaining=row.permit.remaining,
            valid_from=row.permit.valid_from,
            valid_to=row.permit.valid_to,
            state=row.state,
            granted_for_case=row.permit.granted_for_case,
        )
        for row in found.rows
    ]
    return PermitsOut(total=found.total, page=found.page, pages=found.pages, items=items)


@api.get("/due", response=list[DutyOut], operation_id="material_due", url_name="due")
def read_due(request: HttpRequest) -> list[DutyOut]:
    """Reports that are open, the one that is due first first. · 待报告事项。"""
    reader = _reader(request)
    found = duties.open_duties(access.seen(reader, Report.objects.all(), through="stock__organisation"), clock.today())
    return [
        DutyOut(
            stock_id=one.report.stock_id,
            substance=one.report.stock.substance.name,
            holder=one.report.stock.organisation.name_zh,
            entry=one.report.entry.number,
            received_on=one.report.entry.occurred_on,
            due_on=one.due_on,
            is_overdue=one.is_late,
            is_provisional=one.is_provisional,
        )
        for one in found
    ]


def _reader(request: HttpRequest) -> Access:
    reader = Access.of(request)
    reader.need(Allowed.MATERIAL_SEE)
    return reader


def _seen(request: HttpRequest, objects: QuerySet[access.M]) -> QuerySet[access.M]:
    return access.seen(_reader(request), objects)


def _words(asked: str) -> str:
    return asked.replace("\0", "").strip()  # no database takes a NUL


def _entry(row: EntryRow) -> EntryOut:
    return EntryOut(
        number=row.number,
        kind=row.kind,
        quantity=row.quantity,
        occurred_on=row.occurred_on,
        entered_at=row.entered_at.isoformat(),
        by=row.by_name,
        asked_by=row.asked_by,
        permit=row.permit,
        purpose=row.purpose,
        witness=row.witness,
        supplier=row.supplier,
        note=row.note,
        store_after=row.store,
        use_after=row.use,
        corrects=row.corrects,
        corrected_by=row.corrected_by,
        reason=row.reason,
        is_void=row.is_void,
        hash=row.hash,
    )
