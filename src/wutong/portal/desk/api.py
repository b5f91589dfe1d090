"""The desk for programs: the queue, answers, the step back and the history. For people who have signed in, by session.

Whoever may not judge is answered as if there were no desk; answers and steps back need the page's CSRF token.
"""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema, Status

from wutong.kernel.bilingual import Text
from wutong.portal.atlas.access import current_release
from wutong.portal.desk import access
from wutong.portal.desk.actions import judging
from wutong.portal.desk.actions.judging import AlreadyJudged
from wutong.portal.desk.answering import ReleaseMoved, answer
from wutong.portal.desk.forms import LONGEST_NAME, LONGEST_WHY
from wutong.portal.desk.models import Judgement, Kind, Verdict
from wutong.portal.desk.queries import history, judged, queue
from wutong.portal.desk.queries.history import Sought
from wutong.portal.desk.queries.queue import Item, Wanted
from wutong.portal.shared.api import problems
from wutong.portal.shared.api.building import REQUESTS_PER_MINUTE, both, signed_in_api
from wutong.portal.shared.api.limits import PerMinute
from wutong.portal.shared.language import wording

MOST_ITEMS = 100

per_minute = PerMinute(REQUESTS_PER_MINUTE)
api = signed_in_api(
    "desk_api",
    title=Text(zh="工作台", en="desk"),
    description=Text(
        zh="主体判断工作台的接口，供已登录且有判断权限的人员使用；写操作须带 CSRF 令牌。",
        en="The desk for people who have signed in and may judge. Writes need the CSRF token of the session.",
    ),
    limit=per_minute,
)


class QueueParams(Schema):
    """Which of the queue, and which page of it."""

    kind: str = Field("", description=both("objection 或对象类别", "objection, or a kind"))
    table: str = Field("", description=both("名称所在的表", "Table that carries the name"))
    division: str = Field("", description=both("候选企业的六位区划代码", "Six-digit division of a candidate"))
    q: str = Field("", max_length=100, description=both("名称中的文字", "Words in a name"))
    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST_ITEMS)


class HistoryParams(Schema):
    """Which judgements, and which page of them."""

    q: str = Field("", max_length=100, description=both("名称中的文字", "Words in a name"))
    verdict: Literal["", "same", "different", "unsure", "withdrawn"] = ""
    mine: bool = False
    holding: bool = Field(False, description=both("只要未被取代的", "Only those that nothing supersedes"))
    page: int = Field(1, ge=1, le=1_000_000)


class CandidateOut(Schema):
    """What a name may mean. `is_open`: it is asked about."""

    enterprise_id: str
    name_zh: str
    score: float | None
    reasons_zh: list[str]
    reasons_en: list[str]
    is_open: bool


class ItemOut(Schema):
    """A name to judge. `step` goes back with the answer, so that nobody judges what they have not seen."""

    kind: str
    name: str
    spellings: list[str]
    records: int
    tables: list[str]
    value: int
    objections: int
    step: int
    candidates: list[CandidateOut]


class QueueOut(Schema):
    """One page of the queue."""

    release: str
    total: int
    judged: int
    left: int
    found: int
    page: int
    items: list[ItemOut]


class AnswerIn(Schema):
    """One answer. `none` makes every open candidate different; `same` and `different` name a candidate."""

    kind: Kind
    name: str = Field(max_length=LONGEST_NAME)
    release: str = Field(max_length=40)
    step: int = Field(ge=0)
    verdict: Literal["same", "different", "none", "unsure"]
    candidate: str = Field("", max_length=80)
    why: str = Field("", max_length=LONGEST_WHY)


class AnswerOut(Schema):
    """What joins the records of one answer; with it, it can be taken back."""

    answer_id: UUID


class JudgementOut(Schema):
    """One judgement."""

    judgement_id: UUID
    answer_id: UUID
    kind: str
    name: str
    enterprise_id: str
    name_zh: str
    verdict: Verdict
    why: str
    judged_by: str
    role: str
    judged_at: str
    release: str
    is_undo: bool
    supersedes: UUID | None
    superseded_by: UUID | None


class HistoryOut(Schema):
    """One page of judgements, newest first."""

    total: int
    page: int
    pages: int
    items: list[JudgementOut]


@api.get("/queue", response=QueueOut, operation_id="desk_queue", url_name="queue")
def read_queue(request: HttpRequest, params: Query[QueueParams]) -> QueueOut:
    """What is to be judged, the most valuable first. · 待判断的名称。"""
    access.judge(request)
    release = current_release()
    everything = queue.queue_of(release)
    found = queue.narrowed(everything, Wanted(params.kind, params.table, params.division, params.q))
    items = found[(params.page - 1) * params.limit : params.page * params.limit]
    steps = judged.steps_of([(one.tie.kind, one.tie.key) for one in items])
    return QueueOut(
        release=release.version,
        total=everything.total,
        judged=everything.judged,
        left=everything.left,
        found=len(found),
        page=params.page,
        items=[_item(one, steps.get((one.tie.kind, one.tie.key), 0)) for one in items],
    )


@api.post("/judgements", response={201: AnswerOut}, operation_id="desk_judge", url_name="judgements")
def judge(request: HttpRequest, payload: AnswerIn) -> Status[AnswerOut]:
    """Judge a name. · 判断一个名称。"""
    by = access.judge(request)
    made = answer(
        release=current_release(),
        kind=payload.kind,
        name=payload.name,
        seen=(payload.release, payload.step),
        verdict=payload.verdict,
        candidate=payload.candidate,
        why=payload.why.strip(),
        by=by,
    )
    return Status(201, AnswerOut(answer_id=made))


@api.post("/answers/{answer_id}/undo", response={204: None}, operation_id="desk_undo", url_name="undo")
def undo(request: HttpRequest, answer_id: UUID) -> Status[None]:
    """Take back what one judged in one go. · 撤回自己的一次判断。"""
    by = access.judge(request)
    judging.undo(judged=access.answer_of(request, answer_id), release_version=current_release().version, by=by)
    return Status(204, None)


@api.get("/judgements", response=HistoryOut, operation_id="desk_history", url_name="history")
def read_history(request: HttpRequest, params: Query[HistoryParams]) -> HistoryOut:
    """Judgements, newest first. · 判断记录。"""
    judge_ = access.judge(request)
    by = judge_.person if params.mine else None
    found = history.page_of(Sought(params.q.strip(), params.verdict, by, params.holding), page=params.page)
    return HistoryOut(
        total=found.total, page=found.page, pages=found.pages, items=[_judgement(one) for one in found.rows]
    )


def _item(item: Item, step: int) -> ItemOut:
    tie = item.tie
    return ItemOut(
        kind=tie.kind.value,
        name=tie.name,
        spellings=list(tie.names),
        records=tie.records,
        tables=list(tie.tables),
        value=item.value,
        objections=len(item.objections),
        step=step,
        candidates=[
            CandidateOut(
                enterprise_id=one.enterprise_id,
                name_zh=one.name_zh,
                score=one.score,
                reasons_zh=list(one.reasons_zh),
                reasons_en=list(one.reasons_en),
                is_open=one.enterprise_id in item.open_ids,
            )
            for one in tie.candidates
        ],
    )


def _judgement(one: Judgement) -> JudgementOut:
    after = getattr(one, "superseded_by", None)
    return JudgementOut(
        judgement_id=one.judgement_id,
        answer_id=one.answer_id,
        kind=one.kind,
        name=one.name,
        enterprise_id=one.enterprise_id,
        name_zh=one.name_zh,
        verdict=Verdict(one.verdict),
        why=one.why,
        judged_by=one.judged_by.audit_label,
        role=one.role_code,
        judged_at=one.judged_at.isoformat(),
        release=one.release_version,
        is_undo=one.is_undo,
        supersedes=one.supersedes.judgement_id if one.supersedes else None,
        superseded_by=after.judgement_id if after else None,
    )


@api.exception_handler(AlreadyJudged)
@api.exception_handler(ReleaseMoved)
def _too_late(request: HttpRequest, error: AlreadyJudged | ReleaseMoved) -> HttpResponse:
    """Somebody, or a build, was faster."""
    return problems.respond(problems.REFUSED, detail=wording(error.text), code=error.code, status=409)
