"""Cases for programs: one's list and one case with its clocks and steps, as the pages show them. Read only."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.cases import access
from wutong.portal.cases.models import Case, CaseStep
from wutong.portal.cases.queries import casepage
from wutong.portal.cases.queries.clocks import Colour, Standing, colour_of, days_left, of_colour
from wutong.portal.cases.queries.continuing.renewals import Holding, Renewal, Window
from wutong.portal.shared.api.building import both, signed_in_api

MOST_CASES = 100
CODE = r"^[A-Za-z0-9_]*$"

api = signed_in_api(
    "cases_api",
    title=Text(zh="办件", en="cases"),
    description=Text(
        zh="本人可见的办件：申请人看本单位的，经办人员看职责内的；只读。",
        en="The cases that one may see: applicants their organisation's, officers those of their office. Read only.",
    ),
)


class CasesParams(Schema):
    """Which cases, and which page of them."""

    q: str = Field("", max_length=100, description=both("编号", "Part of a number"))
    service: str = Field("", max_length=4, pattern=CODE, description=both("事项代码", "Code of a service"))
    state: str = Field("", max_length=40, pattern=CODE, description=both("状态代码", "Code of a state"))
    phase: str = Field(
        "",
        max_length=10,
        pattern=CODE,
        description=both("draft、running、waiting、paused 或 ended", "One of these phases"),
    )
    colour: Colour | None = Field(None, description=both("剩余时间", "Time left"))
    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST_CASES)


class CaseLine(Schema):
    """A case in a list. Dates are days in China; `working_days_left` is negative once it is over."""

    case_id: UUID
    number: str
    service: str
    service_version: int
    applicant: str
    lead: str | None
    flow: str
    state: str
    phase: str
    colour: Colour
    due_on: date | None
    due_clock: str
    is_provisional: bool
    promised_on: date | None
    working_days_left: int | None
    submitted_on: date | None
    ended_on: date | None
    steps: int


class CasesOut(Schema):
    """One page of cases, latest first."""

    total: int
    page: int
    pages: int
    items: list[CaseLine]


class PauseOut(Schema):
    """Time taken out of a clock; `days` in its unit."""

    ground: str
    start: date
    end: date | None
    days: int


class ClockOut(Schema):
    """One run of a clock: its limit with what it rests on, what is used, and when it ends."""

    clock: str
    unit: str
    limit: int | None
    extensions: list[int]
    basis_zh: str
    basis_en: str
    confidence: str
    started_on: date
    stopped_on: date | None
    ends_on: date | None
    ends_on_if_resumed: date | None
    is_provisional: bool
    promised_by: date | None
    used: int
    left: int | None
    colour: Colour
    pauses: list[PauseOut]


class StepOut(Schema):
    """One thing that happened; `on` is the day that counts in law, `at` the moment of writing."""

    number: int
    kind: str
    act: str
    from_state: str
    to_state: str
    on: date
    at: datetime
    by: str
    role: str
    ground: str
    reason: str


class CertificateOut(Schema):
    """What a case granted: whether it holds today, when it is renewed, and which certificate followed it."""

    number: str
    valid_from: date
    valid_to: date | None
    holding: Holding
    renewal: Window
    renewal_opens_on: date
    renewal_closes_on: date | None
    renewed_by: str | None


class CaseOut(CaseLine):
    """A case with its clocks, its steps and the acts that the caller may do now. `renews` is a certificate's number."""

    renews: str | None
    certificate: CertificateOut | None
    clocks: list[ClockOut]
    history: list[StepOut]
    acts: list[str]


@api.get("/", response=CasesOut, operation_id="cases_list", url_name="list")
def read_cases(request: HttpRequest, params: Query[CasesParams]) -> CasesOut:
    """The cases that the caller may see. · 可见的办件。"""
    found = access.visible(Access.of(request))
    for name, value in (("service_code", params.service), ("state", params.state), ("phase", params.phase)):
        found = found.filter(**{name: value}) if value else found
    if params.q:
        found = found.filter(number__icontains=params.q.replace("\0", ""))
    today = clock.today()
    if params.colour is not None:
        found = found.filter(of_colour(params.colour, today))
    total = found.count()
    pages = max(1, -(-total // params.limit))
    page = min(params.page, pages)
    rows = found.select_related("organisation", "lead").order_by("-touched_at", "-pk")
    chosen = rows[(page - 1) * params.limit : page * params.limit]
    return CasesOut(total=total, page=page, pages=pages, items=[_line(one, today) for one in chosen])


@api.get("/{uuid:case_id}", response=CaseOut, operation_id="cases_one", url_name="one")
def read_case(request: HttpRequest, case_id: UUID) -> CaseOut:
    """One case with its clocks and steps. · 一个办件及其时限、过程。"""
    page = casepage.read(access.case(request, case_id))
    return CaseOut(
        **_line(page.case, page.today).model_dump(),
        renews=page.case.renews.number if page.case.renews else None,
        certificate=_certificate(page.renewal) if page.renewal else None,
        clocks=[_clock(one) for one in page.clocks],
        history=[_step(one) for one in page.steps],
        acts=[act.code for act in page.acts],
    )


def _certificate(renewal: Renewal) -> CertificateOut:
    held = renewal.certificate
    return CertificateOut(
        number=held.number,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        holding=renewal.holding,
        renewal=renewal.window,
        renewal_opens_on=renewal.opens_on,
        renewal_closes_on=renewal.closes_on,
        renewed_by=held.renewed_by.number if held.renewed_by else None,
    )


def _line(case: Case, today: date) -> CaseLine:
    return CaseLine(
        case_id=case.case_id,
        number=case.number,
        service=case.service_code,
        service_version=case.service_version,
        applicant=case.organisation.audit_label,
        lead=case.lead.audit_label if case.lead else None,
        flow=case.flow_code,
        state=case.state,
        phase=case.phase,
        colour=colour_of(case, today),
        due_on=case.due_on,
        due_clock=case.due_clock,
        is_provisional=case.is_provisional,
        promised_on=case.promised_on,
        working_days_left=days_left(case, today),
        submitted_on=case.submitted_on,
        ended_on=case.ended_on,
        steps=case.steps,
    )


def _clock(one: Standing) -> ClockOut:
    run = one.run
    return ClockOut(
        clock=run.clock,
        unit=run.limit.unit.value,
        limit=run.limit.amount,
        extensions=list(run.added),
        basis_zh=one.basis.text.zh,
        basis_en=one.basis.text.en,
        confidence=one.basis.confidence,
        started_on=run.started_on,
        stopped_on=run.stopped_on,
        ends_on=one.ends.day,
        ends_on_if_resumed=one.ends.if_resumed,
        is_provisional=one.ends.is_provisional,
        promised_by=one.promised.day if one.promised else None,
        used=one.used,
        left=one.left,
        colour=one.colour,
        pauses=[
            PauseOut(ground=taken.pause.kind, start=taken.pause.start, end=taken.pause.end, days=taken.days)
            for taken in one.taken
        ],
    )


def _step(step: CaseStep) -> StepOut:
    return StepOut(
        number=step.number,
        kind=step.kind,
        act=step.act,
        from_state=step.from_state,
        to_state=step.to_state,
        on=step.on,
        at=step.at,
        by=step.by_name,
        role=step.by_role,
        ground=step.ground,
        reason=step.reason,
    )
