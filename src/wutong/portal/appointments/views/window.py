"""A window's bookings: the day, how far its places are used, the file; and its counter groups with their plans."""

from datetime import date, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.appointments import access, rules, words
from wutong.portal.appointments.actions import booking
from wutong.portal.appointments.forms import ReasonForm
from wutong.portal.appointments.models import Appointment
from wutong.portal.appointments.queries import days
from wutong.portal.atlas.panels.charts import Chart, Series
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.spreadsheets.answering import file_answer

_ACTS = ("check-in", "cancel", "excuse")


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest, window_id: int | None = None) -> HttpResponse:
    """The day at one window."""
    window = access.window(request, window_id)
    return render(request, "appointments/window.html", _context(request, window))


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, window_id: int, form: str) -> FileResponse:
    """The bookings of a day."""
    window, day = access.window(request, window_id), _day(request)
    header = [_("Number"), _("Time"), _("Counter group"), _("About"), _("Booked by"), _("State"), _("Queue number"),
              _("Reason")]  # fmt: skip
    lines = (_line(one) for one in days.of_day(window, day))
    return file_answer(f"wutong-appointments-{day:%Y%m%d}.{form}", form, header, lines)


@require_POST
@signed_in
def do(request: HttpRequest, window_id: int, number: str, act: str) -> HttpResponse:
    """Check somebody in, cancel for them, or excuse who did not come."""
    if act not in _ACTS:
        raise Http404
    held, who = access.at_window(request, window_id, number), Access.of(request).who
    form = ReasonForm(request.POST)
    if act != "check-in" and not form.is_valid():
        context = {**_context(request, held.window, held.day), "refusal": _("Say why.")}
        return render(request, "appointments/window.html", context, status=422)
    try:
        if act == "check-in":
            booking.check_in(appointment=held, by=who)
        elif act == "cancel":
            booking.cancel(appointment=held, reason=form.cleaned_data["reason"], by=who, by_window=True)
        else:
            booking.excuse(appointment=held, reason=form.cleaned_data["reason"], by=who)
    except WutongError as error:
        context = {**_context(request, held.window, held.day), "refusal": error.in_language(reader_language())}
        return render(request, "appointments/window.html", context, status=409)
    after = Appointment.objects.select_related("ticket").get(pk=held.pk)
    told = {"number": after.number, "state": words.STATES[after.state]}
    undo.tell(request, _("%(number)s: %(state)s.") % told)
    return HttpResponseRedirect(_address(window_id, held.day))


def _address(window_id: int, day: date) -> str:
    """A day at a window."""
    return f"{reverse('appointments:window', args=[window_id])}?day={day}"


def _context(request: HttpRequest, window: Organisation, day: date | None = None) -> dict[str, Any]:
    day = day or _day(request)
    rows = list(days.of_day(window, day))
    used = days.use(window, day)
    return {
        "window": window,
        "windows": [(_address(one.pk, day), one) for one in access.windows(Access.of(request))],
        "day": day,
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1),
        "rows": [(one, words.about(one), words.STATES[one.state], rules.may_check_in(one)) for one in rows],
        "use": next((one for one in used if one.day == day), days.Use(day, 0, 0, 0, 0)),
        "used": used,
        "charts": [_chart(used)] if any(one.places for one in used) else [],
        "done": undo.told(request),
    }


def _chart(used: list[days.Use]) -> Chart:
    shown = tuple(f"{one.day:%m-%d}" for one in used)
    booked = Series(_("Booked"), "1", tuple(one.booked for one in used))
    free = Series(_("Free"), "5", tuple(max(0, one.places - one.booked) for one in used))
    return Chart("use", "columns", _("Places by day: booked and free"), _("Day"), shown, (booked, free))


def _line(one: Appointment) -> list[Any]:
    ticket = one.ticket.shown_number if one.ticket else ""
    who, group = one.holder.audit_label if one.holder else "", wording(one.slot.group.name)
    return [one.number, f"{one.slot.begins:%H:%M}", group, words.about(one), who, str(words.STATES[one.state]), ticket,
            one.reason]  # fmt: skip


def _day(request: HttpRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return min(max(asked, date(2000, 1, 1)), date(2100, 1, 1))
