"""The service zone, a guide, what applies to an enterprise, and a guide as linked data."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.atlas.access import current_release
from wutong.portal.services import access, cpsv, words
from wutong.portal.services.forms import read_asked
from wutong.portal.services.panels import guide as panels
from wutong.portal.services.panels import zone as zones
from wutong.portal.services.queries import applying, find, grid


def zone(request: HttpRequest) -> HttpResponse:
    """Services by issue and stage, with search."""
    asked = read_asked(request.GET.dict())
    shown = {
        "asked": asked,
        "rows": zones.rows(find(asked)),
        "grid": zones.grid(asked, grid(asked)),
        "stages": [words.stage(stage) for stage in words.STAGES],
        "kinds": zones.kinds(asked),
        "chips": zones.chips(asked),
        "own": _own(request),
    }
    return render(request, "services/zone.html", shown)


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """One service: who, what, how long, which papers, which steps, on what law."""
    service = access.service(code)
    address = request.build_absolute_uri(reverse("services:guide", args=[service.code]))
    shown = {
        "service": service,
        "issue": words.issue(service.issue),
        "stages": [words.stage(stage) for stage in service.stages],
        "times": panels.times(service),
        "papers": zones.papers(service),
        "steps": panels.steps(service),
        "certificate": zones.certificate(service),
        "sureness": words.sureness(service.confidence),
        "related": [access.service(other) for other in service.related],
        "versions": panels.versions(access.versions_of(code)),
        "address": address,
        "code": panels.qr_code(address),
    }
    return render(request, "services/guide.html", shown)


def for_enterprise(request: HttpRequest) -> HttpResponseBase:
    """Which services apply to an enterprise (`enterprise` in the address), with the reason of each condition."""
    if not request.GET.get("enterprise"):
        return _choose(request)
    found = applying(current_release(), request.GET.get("enterprise", "")[:60])
    if found is None:
        raise Http404
    enterprise, fitting = found
    shown = {"enterprise": enterprise, "groups": zones.applying(fitting)}
    return render(request, "services/for.html", shown)


@signed_in
def _choose(request: HttpRequest) -> HttpResponse:
    """The reader's own enterprises, to choose from; the only one is not asked for."""
    own = _own(request)
    if len(own) == 1:
        return redirect(f"{reverse('services:for')}?{urlencode({'enterprise': own[0].enterprise_id})}")
    return render(request, "services/choose.html", {"own": own})


def linked_data(request: HttpRequest, code: str) -> HttpResponse:
    """The guide in the Core Public Service Vocabulary."""
    service = access.service(code)
    address = request.build_absolute_uri(reverse("services:guide", args=[service.code]))
    shape = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(cpsv.document(service, address), json_dumps_params=shape, content_type="application/ld+json")


def _own(request: HttpRequest) -> list[Organisation]:
    """The reader's enterprises that have a portrait."""
    held = [grant.organisation_id for grant in Access.of(request).grants]
    return list(Organisation.objects.filter(id__in=held).exclude(enterprise_id="")) if held else []
