"""Operations on enterprises."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api import overview_schemas as out
from wutong.portal.atlas.api import schemas
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import (
    BlockParams,
    BlockPath,
    EnterprisePath,
    FilterParams,
    ListParams,
    SuggestParams,
    asked_of,
    unknown_params,
)
from wutong.portal.atlas.api.portraits import blocks
from wutong.portal.atlas.api.portraits import schemas as blocks_out
from wutong.portal.atlas.api.portraits.blocks import origin_out
from wutong.portal.atlas.panels.enterprises import portrait as panels
from wutong.portal.atlas.queries.portraits import lists
from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.portrait import Portrait, neighbours_by_node, portrait_of
from wutong.portal.atlas.queries.portraits.records import looked_in, records_of
from wutong.portal.atlas.queries.portraits.relatives import Neighbour, Relative
from wutong.portal.atlas.queries.search import Found, count, find, ids_of
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Fault, Problem
from wutong.portal.shared.catalogue import catalogue

router = Router()

_LONGEST_ID = 80


@router.get("/enterprises", response=schemas.EnterprisesOut, **said("enterprises"))
def enterprises(request: HttpRequest, params: Query[ListParams]) -> schemas.EnterprisesOut:
    """One page of a list."""
    asked = asked_of(request, ListParams.model_fields)
    release = current_release()
    found = find(release, asked, catalogue().bands.capital, size=params.limit)
    if asked.page > found.pages:
        raise Problem(NOT_FOUND)
    return schemas.EnterprisesOut(
        release=release.version,
        total=found.total,
        is_bounded=found.is_bounded,
        page=found.page,
        pages=found.pages,
        limit=params.limit,
        next=_next(request, found),
        items=[_line(asdict(row), found) for row in found.rows],
    )


@router.get("/enterprises/facets", response=schemas.FacetsOut, **said("facets"))
def facets(request: HttpRequest, params: Query[FilterParams]) -> schemas.FacetsOut:
    """Counts under a filter."""
    asked = asked_of(request, FilterParams.model_fields)
    release = current_release()
    counted = count(release, asked, catalogue().bands.capital, ids_of(release, asked))
    choices = {
        facet: [schemas.ChoiceOut(code=choice.code, count=choice.count) for choice in found]
        for facet, found in sorted(counted.choices.items())
    }
    return schemas.FacetsOut(release=release.version, total=counted.total, facets=choices)


@router.get("/enterprises/{enterprise_id}", response=blocks_out.WholePortraitOut, **said("enterprise"))
def enterprise(request: HttpRequest, path: Path[EnterprisePath]) -> blocks_out.WholePortraitOut:
    """One enterprise with its provenance, and what records tell of it."""
    release, portrait = current_release(), _found(path.enterprise_id)
    told = blocks.blocks_out(path.enterprise_id, records_of(release, portrait.enterprise), looked_in(release))
    return blocks_out.WholePortraitOut(**dict(_portrait(release.version, portrait)), blocks=told)


@router.get("/enterprises/{enterprise_id}/blocks/{block}", response=blocks_out.RecordsOut, **said("records"))
def records(request: HttpRequest, path: Path[BlockPath], params: Query[BlockParams]) -> blocks_out.RecordsOut:
    """One page of one block."""
    release, portrait = current_release(), _found(path.enterprise_id)
    faults = unknown_params(request, BlockParams.model_fields)
    if params.sort and params.sort not in lists.orders_of(path.block):
        faults.append(Fault(parameter="sort", value=params.sort, detail=", ".join(lists.orders_of(path.block))))
    if faults:
        raise Problem(INVALID, errors=faults)
    asked = lists.Asked(order=params.sort, is_unsure=params.verdict == "unsure")
    told = records_of(release, portrait.enterprise)
    found = lists.find(release, told, path.block, asked, params.page, size=params.limit)
    if params.page > found.pages:
        raise Problem(NOT_FOUND)
    return blocks_out.RecordsOut(
        release=release.version,
        enterprise_id=path.enterprise_id,
        block=path.block,
        total=found.total,
        other_total=found.other_total,
        page=found.page,
        pages=found.pages,
        items=blocks.items_out(found.items),
    )


@router.get("/enterprises/{enterprise_id}/neighbours", response=out.NeighboursOut, **said("neighbours"))
def neighbours(request: HttpRequest, path: Path[EnterprisePath]) -> out.NeighboursOut:
    """The neighbours of one enterprise on the chain."""
    release, portrait = current_release(), _found(path.enterprise_id)
    groups = {
        node: [_neighbour(one) for one in found] for node, found in neighbours_by_node(release, portrait.enterprise)
    }
    return out.NeighboursOut(release=release.version, enterprise_id=path.enterprise_id, nodes=groups)


@router.get("/suggest", response=schemas.SuggestOut, **said("suggest"))
def suggest(request: HttpRequest, params: Query[SuggestParams]) -> schemas.SuggestOut:
    """Suggestions for a text."""
    release = current_release()
    items = [
        schemas.HitOut(
            enterprise_id=hit.enterprise_id,
            credit_code=hit.credit_code,
            name_zh=hit.name_zh,
            score=hit.score,
            why=[schemas.Words.of(reason) for reason in hit.why],
            url=_url(hit.enterprise_id),
        )
        for hit in release.search(params.q, params.limit)
    ]
    return schemas.SuggestOut(release=release.version, query=params.q, items=items)


def _found(enterprise_id: str) -> Portrait:
    """The portrait with that id; raises Problem where there is none."""
    portrait = portrait_of(current_release(), enterprise_id) if len(enterprise_id) <= _LONGEST_ID else None
    if portrait is None:
        raise Problem(NOT_FOUND)
    return portrait


def _neighbour(one: Neighbour) -> out.NeighbourOut:
    relative = one.relative
    return out.NeighbourOut(
        enterprise_id=relative.enterprise_id,
        name_zh=relative.name_zh,
        tier=relative.tier,
        nearness=one.nearness,
        url=_url(relative.enterprise_id),
    )


def _line(row: dict[str, Any], found: Found) -> schemas.EnterpriseOut:
    hit = found.hits.get(row["enterprise_id"])
    why = [schemas.Words.of(reason) for reason in hit.why] if hit else []
    return schemas.EnterpriseOut(**row, why=why, url=_url(row["enterprise_id"]))


def _url(enterprise_id: str) -> str:
    return reverse("atlas:portrait", args=[enterprise_id])


def _next(request: HttpRequest, found: Found) -> str | None:
    if found.page >= found.pages:
        return None
    params = request.GET.copy()
    params["page"] = str(found.page + 1)
    return f"{request.path}?{params.urlencode()}"


def _portrait(version: str, portrait: Portrait) -> schemas.PortraitOut:
    row = {name: getattr(portrait.enterprise, name) for name in _LINE}
    relatives = portrait.relatives
    return schemas.PortraitOut(
        release=version,
        enterprise=schemas.EnterpriseOut(**row, why=[], url=_url(portrait.enterprise.enterprise_id)),
        values=_values(portrait),
        business_scope=portrait.registration.business_scope,
        evidence=[schemas.EvidenceOut(**asdict(one)) for one in portrait.registration.evidence],
        placement_rule=portrait.registration.placement_rule,
        names=[_called(one.kind, one.value, one.origin) for one in portrait.names],
        identifiers=[_called(one.kind, one.value, one.origin) for one in portrait.identifiers],
        parent=_relative(relatives.parent) if relatives.parent else None,
        branches=[_relative(one) for one in relatives.branches],
        branch_count=relatives.branch_count,
        records=[
            schemas.RecordOut(is_primary=one.is_primary, rule=one.rule, origin=origin_out(one.origin))
            for one in portrait.records
        ],
        disagreements=[
            schemas.DisagreementOut(
                field=one.field, value=one.value, chosen=one.chosen, rule=one.rule, origin=origin_out(one.origin)
            )
            for one in portrait.disagreements
        ],
        remarks=[
            schemas.RemarkOut(reason=one.reason, field=one.field, value=one.value, origin=origin_out(one.origin))
            for one in portrait.remarks
        ],
    )


_LINE = [name for name in schemas.EnterpriseOut.model_fields if name not in {"why", "url"}]


def _values(portrait: Portrait) -> list[schemas.ValueOut]:
    facts = (
        *panels.identity(portrait),
        *panels.name_parts(portrait),
        *panels.place(portrait),
        *panels.chain(portrait),
    )
    return [
        schemas.ValueOut(
            name=fact.ident.replace("-", "_"),
            value=fact.value,
            origin=origin_out(fact.origin),
            written=fact.written,
            rule=fact.rule,
        )
        for fact in facts
    ]


def _called(kind: str, value: str, origin: Origin) -> schemas.CalledOut:
    return schemas.CalledOut(kind=kind, value=value, origin=origin_out(origin))


def _relative(one: Relative) -> schemas.RelativeOut:
    return schemas.RelativeOut(
        enterprise_id=one.enterprise_id, name_zh=one.name_zh, tier=one.tier, url=_url(one.enterprise_id)
    )
