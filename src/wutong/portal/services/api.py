"""Services for programs: the list, one with its limits and papers, and what applies to an enterprise. Read only."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Schema

from wutong.kernel.bilingual import Text
from wutong.portal.atlas.access import current_release
from wutong.portal.services import access
from wutong.portal.services.forms import read_asked
from wutong.portal.services.queries import applying, find
from wutong.portal.shared.api.building import both, public_api

api = public_api(
    "services_api",
    title=Text(zh="服务事项", en="services"),
    description=Text(
        zh="服务事项目录及其对企业的适用性。",
        en="The catalogue of services, and which apply to an enterprise.",
    ),
)


class SoughtParams(Schema):
    """What to look for; an empty value is everything."""

    q: str = Field("", max_length=100, description=both("文字", "Words"))
    issue: str = Field("", description=both("关键事项", "Key issue"))
    stage: str = Field("", description=both("阶段 L0–L5", "Stage, L0 to L5"))
    kind: str = Field("", description=both("basic 或 value_added", "basic or value_added"))


class ServiceLine(Schema):
    """A service in a list."""

    code: str
    version: int
    title_zh: str
    title_en: str
    issue: str
    stages: list[str]
    flow: str


class ServiceList(Schema):
    """All that fit: there are never more than a few dozen, so the list has one page."""

    total: int
    services: list[ServiceLine]


class Fit(Schema):
    """Whether a service applies, and each condition with what was wanted and found."""

    code: str
    answer: str
    reasons: list[dict[str, Any]]


class FitList(Schema):
    """Every service for one enterprise, what applies first."""

    enterprise_id: str
    services: list[Fit]


@api.get("/", response=ServiceList, summary=both("服务事项", "Services"))
def services(request: HttpRequest, sought: Query[SoughtParams]) -> dict[str, Any]:
    """Services by words, issue, stage and kind."""
    found = find(read_asked(sought.model_dump()))
    lines = [
        {
            "code": one.code,
            "version": one.version,
            "title_zh": one.title.zh,
            "title_en": one.title.en,
            "issue": one.issue,
            "stages": list(one.stages),
            "flow": one.flow,
        }
        for one in found
    ]
    return {"total": len(lines), "services": lines}


@api.get(
    "/applying/{enterprise_id}", response=FitList, summary=both("适用于企业的事项", "What applies to an enterprise")
)
def applying_to(request: HttpRequest, enterprise_id: str) -> dict[str, Any]:
    """Every service with its verdict: met, unknown or not met."""
    found = applying(current_release(), enterprise_id[:60])
    if found is None:
        raise Http404
    enterprise, fitting = found
    fits = [
        {
            "code": one.service.code,
            "answer": one.verdict.answer.value,
            "reasons": [
                {"about": reason.about, "answer": reason.answer.value, "wanted": reason.wanted, "found": reason.found}
                for reason in one.verdict.reasons
            ],
        }
        for one in fitting
    ]
    return {"enterprise_id": enterprise.enterprise_id, "services": fits}


@api.get("/{code}", response=dict[str, Any], summary=both("一个事项", "One service"))
def service(request: HttpRequest, code: str) -> dict[str, Any]:
    """The whole declaration of the version in force."""
    return access.service(code).model_dump(mode="json")
