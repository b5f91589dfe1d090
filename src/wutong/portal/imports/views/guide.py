"""The guide, one question a page and without script; what it comes to; both schemes; and what is kept of it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.catalog.imports_tree import Tree
from wutong.kernel.clock import today
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.imports.access import Reader
from wutong.portal.imports.actions import assessing
from wutong.portal.imports.forms.assessing import KeepForm
from wutong.portal.imports.panels import walks
from wutong.portal.imports.queries import opinions as queries
from wutong.portal.imports.queries.lists import wanted
from wutong.portal.imports.views.lists import file, heads
from wutong.portal.imports.views.page import shown
from wutong.portal.services.words import period, sureness
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import pages
from wutong.rules.imports import Walk, walk

_NOT_ANSWERS = {"v", "item", "organisation", "csrfmiddlewaretoken"}


@never_cache
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """The next question, or what the answers in the address come to."""
    walked = _walked(request.GET.dict())
    if walked.unused:  # answers off this way: a link that was put together by hand
        return redirect(walks.address(walked.answers, walked.tree.version))
    context = {
        "tree": walked.tree,
        "sureness": sureness(walked.tree.confidence),
        "said": walks.said(walked),
        "answers": walked.answers,
        "number": len(walked.steps) + 1,
        "most": len(walked.tree.questions),
    }
    if walked.question is not None:
        return shown(request, "question", "guide", {**context, "asked": walks.asked(walked.question)})
    address = walks.address(walked.answers, walked.tree.version)
    reader = Reader(Access.of(request))
    form = KeepForm(own=reader.own()) if reader.access.is_signed_in and reader.own().exists() else None
    more = {
        "result": walks.result(walked),
        "here": request.build_absolute_uri(address),
        "form": form,
        "is_open": bool(walked.unknown),
    }
    return shown(request, "result", "guide", {**context, **more})


@require_POST
@signed_in
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a result for an organisation of the reader's."""
    reader = Reader.of(request)
    walked = _walked(request.POST.dict())
    form = KeepForm(request.POST, own=reader.own())
    if walked.question is not None or not form.is_valid():
        undo.tell(request, _("Say what the result is about, and it can be kept."))
        return redirect(walks.address(walked.answers, walked.tree.version))
    item, organisation = form.cleaned_data["item"], form.chosen()
    made = assessing.keep(organisation=organisation, item=item, walked=walked, by=reader.who)
    undo.tell(request, _("The result is kept."))
    return redirect("imports:assessment", made.pk)


@never_cache
@require_GET
@signed_in
def assessments(request: HttpRequest) -> HttpResponseBase:
    """Results that are kept, the newest first."""
    reader = Reader.of(request)
    asked = wanted(request, orders=queries.ASSESSMENT_ORDERS, usual="-made", stands=())
    if (form := request.GET.get("file")) is not None:
        rows = queries.sought_assessments(reader.assessments(), asked)
        return file(request, reader, "assessments", form, rows)
    found = queries.assessments(reader.assessments(), asked)
    context = {
        "found": found,
        "rows": [(one, _titles(one.tree_version, one.outcomes)) for one in found.rows],
        "asked": asked,
        "heads": heads(request, queries.ASSESSMENT_ORDERS, asked.sort),
        "pages": pages(request, found.page, found.pages),
        "sees_many": reader.sees_many,
    }
    return shown(request, "assessments", "assessments", context)


@never_cache
@require_GET
@signed_in
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """One of them, told by the version of the guide with which it was made."""
    reader = Reader.of(request)
    held = reader.assessment(assessment_id)
    tree = catalogue().imports.tree(held.tree_version) or _now()
    walked = walk(tree, dict(held.answers))
    context = {
        "held": held,
        "tree": tree,
        "sureness": sureness(tree.confidence),
        "said": walks.said(walked),
        "result": walks.result(walked),
        "is_open": bool(walked.unknown),
        "here": request.build_absolute_uri(walks.address(walked.answers, tree.version)),
        "opinions": reader.opinions().filter(assessment=held),
        "may_ask": reader.may_act_for(held.organisation_id),
        "is_old": tree != _now(),
    }
    return shown(request, "assessment", "assessments", context)


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """The two ways in which goods for research come in without a drug clearance."""
    declared = catalogue().imports.schemes
    context = {
        "declared": declared,
        "sureness": sureness(declared.confidence),
        "schemes": [
            (one, [(place, period(place.validity) if place.validity else "") for place in one.places])
            for one in declared.schemes
        ],
        "conditions": [(wording(one.text), sureness(one.confidence)) for one in declared.conditions],
        "excluded": [(wording(one.text), sureness(one.confidence)) for one in declared.excluded],
        "service": catalogue().services["GS17"][-1],
        "day": today(),
    }
    return shown(request, "schemes", "schemes", context)


def _walked(given: dict[str, str]) -> Walk:
    """The walk of an address; an odd answer is refused by the rule, an odd version means the one of today."""
    version = given.get("v", "")
    held = catalogue().imports.tree(int(version)) if version.isdecimal() and len(version) < 6 else None
    answers = {name: value for name, value in given.items() if name not in _NOT_ANSWERS}
    return walk(held or _now(), answers)


def _now() -> Tree:
    return catalogue().imports.tree_on(today())


def _titles(version: int, codes: list[str]) -> list[str]:
    return [walks.outcome_title(version, code) for code in codes]
