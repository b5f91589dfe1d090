"""Counter groups of a window: what each offers, from when on, and what it offered before."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.appointments import access
from wutong.portal.appointments.actions import groups as actions
from wutong.portal.appointments.actions.places import plan_on
from wutong.portal.appointments.forms import GroupForm, PlanForm
from wutong.portal.cases.panels.window import services_of
from wutong.portal.shared.language import reader_language


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def show(request: HttpRequest, window_id: int) -> HttpResponse:
    """Every group of a window, and a new one."""
    window = access.window(request, window_id)
    data = request.POST if request.method == "POST" else None
    form = GroupForm(data, services=services_of(window))
    if data is not None and form.is_valid():
        try:
            actions.add(
                window=window, name=form.name(), services=form.cleaned_data["services"], by=Access.of(request).who
            )
        except WutongError as error:
            return _page(request, window, {"form": form, "refusal": error.in_language(reader_language())}, 409)
        return redirect("appointments:groups", window.pk)
    return _page(request, window, {"form": form}, 200 if data is None else 422)


@require_POST
@signed_in
def plan(request: HttpRequest, group_id: int) -> HttpResponse:
    """What a group offers from a day on."""
    group = access.group(request, group_id)
    form = PlanForm(request.POST, prefix=f"plan{group.pk}")
    if not form.is_valid():
        return _page(request, group.window, {"plan_form": (group.pk, form)}, 422)
    try:
        actions.plan(group=group, wanted=form.plan(), by=Access.of(request).who)
    except WutongError as error:
        told = {"plan_form": (group.pk, form), "refusal": error.in_language(reader_language())}
        return _page(request, group.window, told, 409)
    return redirect("appointments:groups", group.window_id)


@require_POST
@signed_in
def open_or_close(request: HttpRequest, group_id: int) -> HttpResponse:
    """Let a group be booked, or no more."""
    group = access.group(request, group_id)
    is_open = request.POST.get("open") == "yes"
    actions.open_or_close(group=group, is_open=is_open, by=Access.of(request).who)
    return redirect("appointments:groups", group.window_id)


def _page(request: HttpRequest, window: Organisation, told: dict[str, Any], status: int) -> HttpResponse:
    held = list(window.counter_groups.prefetch_related("plans__set_by"))
    key, bad = told.pop("plan_form", (None, None))
    forms: dict[int, Form] = {key: bad} if key is not None and bad is not None else {}
    rows = []
    for group in held:
        plans = list(group.plans.all())
        now = plan_on(plans, clock.today())
        rows.append((group, now, plans, forms.get(group.pk) or PlanForm.after(now, f"plan{group.pk}")))
    context = {"window": window, "rows": rows, "form": GroupForm(services=services_of(window)), **told}
    return render(request, "appointments/groups.html", context, status=status)
