"""Reports that purchases owe: what is open, what was filed, and filing one."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.materials import access
from wutong.portal.materials.actions import reports as writing
from wutong.portal.materials.forms import FiledForm
from wutong.portal.materials.models import Report
from wutong.portal.materials.queries import duties
from wutong.portal.materials.views.common import done_or_told


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Open reports first, then those that were filed."""
    reader = Access.of(request)
    reader.need(Permission.MATERIAL_SEE)
    own = access.own(reader, Report.objects.all(), through="stock__organisation")
    today = clock.today()
    context = {
        "open": duties.open_duties(own, today),
        "filed": duties.filed_duties(own, today),
        "today": today,
        "done": undo.told(request),
        "tab": "reports",
    }
    return render(request, "materials/reports.html", context)


@require_POST
@signed_in
def file_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Record that a purchase was reported."""
    report = access.own_report(request, report_id)
    form = FiledForm(request.POST)
    if not form.is_valid():
        undo.tell(request, _("Give the day on which it was reported."))
        return redirect("materials:reports")
    data = {name: form.cleaned_data[name] for name in ("filed_on", "receipt")}
    act = partial(writing.file_report, report=report, by=Access.of(request).who, **data)
    return done_or_told(request, act, _("Recorded as reported."), "materials:reports")
