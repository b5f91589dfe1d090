"""One filing: where it stands, why each date is what it is, what happened; and what may be entered of it."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.filings import access
from wutong.portal.filings.access import Seen
from wutong.portal.filings.actions import moving_on
from wutong.portal.filings.forms import CorrectionForm, MoveForm
from wutong.portal.filings.panel import context
from wutong.portal.shared.language import reader_language


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The filing."""
    return render(request, "filings/one.html", context(access.filing(request, number)))


@require_POST
@signed_in
def do(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one of its acts; a refusal is told, with what was typed."""
    seen = access.filing(request, number)
    form, refusal = _form(seen, act, request), ""
    if form.is_valid():
        try:
            _done(seen, act, request, form)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            return redirect("filings:one", number)
    told = context(access.filing(request, number), form, refusal)
    return render(request, "filings/one.html", told, status=409 if refusal else 422)


def _form(seen: Seen, act: str, request: HttpRequest) -> Form:
    """What was sent with an act; raises Http404 for one that nobody does."""
    if act == moving_on.CORRECTION:
        return CorrectionForm(request.POST, prefix=act)
    declared = seen.filing.flow.act(act)
    if declared is None or declared.by_clock is not None or act == "enter":
        raise Http404
    return MoveForm(seen.filing, declared, request.POST)


def _done(seen: Seen, act: str, request: HttpRequest, form: Form) -> None:
    if act == moving_on.CORRECTION:
        moving_on.correct(seen=seen, by=seen.access.who, **form.cleaned_data)
        return
    asked = request.POST.get("steps", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else -1
    moving_on.do(seen=seen, act=act, after=after, by=seen.access.who, **form.cleaned_data)
