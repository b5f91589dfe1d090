"""One claim: both sides, where it stands, and what whoever looks may do."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import BY_CODE
from wutong.portal.atlas.queries.portraits.by_code import enterprise_of
from wutong.portal.claims import access, queries, words
from wutong.portal.claims.access import Seen
from wutong.portal.claims.actions import deciding, filing
from wutong.portal.claims.forms import ConfirmForm, RefuseForm
from wutong.portal.claims.models import State
from wutong.portal.shared.language import reader_language


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The claim."""
    context = _context(access.claim(request, claim_id))
    return render(request, "claims/one.html", {**context, "done": undo.told(request)})


@require_POST
@signed_in
def confirm(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Make whoever filed it a member."""
    seen = _to_decide(request, claim_id)
    form = _confirm_form(seen, request.POST)
    if not form.is_valid():
        return render(request, "claims/one.html", {**_context(seen), "confirm": form}, status=422)
    role = BY_CODE[form.cleaned_data.get("role") or "R2"]
    answer = _done(request, seen, lambda: deciding.confirm(claim=seen.claim, role=role, by=seen.access.who))
    if answer.status_code == 302:
        undo.tell(request, _("Confirmed. They are told, and so are the administrators."))
    return answer


@require_POST
@signed_in
def refuse(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Say no, with the reason."""
    seen = _to_decide(request, claim_id)
    form = RefuseForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return render(request, "claims/one.html", {**_context(seen), "refuse": form}, status=422)
    words_of_it = form.cleaned_data["answer"]
    answer = _done(request, seen, lambda: deciding.refuse(claim=seen.claim, answer=words_of_it, by=seen.access.who))
    if answer.status_code == 302:
        undo.tell(request, _("Refused. They read your reason."), reverse("claims:reopen", args=[claim_id]))
    return answer


@require_POST
@signed_in
def reopen(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take a refusal back."""
    seen = _to_decide(request, claim_id)
    return _done(request, seen, lambda: deciding.reopen(claim=seen.claim, by=seen.access.who))


@require_POST
@signed_in
def withdraw(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take one's own claim back."""
    seen = access.claim(request, claim_id)
    if not seen.is_own:
        raise Http404
    return _done(request, seen, lambda: filing.withdraw(claim=seen.claim, by=seen.access.who))


def _done(request: HttpRequest, seen: Seen, write: Callable[[], object]) -> HttpResponse:
    """Back at the claim; where it was refused, the claim as it is by now, with why."""
    try:
        write()
    except WutongError as error:
        fresh = access.claim(request, seen.claim.pk)
        context = {**_context(fresh), "refusal": error.in_language(reader_language())}
        return render(request, "claims/one.html", context, status=409)
    return redirect("claims:one", seen.claim.pk)


def _to_decide(request: HttpRequest, claim_id: int) -> Seen:
    seen = access.claim(request, claim_id)
    if not seen.may_decide:
        raise Http404
    return seen


def _confirm_form(seen: Seen, data: Any = None) -> ConfirmForm:
    where = access.organisation_of(seen.claim)
    return ConfirmForm(data, is_first=where is None or not deciding.has_administrators(where), prefix="confirm")


def _context(seen: Seen) -> dict[str, Any]:
    claim = seen.claim
    where = access.organisation_of(claim)
    forms: dict[str, Form] = {}
    if seen.may_decide and claim.state == State.OPEN:
        forms = {"confirm": _confirm_form(seen), "refuse": RefuseForm(prefix="refuse")}
    return {
        "seen": seen,
        "claim": claim,
        "state": words.STATES[claim.state],
        "domain": queries.mail_domain(claim.person),
        "enterprise": enterprise_of(claim.enterprise_id),
        "organisation": where,
        "members": queries.members(where) if seen.may_decide else [],
        "sees_members": where is not None and seen.access.may(Permission.MEMBERS_SEE, where),
        "paper": queries.paper_of(claim),
        "role": BY_CODE[claim.role_code].name_text if claim.role_code else None,
        **forms,
    }
