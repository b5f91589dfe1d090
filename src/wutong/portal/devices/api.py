"""The likely class of a device through the API."""

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import unknown_params
from wutong.portal.devices import access, queries
from wutong.portal.devices.forms import LONGEST_DESCRIPTION, LONGEST_NAME
from wutong.portal.shared.api.building import both
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Problem

router = Router()


class QuestionParams(Schema):
    """One product."""

    product: str = Field(min_length=1, max_length=LONGEST_NAME, description=both("产品名称", "Name of the product"))
    description: str = Field(
        "",
        max_length=LONGEST_DESCRIPTION,
        description=both("组成、原理与预期用途", "What it is made of, how it works and what it is for"),
    )


class CodeOut(Schema):
    """A likely code of the catalogue; `share` is the chance that it is right if the product is a device."""

    code: str
    title: str
    category: str
    share: float


class DecisionOut(Schema):
    """An official decision that the product is like, and where it stands."""

    product: str
    description: str
    risk_class: str
    code: str | None
    batch: str | None
    likeness: float
    file_name: str
    row_number: int


class EntryOut(Schema):
    """An entry of the catalogue."""

    code: str
    name: str


class AnswerOut(Schema):
    """An answer. `confidence` is the chance that `risk_class` is right; `missing` says what an unsure one lacks."""

    release: str
    product: str
    risk_class: str
    next_class: str
    confidence: float
    is_sure: bool
    codes: list[CodeOut]
    words: list[str]
    cues: list[str]
    missing: list[str]
    decisions: list[DecisionOut]
    entries: list[EntryOut]


@router.get("/device-class", response=AnswerOut, throttle=[access.questions], **said("device_class"))
def device_class(request: HttpRequest, params: Query[QuestionParams]) -> AnswerOut:
    """What a product is likely to be."""
    if faults := unknown_params(request, QuestionParams.model_fields):
        raise Problem(INVALID, errors=faults)
    release = current_release()
    adviser = access.adviser_of(release)
    if adviser is None:
        raise Problem(NOT_FOUND)
    told = queries.answer(release, adviser, params.product, params.description)
    return AnswerOut(
        release=release.version,
        product=told.name,
        risk_class=told.risk_class,
        next_class=told.next_class,
        confidence=round(told.confidence, 4),
        is_sure=told.is_sure,
        codes=[
            CodeOut(code=one.code, title=one.title, category=one.category, share=round(one.share, 4))
            for one in told.codes
        ],
        words=list(told.words),
        cues=list(told.cues),
        missing=list(told.missing),
        decisions=[DecisionOut.from_orm(one) for one in told.decisions],
        entries=[EntryOut(code=code, name=name) for code, name in told.entries],
    )
