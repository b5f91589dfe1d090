"""Who answers for which service: kept by the platform's administrators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.actions import competences
from wutong.portal.cases.forms.competences import CompetenceForm
from wutong.portal.cases.models import Competence
from wutong.portal.cases.panels.statistics import service_title
from wutong.portal.cases.queries import competences as queries


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Every service with whoever takes in, leads and gives opinions."""
    _administrator(request)
    return _page(request, CompetenceForm(initial=request.GET.dict()))


@require_POST
@signed_in
def give(request: HttpRequest) -> HttpResponse:
    """Let an organisation have a part."""
    by = _administrator(request)
    form = CompetenceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    competences.give(organisation=data["organisation"], service_code=data["service"], part=data["part"], by=by)
    undo.tell(request, _("%(place)s now has this part.") % {"place": data["organisation"].audit_label})
    return redirect("cases:competences")


@require_POST
@signed_in
def end(request: HttpRequest, competence_id: int) -> HttpResponse:
    """Take a part away; cases that are led already stay where they are."""
    by = _administrator(request)
    held = Competence.objects.select_related("organisation").filter(pk=competence_id).first()
    if held is None:
        raise Http404
    told = {"place": held.organisation.audit_label}
    competences.end(competence=held, by=by)
    undo.tell(request, _("%(place)s no longer has this part. Cases that it leads stay with it.") % told)
    return redirect("cases:competences")


def _administrator(request: HttpRequest) -> Person:
    reader = Access.of(request)
    reader.need_everywhere(Permission.ORGANISATION_CREATE)
    return reader.who


def _page(request: HttpRequest, form: CompetenceForm, status: int = 200) -> HttpResponse:
    rows = [(one, _("Any without its own") if one.is_any else service_title(one.service)) for one in queries.held()]
    context = {
        "rows": rows,
        "unled": not rows[0][0].lead and [title for one, title in rows[1:] if not one.lead],
        "form": form,
        "done": undo.told(request),
    }
    return render(request, "cases/competences.html", context, status=status)
