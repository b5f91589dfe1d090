"""Opinions: the page on which a department or an expert says what they think, or steps back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.cases import access
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions import opinions
from wutong.portal.cases.forms.opinions import ConflictForm, OpinionForm
from wutong.portal.cases.models import Opinion
from wutong.portal.cases.panels import case as panels
from wutong.portal.cases.queries import casepage
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def give(request: HttpRequest, case_id: UUID, opinion_id: int) -> HttpResponse:
    """Read the case and say what one thinks of it."""
    seen = access.case(request, case_id)
    opinion = _own(seen, opinion_id)
    is_expert = opinion.expert_id is not None
    if request.method != "POST":
        return _page(request, seen, opinion, OpinionForm(is_expert=is_expert))
    form = OpinionForm(request.POST, is_expert=is_expert)
    if not form.is_valid():
        return _page(request, seen, opinion, form, status=422)
    data = form.cleaned_data
    try:
        opinions.give(opinion=opinion, verdict=data["verdict"], text=data["text"], by=seen.access.who)
    except WutongError as error:
        return _page(request, seen, opinion, form, refusal=error.in_language(reader_language()), status=409)
    undo.tell(request, _("Your opinion has been given."))
    return redirect("cases:case", case_id)


@require_POST
@signed_in
def conflict(request: HttpRequest, case_id: UUID, opinion_id: int) -> HttpResponse:
    """Step back, so that another expert is drawn."""
    seen = access.case(request, case_id)
    opinion = _own(seen, opinion_id)
    form = ConflictForm(request.POST)
    if opinion.expert_id is None:
        raise Http404
    if not form.is_valid():
        return _page(request, seen, opinion, OpinionForm(is_expert=True), conflict=form, status=422)
    try:
        opinions.declare_conflict(opinion=opinion, reason=form.cleaned_data["reason"], by=seen.access.who)
    except WutongError as error:
        told = error.in_language(reader_language())
        return _page(request, seen, opinion, OpinionForm(is_expert=True), refusal=told, status=409)
    undo.tell(request, _("You have been let go; somebody else is drawn."))
    return redirect("cases:work")


def _own(seen: Seen, opinion_id: int) -> Opinion:
    """An opinion that is awaited of whoever asks; raises Http404."""
    found = seen.case.opinions.select_related("organisation", "expert", "case").filter(pk=opinion_id)
    told = casepage.told(seen, casepage.reader_of(seen), list(found))
    if not told or not told[0].is_own or not told[0].opinion.is_open:
        raise Http404
    return told[0].opinion


def _page(
    request: HttpRequest,
    seen: Seen,
    opinion: Opinion,
    form: OpinionForm,
    *,
    conflict: ConflictForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **panels.context(casepage.read(seen)),
        "opinion": opinion,
        "form": form,
        "conflict": conflict or (ConflictForm() if opinion.expert_id is not None else None),
        "refusal": refusal,
    }
    return render(request, "cases/opinion.html", context, status=status)
