"""Operations on the pipeline."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from wutong.portal.atlas.access import current_release
from wutong.portal.atlas.api.documented import said
from wutong.portal.atlas.api.pipeline import listing
from wutong.portal.atlas.api.pipeline import record_schemas as told_as
from wutong.portal.atlas.api.pipeline import schemas as out
from wutong.portal.atlas.api.portraits.blocks import origin_out
from wutong.portal.atlas.queries.hospitals import record as hospitals_read
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import count
from wutong.portal.atlas.queries.pipeline.board import coverage
from wutong.portal.atlas.queries.products import applications as applications_read
from wutong.portal.atlas.queries.products import record as products_read
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.atlas.queries.trials import record as trials_read
from wutong.portal.atlas.queries.trials.asked import Asked as TrialsAsked
from wutong.portal.shared.api.problems import NOT_FOUND, Problem

router = Router()
_LONGEST_ID = 80


@router.get("/pipeline", response=out.PipelineOut, **said("pipeline"))
def pipeline(request: HttpRequest, params: Query[out.ScopeParams]) -> dict[str, Any]:
    """Counts of the pipeline."""
    release = current_release()
    asked = listing.asked_of(request, RECORDS["products"], out.ScopeParams)
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
    return listing.records(request, "products", params)


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
    return listing.records(request, "hospitals", params)


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


@router.get("/approvals", response=told_as.ApprovalListOut, **said("approvals"))
def approvals(request: HttpRequest, params: Query[told_as.ApprovalParams]) -> dict[str, Any]:
    """A page of approvals."""
    return listing.records(request, "approvals", params)


@router.get("/applications", response=told_as.ApplicationListOut, **said("applications"))
def applications(request: HttpRequest, params: Query[told_as.ApplicationParams]) -> dict[str, Any]:
    """A page of applications."""
    return listing.records(request, "applications", params)


@router.get("/applications/{number}", response=told_as.ApplicationRecordOut, **said("application"))
def application(request: HttpRequest, path: Path[told_as.ApplicationPath]) -> dict[str, Any]:
    """One application."""
    release = current_release()
    found = applications_read.application_of(release, path.number) if len(path.number) <= _LONGEST_ID else None
    if found is None:
        raise Problem(NOT_FOUND)
    return {
        "release": release.version,
        "application": _with_origin(out.ApplicationOut, found.application),
        "trials": found.trials,
        "products": found.products,
    }


@router.get("/indications", response=told_as.IndicationListOut, **said("indications"))
def indications(request: HttpRequest, params: Query[told_as.IndicationParams]) -> dict[str, Any]:
    """A page of indications."""
    return listing.records(request, "indications", params)


@router.get("/trials", response=told_as.TrialListOut, **said("trials"))
def registered_trials(request: HttpRequest, params: Query[told_as.TrialParams]) -> dict[str, Any]:
    """A page of trials."""
    return listing.registered_trials(request, params)


@router.get("/trials/{path:trial_id}", response=told_as.TrialOut, **said("trial"))
def trial(request: HttpRequest, path: Path[told_as.TrialPath]) -> dict[str, Any]:
    """One trial."""
    release = current_release()
    record = trials_read.record_of(release, path.trial_id) if len(path.trial_id) <= _LONGEST_ID else None
    if record is None:
        raise Problem(NOT_FOUND)
    names = [name for name in told_as.TrialOut.model_fields if hasattr(record.trial, name)]
    return {
        **{name: getattr(record.trial, name) for name in names},
        "register_code": record.trial.register,
        "release": release.version,
        "origin": origin_out(record.origin),
        "sponsors": [_with_origin(told_as.SponsorOut, one) for one in record.sponsors],
        "sites": record.sites,
        "numbers": record.numbers,
        "products": record.products,
        "history": [_with_origin(told_as.SaidOut, one) for one in record.history],
    }


def _with_origin(schema: type[Schema], one: Any) -> dict[str, Any]:
    """What `schema` tells of a record, with where it was read."""
    told = {name: getattr(one, name.removesuffix("_code")) for name in schema.model_fields}
    return {**told, "origin": origin_out(one.origin)}
