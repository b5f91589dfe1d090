"""One petition: what was said, where it stands, what was answered; and what whoever looks may do."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.flowing.positions import clock_rows
from wutong.portal.services import access as services
from wutong.portal.services.words import issue
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.voice import access, words
from wutong.portal.voice.access import Seen
from wutong.portal.voice.actions import handling
from wutong.portal.voice.forms import AnswerForm, DispatchForm, RateForm, ReasonForm
from wutong.portal.voice.models import Kind, Petition


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The petition."""
    return render(request, "voice/one.html", _context(access.petition(request, number)))


@require_POST
@signed_in
def do(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one of its acts; a refusal is told at the act, with what was typed."""
    seen = access.petition(request, number)
    if act not in _DOERS:
        raise Http404
    form = _form(act, seen.petition, request.POST)
    asked = request.POST.get("steps", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else -1
    refusal = ""
    if form is None or form.is_valid():
        try:
            _DOERS[act](seen, after, form.cleaned_data if form else {})
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            return redirect("voice:one", number)
    fresh = access.petition(request, number)
    context = {**_context(fresh, {act: form} if form else {}), "refusal": refusal}
    return render(request, "voice/one.html", context, status=409 if refusal else 422)


def _dispatch(seen: Seen, after: int, told: dict[str, Any]) -> None:
    where = Organisation.objects.get(pk=told["handler"])
    handling.dispatch(
        seen=seen, after=after, handler=where, issue=told["issue"], reason=told["reason"], by=seen.access.who
    )


def _answer(seen: Seen, after: int, told: dict[str, Any]) -> None:
    handling.answer(
        seen=seen,
        after=after,
        text=told["text"],
        outcome=told.get("outcome", ""),
        version=told.get("version", ""),
        by=seen.access.who,
    )


def _rate(seen: Seen, after: int, told: dict[str, Any]) -> None:
    handling.rate(seen=seen, after=after, stars=told["stars"], remark=told["remark"], by=seen.access.who)


def _reopen(seen: Seen, after: int, told: dict[str, Any]) -> None:
    handling.reopen(seen=seen, after=after, reason=told["reason"], by=seen.access.who)


def _withdraw(seen: Seen, after: int, told: dict[str, Any]) -> None:
    handling.withdraw(seen=seen, after=after, by=seen.access.who)


_DOERS: dict[str, Callable[[Seen, int, dict[str, Any]], None]] = {
    "dispatch": _dispatch,
    "redirect": _dispatch,
    "answer": _answer,
    "rate": _rate,
    "reopen": _reopen,
    "withdraw": _withdraw,
}


def _form(act: str, petition: Petition, data: Any = None) -> Form | None:
    match act:
        case "dispatch" | "redirect":
            return DispatchForm(data, initial={"handler": petition.handler_id, "issue": petition.issue}, prefix=act)
        case "answer":
            about_service = petition.kind == Kind.SUGGESTION and bool(petition.service_code)
            return AnswerForm(data, is_suggestion=about_service, prefix=act)
        case "rate":
            return RateForm(data, prefix=act)
        case "reopen":
            return ReasonForm(data, prefix=act)
    return None


def _context(seen: Seen, forms: dict[str, Form] | None = None) -> dict[str, Any]:
    petition = seen.petition
    acts = [act for act in seen.may() if act.code in _DOERS]
    given = forms or {}
    return {
        "petition": petition,
        "kind": words.KINDS[petition.kind],
        "channel": words.CHANNELS[petition.channel],
        "issue": issue(petition.issue) if petition.issue else "",
        "outcome": words.OUTCOMES.get(petition.outcome, ""),
        "service": services.service(petition.service_code) if petition.service_code else None,
        "state": wording(petition.flow.state(petition.state).title),
        "clocks": [(petition.flow.clock(row.clock), row) for row in clock_rows(petition) if row.stopped_on is None],
        "steps": [(_title(petition, step.act), step) for step in petition.step_rows.all()],
        "acts": [(act, given.get(act.code) or _form(act.code, petition)) for act in acts],
    }


def _title(petition: Petition, code: str) -> str:
    declared = petition.flow.act(code)
    return wording(declared.title) if declared else wording(petition.flow.clock(code).title)
