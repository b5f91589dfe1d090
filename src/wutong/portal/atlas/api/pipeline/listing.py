"""From a request to one page of a list of records. A parameter that cannot be used is refused, never ignored."""

from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import Schema

from wutong.portal.atlas.access import Release, current_release
from wutong.portal.atlas.api.params import unknown_params
from wutong.portal.atlas.api.pipeline.schemas import PagedParams
from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.asked.trials import read_asked as read_trials
from wutong.portal.atlas.forms import Remark
from wutong.portal.atlas.queries.lists.asked import Asked
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.lists.finding import Found, find
from wutong.portal.atlas.queries.lists.kinds import SCOPES, AnyKind
from wutong.portal.atlas.queries.trials import listing as trials
from wutong.portal.atlas.queries.trials.asked import FACETS
from wutong.portal.shared.api.problems import INVALID, NOT_FOUND, Fault, Problem


def records(request: HttpRequest, code: str, params: PagedParams) -> dict[str, Any]:
    """One page of the list with that code."""
    release, kind = current_release(), RECORDS[code]
    found: Found[Any] = find(release, kind, asked_of(request, kind, type(params)), params.limit)
    return _page(release, found, params, found.rows)


def registered_trials(request: HttpRequest, params: PagedParams) -> dict[str, Any]:
    """One page of trials."""
    release = current_release()
    faults = unknown_params(request, _names(type(params)))
    asked, remarks = read_trials(_only(request, {*FACETS, "q", "sort", "page"}))
    _refuse(faults, remarks)
    found = trials.find(release, asked, params.limit)
    items = [
        {**{name: getattr(row, name) for name in row.__slots__}, "register_code": row.register} for row in found.rows
    ]
    return _page(release, found, params, items)


def asked_of(request: HttpRequest, kind: AnyKind, params: type[Schema]) -> Asked:
    """What a request asks of a list; raises Problem for any parameter that cannot be used."""
    faults = unknown_params(request, _names(params))
    asked, remarks = read_asked(kind, _only(request, {*kind.facet_codes, *SCOPES, "q", "sort", "page"}))
    _refuse(faults, remarks)
    return asked


def _names(params: type[Schema]) -> list[str]:
    return [field.alias or name for name, field in params.model_fields.items()]


def _refuse(faults: list[Fault], remarks: tuple[Remark, ...]) -> None:
    found = [*faults, *(Fault(parameter=one.param, value=one.value, detail=one.fault) for one in remarks)]
    if found:
        raise Problem(INVALID, errors=found)


def _page(release: Release, found: Found[Any] | trials.Found, params: PagedParams, items: Any) -> dict[str, Any]:
    if params.page > found.pages:
        raise Problem(NOT_FOUND)
    return {
        "release": release.version,
        "total": found.counts.total,
        "page": found.page,
        "pages": found.pages,
        "limit": params.limit,
        "facets": found.counts.of,
        "items": items,
    }


def _only(request: HttpRequest, known: set[str]) -> QueryDict:
    """The parameters that a list has; `limit` is the API's own."""
    held = QueryDict(mutable=True)
    for name in request.GET:
        if name in known:
            held.setlist(name, request.GET.getlist(name))
    return held
