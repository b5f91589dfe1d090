"""Imports for programs: the guide for everybody; approvals, shipments and opinions for those whom they concern.

By session, like the pages; what is another firm's answers as what does not exist. Writes need the page's CSRF token.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Schema, Status

from wutong.kernel.bilingual import Text
from wutong.kernel.clock import today
from wutong.portal.imports import clocks
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import shipments as actions
from wutong.portal.imports.actions.shipments import Declared
from wutong.portal.imports.models import Opinion, Shipment
from wutong.portal.imports.queries import holdings, opinions
from wutong.portal.imports.queries.holdings import Held
from wutong.portal.imports.queries.lists import Wanted
from wutong.portal.shared.api import problems
from wutong.portal.shared.api.building import both, signed_in_api
from wutong.portal.shared.catalogue import catalogue
from wutong.rules.import_approvals import THOUSANDTHS, State
from wutong.rules.imports import Finding, Walk, walk

_LAST_PAGE = 1_000_000

api = signed_in_api(
    "imports_api",
    title=Text(zh="进口", en="imports"),
    description=Text(
        zh="进口指引（公开），以及进口审批、批次与风险预评估（须登录；写操作须带 CSRF 令牌）。",
        en=(
            "The import guide, which is public; approvals, shipments and risk opinions for people who have signed "
            "in. Writes need the CSRF token of the session."
        ),
    ),
)


class GuideIn(Schema):
    """Answers by question; without a version, the guide in force. `unknown` answers any question."""

    version: int | None = Field(None, ge=1, le=10_000)
    answers: dict[str, str] = Field({}, max_length=30)


class FindingOut(Schema):
    """What follows: `standing` is applies, deferred or excluded; the step that found it, and why it is set aside."""

    outcome: str
    standing: str
    title_zh: str
    title_en: str
    item_class: str
    grade: str | None
    services: list[str]
    question: str | None
    answer: str | None
    aside_zh: str | None
    aside_en: str | None


class GuideOut(Schema):
    """How far the answers lead. `question` is asked next; `unknown` is not known, and `possible` may still follow."""

    version: int
    is_settled: bool
    answers: dict[str, str]
    unused: list[str]
    question: dict[str, Any] | None
    unknown: str | None
    possible: list[str]
    findings: list[FindingOut]


class ListParams(Schema):
    """Which of a list, and which page of it."""

    q: str = Field("", max_length=100, description=both("文字", "Words"))
    stand: str = Field("", max_length=20, description=both("状态", "How it stands"))
    page: int = Field(1, ge=1, le=_LAST_PAGE, description=both("页码", "Page"))


class ApprovalOut(Schema):
    """An approval. Quantities are in `unit`; without one, `granted` and `left` are null. `blocked` names the rule.

    Goods arrive at `port` and by `arrives_by`, where the approval says so.
    """

    approval_id: int
    kind: str
    number: str
    organisation: str
    item: str
    item_class: str
    grade: str
    granted: Decimal | None
    deducted: Decimal
    left: Decimal | None
    unit: str
    valid_from: date
    valid_to: date
    may_split: bool
    port: str
    arrives_by: date | None
    case_number: str
    blocked: str | None
    warnings: list[str]


class ApprovalsOut(Schema):
    """One page of approvals."""

    total: int
    page: int
    pages: int
    items: list[ApprovalOut]


class ShipmentOut(Schema):
    """A shipment."""

    shipment_id: int
    approval: str
    number: int
    quantity: Decimal
    unit: str
    state: State
    declared_on: date
    cleared_on: date | None
    received_on: date | None
    ended_on: date | None
    why: str


class ShipmentsOut(Schema):
    """One page of shipments."""

    total: int
    page: int
    pages: int
    items: list[ShipmentOut]


class ShipmentIn(Schema):
    """A shipment to declare."""

    quantity: Decimal = Field(gt=0, max_digits=12, decimal_places=3)
    customs_number: str = Field("", max_length=40)
    port: str = Field("", max_length=80)
    storage: str = Field("", max_length=80)
    arrives_on: date | None = None


class OpinionOut(Schema):
    """A risk opinion, or that it is waited for until `due_on`."""

    opinion_id: int
    item: str
    organisation: str
    stage: str
    started_on: date
    due_on: date
    is_late: bool
    item_class: str
    grade: str
    risk: str
    reasons: str


class OpinionsOut(Schema):
    """One page of opinions."""

    total: int
    page: int
    pages: int
    items: list[OpinionOut]


@api.post("/guide", response=GuideOut, auth=None, operation_id="imports_guide", summary=both("进口指引", "The guide"))
def guide(request: HttpRequest, payload: GuideIn) -> GuideOut:
    """Where answers lead; nothing is kept. · 按回答走一遍指引。"""
    declared = catalogue().imports
    tree = declared.tree(payload.version) if payload.version else declared.tree_on(today())
    if tree is None:
        raise Http404
    return _guide(walk(tree, payload.answers))


@api.get("/approvals", response=ApprovalsOut, operation_id="imports_approvals", summary=both("进口审批", "Approvals"))
def read_approvals(request: HttpRequest, params: Query[ListParams]) -> ApprovalsOut:
    """Approvals that the caller may see. · 可见的进口审批。"""
    reader = Reader.of(request)
    found = holdings.approvals(reader.approvals(), _wanted(params, holdings.STANDS, "to"))
    return ApprovalsOut(
        total=found.total, page=found.page, pages=found.pages, items=[_approval(one) for one in found.rows]
    )


@api.get(
    "/approvals/{int:approval_id}",
    response=ApprovalOut,
    operation_id="imports_approval",
    summary=both("一项进口审批", "One approval"),
)
def read_approval(request: HttpRequest, approval_id: int) -> ApprovalOut:
    """One approval with what is left of it. · 一项审批及其剩余数量。"""
    return _approval(holdings.held_now(Reader.of(request).approval(approval_id)))


@api.post(
    "/approvals/{int:approval_id}/shipments",
    response={201: ShipmentOut},
    operation_id="imports_declare",
    summary=both("申报批次", "Declare a shipment"),
)
def declare(request: HttpRequest, approval_id: int, payload: ShipmentIn) -> Status[ShipmentOut]:
    """Declare a shipment; refused with the rule where the approval does not allow it. · 申报批次，超出则拒绝。"""
    reader = Reader.of(request)
    held = reader.approval(approval_id)
    reader.need_holder_of(held.organisation_id)
    told = payload.model_dump()
    declared = Declared(quantity=int(told.pop("quantity") * THOUSANDTHS), **told)
    return Status(201, _shipment(actions.declare(approval=held, declared=declared, by=reader.who)))


@api.get("/shipments", response=ShipmentsOut, operation_id="imports_shipments", summary=both("进口批次", "Shipments"))
def read_shipments(request: HttpRequest, params: Query[ListParams]) -> ShipmentsOut:
    """Shipments that the caller may see. · 可见的批次。"""
    reader = Reader.of(request)
    found = holdings.shipments(reader.shipments(), _wanted(params, list(State), "-declared"))
    return ShipmentsOut(
        total=found.total, page=found.page, pages=found.pages, items=[_shipment(one) for one in found.rows]
    )


@api.get("/opinions", response=OpinionsOut, operation_id="imports_opinions", summary=both("风险预评估", "Opinions"))
def read_opinions(request: HttpRequest, params: Query[ListParams]) -> OpinionsOut:
    """Opinions that the caller may see, what waits first. · 可见的预评估。"""
    reader = Reader.of(request)
    found = opinions.opinions(reader.opinions(), _wanted(params, Opinion.Stage.values, "stage"))
    return OpinionsOut(
        total=found.total, page=found.page, pages=found.pages, items=[_opinion(one) for one in found.rows]
    )


def _wanted(params: ListParams, stands: list[str] | tuple[str, ...] | list[State], sort: str) -> Wanted:
    """What is asked; a standing that does not exist is refused, since a mistyped filter must not go unnoticed."""
    if params.stand and params.stand not in stands:
        fault = problems.Fault(parameter="stand", value=params.stand, detail=", ".join(stands))
        raise problems.Problem(problems.INVALID, errors=[fault])
    return Wanted(words=params.q.replace("\0", "").strip(), stand=params.stand, sort=sort, page=params.page)


def _guide(walked: Walk) -> GuideOut:
    asked = walked.question
    return GuideOut(
        version=walked.tree.version,
        is_settled=walked.is_settled,
        answers=walked.answers,
        unused=list(walked.unused),
        question=asked.model_dump(mode="json") if asked else None,
        unknown=walked.unknown.code if walked.unknown else None,
        possible=[one.code for one in walked.possible],
        findings=[_finding(one) for one in walked.findings],
    )


def _finding(one: Finding) -> FindingOut:
    outcome, step, aside = one.outcome, one.found_by, one.set_aside
    return FindingOut(
        outcome=outcome.code,
        standing=one.standing.value,
        title_zh=outcome.title.zh,
        title_en=outcome.title.en,
        item_class=outcome.item_class,
        grade=outcome.grade,
        services=[needed.service for needed in outcome.services],
        question=step.question.code if step else None,
        answer=step.answer.code if step and step.answer else None,
        aside_zh=aside.why.zh if aside else None,
        aside_en=aside.why.en if aside else None,
    )


def _approval(one: Held) -> ApprovalOut:
    held = one.approval
    return ApprovalOut(
        approval_id=held.pk,
        kind=held.kind,
        number=held.number,
        organisation=held.organisation.name_zh,
        item=held.item,
        item_class=held.item_class,
        grade=held.grade,
        granted=_amount(held.granted),
        deducted=Decimal(held.deducted) / THOUSANDTHS,
        left=_amount(one.left),
        unit=held.unit,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        may_split=held.may_split,
        port=held.port,
        arrives_by=held.arrives_by,
        case_number=held.case_number,
        blocked=one.blocked.why.value if one.blocked else None,
        warnings=[notice.value for notice in one.notices],
    )


def _amount(thousandths: int | None) -> Decimal | None:
    return None if thousandths is None else Decimal(thousandths) / THOUSANDTHS


def _shipment(one: Shipment) -> ShipmentOut:
    return ShipmentOut(
        shipment_id=one.pk,
        approval=one.approval.number,
        number=one.number,
        quantity=Decimal(one.quantity) / THOUSANDTHS,
        unit=one.approval.unit,
        state=one.standing,
        declared_on=one.declared_on,
        cleared_on=one.cleared_on,
        received_on=one.received_on,
        ended_on=one.ended_on,
        why=one.why,
    )


def _opinion(one: Opinion) -> OpinionOut:
    clock = clocks.running(one, today())
    return OpinionOut(
        opinion_id=one.pk,
        item=one.item,
        organisation=one.organisation.name_zh,
        stage=one.stage,
        started_on=one.started_on,
        due_on=clock.due_on,
        is_late=clock.is_late,
        item_class=one.item_class,
        grade=one.grade,
        risk=one.risk,
        reasons=one.reasons,
    )
