"""The receipt of a case: its number, when it was sent, what was handed in, and what happens next; to print."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in
from wutong.portal.cases import access
from wutong.portal.cases.queries.papers import papers_of
from wutong.portal.flowing import naming
from wutong.portal.services.panels.guide import qr_code


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The receipt; a draft has none."""
    case = access.case(request, case_id).case
    if case.submitted_on is None:
        raise Http404
    first = case.step_rows.filter(act__in=["submit"]).first()
    rows = [row for row in case.clock_rows.all() if row.stopped_on is None]
    address = request.build_absolute_uri(reverse("cases:receipt", args=[case_id]))
    context = {
        "case": case,
        "service": case.service,
        "sent": first,
        "state": case.flow.state(case.state).title,
        "clocks": [(naming.clock(case, row.clock), row) for row in rows if row.due_on],
        "papers": papers_of(case),
        "code": qr_code(address),
    }
    return render(request, "cases/receipt.html", context)
