"""Whoever decides a case sees what a later version of its service would change, and takes the case to it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.cases import access
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions.continuing import upgrading
from wutong.portal.cases.queries.casepage import may_upgrade
from wutong.portal.cases.queries.continuing.upgrades import Planned, later_version, plan
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def upgrade(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What would change; and the change. Where it is impossible, the page says why."""
    seen = access.case(request, case_id)
    if not may_upgrade(seen):
        raise Http404
    refusal, status = "", 200
    if request.method == "POST":
        version, steps = _number(request, "version"), _number(request, "steps")
        try:
            case = upgrading.upgrade(case=seen.case, version=version, after=steps, by=seen.access.who)
        except WutongError as error:
            refusal, status = error.in_language(reader_language()), 409
        else:
            undo.tell(request, _("The case goes on by version %(version)s.") % {"version": case.service_version})
            return redirect("cases:case", case_id)
    elif later_version(seen.case, clock.today()) is None:
        raise Http404
    planned, why_not = _planned(seen)
    context = {"case": seen.case, "service": seen.case.service, "planned": planned, "refusal": refusal or why_not}
    return render(request, "cases/upgrade.html", context, status=status)


def _planned(seen: Seen) -> tuple[Planned | None, str]:
    later = later_version(seen.case, clock.today())
    if later is None:
        return None, ""
    try:
        return plan(seen.case, later.version, clock.today()), ""
    except WutongError as error:
        return None, error.in_language(reader_language())


def _number(request: HttpRequest, name: str) -> int:
    asked = request.POST.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 0
