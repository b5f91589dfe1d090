"""One placement: where it stands, promised beside delivered, its log; and what whoever looks may do now."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.flowing.positions import clock_rows
from wutong.portal.placements import access, words
from wutong.portal.placements.access import Seen
from wutong.portal.placements.actions.matching import findings
from wutong.portal.placements.models import Placement
from wutong.portal.placements.queries import ledger
from wutong.portal.placements.views import doing
from wutong.portal.placements.wording import FLOW
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language, wording


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The placement."""
    return render(request, "placements/one.html", _context(access.placement(request, number)))


@require_POST
@signed_in
def do(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one of its acts; a refusal is told at the act, with what was typed."""
    seen = access.placement(request, number)
    if act not in doing.DOERS:
        raise Http404
    form = doing.form(act, seen.placement, request.POST)
    asked = request.POST.get("steps", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else -1
    refusal = ""
    if form is None or form.is_valid():
        try:
            moved = doing.DOERS[act](seen, act, after, form)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            is_theirs = access.visible(seen.access).filter(pk=moved.pk).exists()
            return redirect("placements:one", number) if is_theirs else redirect("placements:list")
    fresh = access.placement(request, number)
    context = {**_context(fresh, {act: form} if form else {}), "refusal": refusal}
    return render(request, "placements/one.html", context, status=409 if refusal else 422)


def _context(seen: Seen, forms: dict[str, Form] | None = None) -> dict[str, Any]:
    placement, given = seen.placement, forms or {}
    post: dict[str, Any] = {
        "placement": placement,
        "state": wording(placement.flow.state(placement.state).title),
        "way": _way(placement),
        "acts": [
            (act, given.get(act.code) or doing.form(act.code, placement))
            for act in seen.may()
            if not doing.is_empty(act.code, placement)
        ],
        "is_post": seen.is_reader_of_post,
    }
    return post if seen.is_reader_of_post else {**post, **_whole(placement)}


def _whole(placement: Placement) -> dict[str, Any]:
    """What only those see whose placement it is."""
    promised, used, is_kept = ledger.contact(placement)
    scheme = catalogue().placements
    return {
        "lines": ledger.lines(placement) if placement.began_on else [],
        "contact": {"promised": promised, "used": used, "is_kept": is_kept},
        "months": [(one, words.MONTHS[one.state]) for one in ledger.calendar(placement)],
        "candidates": [_candidate(placement, one) for one in placement.candidacies.select_related("doctor", "unit")],
        "has_agreement": bool(placement.signatures.exists()) or placement.state == "agreeing",
        "milestones": list(placement.milestones.all()),
        "outputs": [(words.OUTPUTS[one.kind], one) for one in placement.outputs.all()],
        "reviews": [(words.VERDICTS[one.verdict], one) for one in placement.reviews.select_related("by")],
        "subsidies": [
            (words.VERDICTS[one.grade], words.RULES.get(one.rule, ""), scheme.get(one.scheme), one)
            for one in placement.subsidies.all()
        ],
        "clocks": [(placement.flow.clock(row.clock), row) for row in clock_rows(placement) if row.stopped_on is None],
        "steps": [
            (_title(placement, step.act), words.detail(step.details.get("about", "")), step)
            for step in placement.step_rows.order_by("-number")
        ],
    }


def _candidate(placement: Placement, one: Any) -> dict[str, Any]:
    found = findings(placement, one) if placement.state == "checking" and not one.outcome else []
    return {
        "row": one,
        "came": words.CAME[one.came],
        "outcome": words.OUTCOMES[one.outcome],
        "findings": [wording(text) for _, text in found],
    }


def _way(placement: Placement) -> list[tuple[str, str]]:
    """The usual way with what is behind, where it is now, and what is ahead; `off` where it ended otherwise."""
    flow = catalogue().flows[FLOW]
    been = set(placement.step_rows.values_list("to_state", flat=True)) | {placement.state}
    shown = [code for code in flow.usual if code != "draft" and (code != "completed" or placement.phase != "ended")]
    if placement.state not in shown:
        shown.append(placement.state)
    marks = {code: "here" if code == placement.state else "done" if code in been else "ahead" for code in shown}
    return [(wording(flow.state(code).title), mark) for code, mark in marks.items()]


def _title(placement: Placement, code: str) -> str:
    declared = placement.flow.act(code)
    return wording(declared.title) if declared else wording(placement.flow.clock(code).title)
