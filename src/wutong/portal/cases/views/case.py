"""The page of one case, for both sides; and the acts on it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.cases import access
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions import assigning, doing
from wutong.portal.cases.forms.acts import ActForm
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import case as panels
from wutong.portal.cases.queries import casepage
from wutong.portal.shared.language import reader_language, wording


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case as the reader may see it."""
    return _page(request, access.case(request, case_id))


@require_POST
@signed_in
def do(request: HttpRequest, case_id: UUID, act: str) -> HttpResponse:
    """Do an act; refused, the page says why beside it and nothing typed is lost."""
    seen = access.case(request, case_id)
    declared = seen.case.flow.act(act)
    if declared is None or act in doing.SENDING:
        raise Http404
    form = ActForm(seen.case, declared, request.POST)
    if not form.is_valid():
        return _page(request, seen, form, status=422)
    try:
        doing.do(seen=seen, act=act, by=seen.access.who, **form.told())
    except WutongError as error:
        return _page(request, access.case(request, case_id), form, error.in_language(reader_language()), status=409)
    undo.tell(request, _("Done: %(act)s.") % {"act": wording(declared.title)})
    still_seen = access.visible(seen.access).filter(pk=seen.case.pk).exists()
    return redirect("cases:case", case_id) if still_seen else redirect("cases:work")


@require_POST
@signed_in
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to a colleague, or back to all."""
    seen = access.case(request, case_id)
    if not casepage.reader_of(seen).may_assign:
        raise Http404
    asked = request.POST.get("to", "")
    to = next((one for one in casepage.colleagues(seen.case) if str(one.pk) == asked), None)
    if asked and to is None:
        raise Http404
    try:
        assigning.assign(cases=[seen.case], to=to, by=seen.access.who, reason=request.POST.get("why", "")[:500].strip())
    except WutongError as error:
        return _page(request, seen, refusal=error.in_language(reader_language()), status=409)
    undo.tell(request, _("Assigned to %(who)s.") % {"who": to.audit_label} if to else _("Given back to all."))
    return redirect("cases:case", case_id)


def _page(
    request: HttpRequest, seen: Seen, tried: ActForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    # A program inside the page swaps only what is answered with 200.
    shown = 200 if getattr(request, "htmx", False) else status
    if tried is not None and status == 409:
        # What was typed stays, against the case as it is now: whoever sends it again has seen that.
        typed = {name: tried.data.get(name) for name in tried.data}
        tried = ActForm(seen.case, tried.act, {**typed, **_many(tried), "steps": str(seen.case.steps)})
    page = casepage.read(_fresh(seen))
    context = {**panels.context(page, tried, refusal), "done": undo.told(request)}
    return render(request, "cases/case.html", context, status=shown)


def _many(form: ActForm) -> dict[str, list[str]]:
    data = form.data
    return {"papers": data.getlist("papers")} if hasattr(data, "getlist") else {}


def _fresh(seen: Seen) -> Seen:
    """With everybody's names, read in one go."""
    names = ("organisation", "lead", "assignee", "window", "opened_by", "renews__case")
    return Seen(Case.objects.select_related(*names).get(pk=seen.case.pk), seen.access, seen.roles)
