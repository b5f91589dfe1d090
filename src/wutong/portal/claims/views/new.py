"""File a claim: first the credit code, then the enterprise that was found, and why one may act for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.atlas.queries.portraits.by_code import enterprise_by_code
from wutong.portal.atlas.queries.portraits.portrait import Enterprise
from wutong.portal.claims import queries
from wutong.portal.claims.actions import filing
from wutong.portal.claims.forms import ClaimForm, CodeForm
from wutong.portal.claims.models import Claim
from wutong.portal.files.forms import keep_each
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Find the enterprise by its code; claim it."""
    asked = CodeForm(request.POST or request.GET) if "code" in {**request.GET, **request.POST} else CodeForm()
    if not asked.is_bound or not asked.is_valid():
        return _answer(request, {"asked": asked}, 422 if asked.is_bound else 200)
    enterprise = enterprise_by_code(asked.cleaned_data["code"])
    if enterprise is None:
        sentence = _("No enterprise of this release has this code. Compare it with the licence, or ask at the window.")
        asked.add_error("code", sentence)
        return _answer(request, {"asked": asked}, 422)
    keeper = queries.paper_keeper()
    if request.method == "GET":
        form = ClaimForm(initial={"code": enterprise.credit_code}, takes_paper=keeper is not None)
        return _answer(request, {"asked": asked, "enterprise": enterprise, "form": form}, 200)
    form = ClaimForm(request.POST, request.FILES, takes_paper=keeper is not None)
    refusal = ""
    if form.is_valid():
        try:
            claim = _file(form, enterprise, keeper, Access.of(request).who)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            if claim is not None:
                undo.tell(request, _("Filed. You are told as soon as somebody answers."))
                return redirect("claims:one", claim.pk)
    context = {"asked": asked, "enterprise": enterprise, "form": form, "refusal": refusal}
    return _answer(request, context, 409 if refusal else 422)


def _file(form: ClaimForm, enterprise: Enterprise, keeper: Organisation | None, by: Person) -> Claim | None:
    """The claim, or None where its paper was refused, which the form then says."""
    kept = keep_each(form, "paper", organisation=keeper, by=by) if keeper else []
    if form.errors:
        return None
    file_id = kept[0].pk if kept else None
    return filing.file_claim(enterprise=enterprise, reason=form.cleaned_data["reason"], file_id=file_id, by=by)


def _answer(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "claims/new.html", context, status=status)
