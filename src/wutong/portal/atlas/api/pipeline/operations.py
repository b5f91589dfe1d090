"""Operations on the pipeline."""

from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import Path, Query, Router, Schema

from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.params import unknown_params
from wutong.portal.atlas.api.pipeline import schemas as out
from wutong.portal.atlas.api.portraits.blocks import origin_out
from wutong.portal.atlas.api.problems import INVALID, NOT_FOUND, Fault, Problem
from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.queries.hospitals import record as hospitals_read
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import Found, count, find
from wutong.portal.atlas.queries.lists.kinds import SCOPES, AnyKind
from wutong.portal.atlas.queries.pipeline.board import coverage
from wutong.portal.atlas.queries.products import record as products_read
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.atlas.queries.trials.asked import Asked as TrialsAsked

router = Router()
_LONGEST_ID = 80


@router.get("/pipeline", response=out.PipelineOut, **said("pipeline"))
def pipeline(request: HttpRequest, params: Query[out.ScopeParams]) -> dict[str, Any]:
    """Counts of the pipeline."""
    release = current_release()
    asked = _asked(request, RECORDS["products"], out.ScopeParams)
    tried = trials.count(release, TrialsAsked(chosen=asked.chosen))
    products = count(release, RECORDS["products"], asked)
    counts = {code: count(release, RECORDS[code], asked).total for code in ("approvals", "applications", "indications")}
    return {
        "release": release.version,
        "counts": {"products": products.total, **counts, "trials": tried.total},
        "products": products.of,
        "trials": tried.of,
        "coverage": {one.code: [one.number, one.total] for one in coverage(release)},
    }


@router.get("/products", response=out.ProductListOut, **said("products"))
def products(request: HttpRequest, params: Query[out.ProductParams]) -> dict[str, Any]:
    """A page of products."""
    return _listed(request, "products", out.ProductParams, params.page, params.limit)


@router.get("/products/{product_id}", response=out.ProductOut, **said("product"))
def product(request: HttpRequest, path: Path[out.ProductPath]) -> dict[str, Any]:
    """One product."""
    release = current_release()
    record = products_read.record_of(release, path.product_id) if len(path.product_id) <= _LONGEST_ID else None
    if record is None:
        raise Problem(NOT_FOUND)
    told = {
        name: getattr(record.product, name) for name in out.ProductOut.model_fields if hasattr(record.product, name)
    }
    return {
        **told,
        "release": release.version,
        "stage_basis": record.product.basis,
        "origin": origin_out(record.origin),
        "holder": record.holder,
        "approvals": [_with_origin(out.ApprovalOut, one) for one in record.approvals],
        "applications": [_with_origin(out.ApplicationOut, one) for one in record.applications],
        "indications": record.indications,
        "trials": [_with_origin(out.ProductTrialOut, one) for one in record.trials],
    }


@router.get("/hospitals", response=out.HospitalListOut, **said("hospitals"))
def hospitals(request: HttpRequest, params: Query[out.HospitalParams]) -> dict[str, Any]:
    """A page of hospitals."""
    return _listed(request, "hospitals", out.HospitalParams, params.page, params.limit)


@router.get("/hospitals/{hospital_id}", response=out.HospitalOut, **said("hospital"))
def hospital(request: HttpRequest, path: Path[out.HospitalPath]) -> dict[str, Any]:
    """One hospital."""
    release = current_release()
    record = hospitals_read.record_of(release, path.hospital_id) if len(path.hospital_id) <= _LONGEST_ID else None
    if record is None:
        raise Problem(NOT_FOUND)
    counts = trials.count(release, TrialsAsked(chosen=(("hospital", (path.hospital_id,)),)))
    told = {name: getattr(record, name) for name in out.HospitalOut.model_fields if hasattr(record, name)}
    return {
        **told,
        "release": release.version,
        "origin": origin_out(record.origin),
        "trial_count": counts.total,
        "trials": counts.of,
    }


def _listed(request: HttpRequest, code: str, params: type[Schema], page: int, limit: int) -> dict[str, Any]:
    release, kind = current_release(), RECORDS[code]
    found = _found(release, kind, _asked(request, kind, params), page, limit)
    return {
        "release": release.version,
        "total": found.counts.total,
        "page": found.page,
        "pages": found.pages,
        "limit": limit,
        "facets": found.counts.of,
        "items": found.rows,
    }


def _found(release: Release, kind: AnyKind, asked: Asked, page: int, limit: int) -> Found[Any]:
    found: Found[Any] = find(release, kind, asked, limit)
    if page > found.pages:
        raise Problem(NOT_FOUND)
    return found


def _asked(request: HttpRequest, kind: AnyKind, params: type[Schema]) -> Asked:
    """What a request asks of a list; raises Problem for any parameter that cannot be used."""
    names = [field.alias or name for name, field in params.model_fields.items()]
    faults = unknown_params(request, names)
    asked, remarks = read_asked(kind, _only_known(request, kind))
    faults += [Fault(parameter=one.param, value=one.value, detail=one.sentence) for one in remarks]
    if faults:
        raise Problem(INVALID, errors=faults)
    return asked


def _only_known(request: HttpRequest, kind: AnyKind) -> QueryDict:
    """The parameters that a list has; `limit` is the API's own."""
    known = {*kind.facet_codes, *SCOPES, "q", "sort", "page"}
    held = QueryDict(mutable=True)
    for name in request.GET:
        if name in known:
            held.setlist(name, request.GET.getlist(name))
    return held


def _with_origin(schema: type[Schema], one: Any) -> dict[str, Any]:
    """What `schema` tells of a record, with where it was read."""
    told = {name: getattr(one, name.removesuffix("_code")) for name in schema.model_fields}
    return {**told, "origin": origin_out(one.origin)}
