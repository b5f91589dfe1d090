"""The holder of a certificate sees when it is renewed, and begins its renewal."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases import access
from wutong.portal.cases.access import Seen
from wutong.portal.cases.actions.continuing import renewing
from wutong.portal.cases.actions.opening import is_editable
from wutong.portal.cases.models import Case, Certificate
from wutong.portal.cases.panels.continuing.renewal import card
from wutong.portal.cases.queries.continuing.renewals import renewal_of
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def renew(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """When the certificate of a case is renewed; and the renewal, begun or gone on with."""
    seen = access.case(request, case_id)
    certificate = _certificate(seen)
    refusal, status = "", 200
    if request.method == "POST":
        behind = None if _applies(seen) else seen.case.window
        visitor = seen.case.visitor if behind else ""
        try:
            made = renewing.renew(certificate=certificate, by=seen.access.who, window=behind, visitor=visitor)
        except WutongError as error:
            refusal, status = error.in_language(reader_language()), 409
        else:
            return _onward(made)
    renewal = renewal_of(certificate, clock.today())
    context = {
        "case": seen.case,
        "service": seen.case.service,
        "renewal": renewal,
        "held": card(renewal, may_renew=True),
        "refusal": refusal,
    }
    return render(request, "cases/renew.html", context, status=status)


def _certificate(seen: Seen) -> Certificate:
    """The certificate of a case, for who applied or stands in for them; raises Http404."""
    found = Certificate.objects.filter(case=seen.case).select_related("case__organisation", "renewed_by__case").first()
    if found is None or not (_applies(seen) or seen.is_window):
        raise Http404
    return found


def _applies(seen: Seen) -> bool:
    return seen.access.may(Permission.CASE_APPLY, seen.case.organisation)


def _onward(case: Case) -> HttpResponse:
    if is_editable(case):
        return redirect("cases:fill", case.case_id, case.service.pages[0].code)
    return redirect("cases:case", case.case_id)
