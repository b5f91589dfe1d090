"""Parameters of the operations, for their check and for the OpenAPI document."""

from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from wutong.portal.atlas.forms import read_filter
from wutong.portal.atlas.places import NATION_CODE, Place, PlaceKind, find_place
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.shared.api.building import both
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Fault, Problem
from wutong.portal.shared.language import reader_language

MOST_ITEMS = 100
MOST_PLACES = 60
LAST_PAGE = 1_000_000


class FilterParams(Schema):
    """The filter of a list, as in the address of the search page."""

    q: str = Field(
        "", description=both("名称、简称、拼音、首字母或信用代码", "Name, short name, pinyin, initials or credit code")
    )
    tier: list[str] = Field(
        [], description=both("层级：core、related、peripheral、none 或 all", "core, related, peripheral, none or all")
    )
    segment: list[str] = Field([], description=both("环节代码", "Segment code"))
    node: list[str] = Field([], description=both("产业链节点代码", "Chain node code"))
    division: list[str] = Field(
        [], description=both("六位区划代码，含其下级", "Six-digit division code, with all below it")
    )
    zone: list[str] = Field([], description=both("集群或片区代码", "Cluster or zone code"))
    capital: list[str] = Field([], description=both("注册资本分档代码", "Capital band code"))
    kind: list[str] = Field([], description=both("企业类型代码", "Kind code"))
    has: list[str] = Field(
        [],
        description=both(
            "有此项：credit_code、registered_on、capital_cny 或 district",
            "Has a value: credit_code, registered_on, capital_cny or district",
        ),
    )
    lacks: list[str] = Field([], description=both("缺此项，取值同上", "Lacks a value; the same choices"))
    year_from: str = Field("", description=both("注册年份起", "First year of registration"))
    year_to: str = Field("", description=both("注册年份止", "Last year of registration"))
    branch: str = Field("", description=both("yes 只要分支机构，no 不要", "yes for branches only, no for none"))


class ListParams(FilterParams):
    """A filter, an order and a page."""

    sort: str = Field(
        "", description=both("relevance、name、capital、newest 或 oldest", "relevance, name, capital, newest or oldest")
    )
    page: str = Field("", description=both("页码，从 1 起", "Page, from 1"))
    limit: int = Field(20, ge=1, le=MOST_ITEMS, description=both("每页条数", "Items a page"))


class EnterprisePath(Schema):
    """One enterprise."""

    enterprise_id: str = Field(description=both("企业标识（enterprise_id）", "The id in a list or a suggestion"))


class BlockPath(EnterprisePath):
    """One block of the portrait of one enterprise."""

    block: Literal["products", "trials", "approvals", "applications", "financing", "figures"] = Field(
        description=both("画像板块", "Block of the portrait")
    )


class BlockParams(Schema):
    """Which items of a block, in which order, and which page of them."""

    sort: str = Field(
        "",
        max_length=20,
        description=both(
            "与画像列表页相同，如 -registered；前加减号为降序",
            "As on the page of the list, such as -registered; a minus stands for the falling order",
        ),
    )
    verdict: Literal["same", "unsure"] = Field(
        "same",
        description=both("same 为确定归属，unsure 为存疑、不计数", "same for certain, unsure for what is not counted"),
    )
    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))
    limit: int = Field(20, ge=1, le=MOST_ITEMS, description=both("每页条数", "Items a page"))


class NodePath(Schema):
    """One node of the chain."""

    code: str = Field(description=both("产业链节点代码", "Chain node code"))


class SuggestParams(Schema):
    """A text to look for."""

    q: str = Field(min_length=1, max_length=100, description=both("要找的名称或代码", "The name or code to look for"))
    limit: int = Field(10, ge=1, le=50, description=both("最多几条", "At most how many"))


class PlaceParams(Schema):
    """One place."""

    place: str = Field(NATION_CODE, description=both("区划、集群或片区代码", "Code of a division, cluster or zone"))


class PlacesParams(Schema):
    """Which places, and which page of them."""

    kind: PlaceKind | None = Field(None, description=both("地点层级", "Kind of place"))
    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))


class PageParams(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))


class CompareParams(Schema):
    """Several places."""

    place: list[str] = Field(
        min_length=1, max_length=MOST_PLACES, description=both("地点代码，可重复", "Code of a place, may be repeated")
    )


class IssueParams(Schema):
    """Which issues, and which page of them."""

    source: str = Field("", max_length=100, description=both("来源代码", "Source id"))
    reason: str = Field("", max_length=100, description=both("原因代码", "Reason code"))
    file: str = Field("", max_length=100, description=both("文件标识（file_id）", "Id of a file, as /files gives it"))
    held_back: bool = Field(False, description=both("只要使整行扣留的问题", "Only issues that held their row back"))
    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))


def asked_of(request: HttpRequest, allowed: Iterable[str]) -> Filter:
    """The filter of a request; raises Problem for any parameter that cannot be used."""
    faults = unknown_params(request, allowed)
    asked, remarks = read_filter(request.GET)
    faults += [Fault(parameter=one.param, value=one.value, detail=one.fault) for one in remarks]
    if faults:
        raise Problem(INVALID, errors=faults)
    return asked


def unknown_params(request: HttpRequest, allowed: Iterable[str]) -> list[Fault]:
    """Parameters that an operation does not have: a mistyped filter must not go unnoticed."""
    sentence = "There is no such parameter." if reader_language() == "en" else "没有这个参数。"
    known = set(allowed)
    return [
        Fault(parameter=name[:80], value=request.GET.get(name, "")[:80], detail=sentence)
        for name in request.GET
        if name not in known
    ]


def place_of(code: str) -> Place:
    """The place with that code; raises Problem where there is none."""
    place = find_place(code)
    if place is None:
        raise Problem(NOT_FOUND)
    return place
