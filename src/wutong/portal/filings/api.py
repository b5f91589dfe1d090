"""Filings that an enterprise follows itself, for programs: the list and one with its clocks and steps. Read only."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.cases.queries.clocks import Standing, standings
from wutong.portal.filings import access
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.filings.queries import tracked
from wutong.portal.filings.queries.papers import papers_of
from wutong.portal.filings.queries.tracked import Asked
from wutong.portal.flowing.positions import clock_rows
from wutong.portal.shared.api.building import both, signed_in_api

MOST = 100
CODE = r"^[a-z0-9_]*$"

api = signed_in_api(
    "filings_api",
    title=Text(zh="申报", en="filings"),
    description=Text(
        zh="本单位自行跟踪的申报及其时限；只读。",
        en="The filings that one's enterprise follows itself, with their clocks. Read only.",
    ),
)


class FilingsParams(Schema):
    """Which filings, and which page of them."""

    q: str = Field("", max_length=100, description=both("产品或编号", "Part of a product or a number"))
    kind: str = Field("", max_length=40, pattern=CODE, description=both("类别代码", "Code of a kind"))
    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST)


class FilingLine(Schema):
    """A filing in a list. Dates are days in China; `due_clock` is the clock that ends on `due_on`."""

    number: str
    kind: str
    product: str
    applicant: str
    acceptance_number: str
    accepted_on: date
    state: str
    phase: str
    due_on: date | None
    due_clock: str
    is_provisional: bool
    ended_on: date | None


class FilingsOut(Schema):
    """One page of filings; what is due first is first."""

    total: int
    page: int
    pages: int
    items: list[FilingLine]


class FilingClockOut(Schema):
    """One run of a clock: its limit with what it rests on, what is used, and when it ends."""

    clock: str
    unit: str
    limit: int | None
    basis_zh: str
    basis_en: str
    started_on: date
    stopped_on: date | None
    ends_on: date | None
    ends_on_if_resumed: date | None
    used: int
    left: int | None
    extensions: list[int]
    pauses: list[tuple[date, date | None]]


class FilingStepOut(Schema):
    """One thing that happened; `on` is the day that counts in law, `at` the moment of writing."""

    number: int
    kind: str
    act: str
    from_state: str
    to_state: str
    on: date
    at: datetime
    by: str
    ground: str
    reason: str


class FilingPaperOut(Schema):
    """A file that is kept with a filing; `file` is its number among the files of the enterprise."""

    kind: str
    file: UUID
    name: str
    added_at: datetime


class FilingOut(FilingLine):
    """A filing with its clocks, steps, papers, and the number of the record of implied consent if there is one."""

    clocks: list[FilingClockOut]
    history: list[FilingStepOut]
    papers: list[FilingPaperOut]
    letter: str | None


@api.get("/", response=FilingsOut, operation_id="filings_list", url_name="list")
def read_filings(request: HttpRequest, params: Query[FilingsParams]) -> FilingsOut:
    """The filings that the caller's enterprise follows. · 本单位跟踪的申报。"""
    asked = Asked(tab="all", words=params.q.replace("\0", ""), kind=params.kind)
    rows = tracked.found(Access.of(request), asked)
    total = rows.count()
    pages = max(1, -(-total // params.limit))
    page = min(params.page, pages)
    chosen = rows[(page - 1) * params.limit : page * params.limit]
    return FilingsOut(total=total, page=page, pages=pages, items=[_line(one) for one in chosen])


@api.get("/{str:number}", response=FilingOut, operation_id="filings_one", url_name="one")
def read_filing(request: HttpRequest, number: str) -> FilingOut:
    """One filing with its clocks and steps. · 一项申报及其时限、过程。"""
    filing = access.filing(request, number.replace("\0", "")).filing
    steps = list(filing.step_rows.all())
    letter = filing.letters.first()
    return FilingOut(
        **_line(filing).model_dump(),
        clocks=[_clock(one) for one in standings(filing, clock_rows(filing), steps, clock.today())],
        history=[
            FilingStepOut(
                **{name: getattr(one, name) for name in FilingStepOut.model_fields if name != "by"}, by=one.by_name
            )
            for one in steps
        ],
        papers=[
            FilingPaperOut(kind=one.kind, file=one.file_id, name=one.file_name, added_at=one.added_at)
            for one in papers_of(filing)
        ],
        letter=letter.number if letter else None,
    )


def _line(one: TrackedFiling) -> FilingLine:
    known = {name: getattr(one, name) for name in FilingLine.model_fields if name not in {"kind", "applicant"}}
    return FilingLine(**known, kind=one.kind_code, applicant=one.organisation.audit_label)


def _clock(one: Standing) -> FilingClockOut:
    return FilingClockOut(
        clock=one.run.clock,
        unit=one.run.limit.unit.value,
        limit=one.run.limit.amount,
        basis_zh=one.basis.text.zh,
        basis_en=one.basis.text.en,
        started_on=one.run.started_on,
        stopped_on=one.run.stopped_on,
        ends_on=one.ends.day,
        ends_on_if_resumed=one.ends.if_resumed,
        used=one.used,
        left=one.left,
        extensions=list(one.run.added),
        pauses=[(pause.start, pause.end) for pause in one.run.pauses],
    )
