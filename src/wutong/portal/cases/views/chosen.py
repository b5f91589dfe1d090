"""Cases chosen from the work list: given to somebody, or acted upon, each alone and with its own result."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wutong.catalog.flows import Act
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.models import Person
from wutong.portal.cases.access import Seen, roles_in
from wutong.portal.cases.actions import assigning, doing
from wutong.portal.cases.forms.acts import BatchForm
from wutong.portal.cases.forms.work import chosen_of
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import chosen as panels
from wutong.portal.cases.panels.chosen import Result
from wutong.portal.cases.queries import casepage
from wutong.portal.cases.queries import worklist as queries
from wutong.portal.cases.views.work import desk_of
from wutong.portal.shared.language import reader_language, wording


@never_cache
@require_POST
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """What can be done with the chosen cases."""
    seen = _chosen(request)
    return _page(request, seen) if seen else redirect("cases:work")


@never_cache
@require_POST
@signed_in
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to somebody, or back to all."""
    seen = _chosen(request)
    asked = request.POST.get("to", "")
    to = Person.objects.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    if asked and to is None:
        raise Http404
    why = request.POST.get("why", "")[:500].strip()
    return _results(request, [_assigned(one, to, why) for one in seen], _("Assign or hand over"))


@never_cache
@require_POST
@signed_in
def do(request: HttpRequest, act: str) -> HttpResponse:
    """Do one act on each of the chosen cases."""
    seen = _chosen(request)
    declared = next((one for one in common_acts(seen) if one.code == act), None)
    if declared is None:
        return _page(request, seen, refusal=_("This can no longer be done with all of them. See what can."), status=409)
    form = BatchForm(seen[0].case, declared, request.POST)
    if not form.is_valid():
        return _page(request, seen, form, status=422)
    after, told = chosen_of(request.POST), form.told()
    results = [_done(one, act, after[str(one.case.case_id)], told) for one in seen]
    return _results(request, results, wording(declared.title))


def common_acts(seen: list[Seen]) -> list[Act]:
    """The acts that the flows of all of them declare alike, and that may be done to each now."""
    if not seen:
        return []
    each = [casepage.acts_now(one) for one in seen]
    services = {one.case.service.key for one in seen}
    return [
        act
        for act in each[0]
        if act.code not in doing.SENDING
        and all(act in acts for acts in each[1:])
        and ("papers" not in act.needs or len(services) == 1)
    ]


def _chosen(request: HttpRequest) -> list[Seen]:
    desk = desk_of(request)
    cases = queries.chosen(desk, chosen_of(request.POST))
    return [Seen(case, desk.access, roles_in(desk.access, case)) for case in cases]


def _assigned(seen: Seen, to: Person | None, why: str) -> Result:
    if not casepage.reader_of(seen).may_assign:
        return Result(seen.case, False, _("It is not yours to give."))
    try:
        changed = assigning.assign(cases=[seen.case], to=to, by=seen.access.who, reason=why)
    except WutongError as error:
        return Result(seen.case, False, error.in_language(reader_language()))
    if not changed:
        return Result(seen.case, True, _("Nothing to change."))
    return Result(seen.case, True, _("Assigned to %(who)s.") % {"who": to} if to else _("Given back to all."))


def _done(seen: Seen, act: str, after: int, told: dict[str, Any]) -> Result:
    try:
        moved = doing.do(seen=seen, act=act, by=seen.access.who, **{**told, "after": after})
    except WutongError as error:
        return Result(seen.case, False, error.in_language(reader_language()))
    return Result(moved, True, _("Now: %(state)s") % {"state": wording(moved.flow.state(moved.state).title)})


def _page(
    request: HttpRequest, seen: list[Seen], tried: BatchForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    if not seen:
        return redirect("cases:work")
    acts = common_acts(seen)
    context = {
        "cases": [one.case for one in seen],
        "acts": panels.cards(seen[0].case, acts, tried),
        "people": _people(one.case for one in seen),
        "refusal": refusal,
    }
    return render(request, "cases/work_chosen.html", context, status=status)


def _people(cases: Iterable[Case]) -> list[Person]:
    """Those to whom any of the cases may be given."""
    places = {place for case in cases for place in (case.lead_id, case.window_id) if place}
    return casepage.workers(places)


def _results(request: HttpRequest, results: list[Result], title: str) -> HttpResponse:
    context = {"results": results, "title": title, "well": sum(one.is_well for one in results)}
    return render(request, "cases/work_results.html", context)
