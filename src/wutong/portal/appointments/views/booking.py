"""A visit booked, or moved: what it is about, where, on which day, at what time."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.appointments import access, rules, words
from wutong.portal.appointments.actions import booking
from wutong.portal.appointments.actions.booking import About
from wutong.portal.appointments.actions.places import Chosen
from wutong.portal.appointments.forms import AboutForm, TimeForm
from wutong.portal.appointments.models import Appointment, CounterGroup
from wutong.portal.appointments.queries import offering
from wutong.portal.services.access import services
from wutong.portal.shared.language import reader_language

Book = Callable[[Chosen], Appointment]


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Choose and book; a service or a case in the address is taken from there."""
    case = access.case(request, request.GET.get("case", ""))
    asked = {"service": request.GET.get("service", ""), "topic": request.GET.get("topic", "")}
    if case is not None:
        asked["service"] = case.service_code
    form = AboutForm(asked, services=services())
    said = form.cleaned_data if form.is_valid() else {"service": "", "topic": ""}
    who = Access.of(request).who
    about = About(said["service"], said["topic"], case)
    found = offering.groups(about.service_code)
    context = {"form": form, "case": case, "is_told": bool(about.service_code or about.topic.strip()), "about": said}

    def book(chosen: Chosen) -> Appointment:
        return booking.book(chosen=chosen, about=about, holder=who, by=who)

    return _answer(request, found, context, book, _("Booked."))


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Choose another time of the same window."""
    held = access.own(request, number)
    if not rules.may_change(held):
        return redirect("appointments:one", number)
    found = offering.groups(held.service_code, held.window_id)
    who = Access.of(request).who
    context = {"moving": held, "is_told": True, "about": {"service": held.service_code, "topic": held.topic}}

    def book(chosen: Chosen) -> Appointment:
        return booking.move(appointment=held, chosen=chosen, by=who)

    return _answer(request, found, context, book, _("Moved."))


def _answer(
    request: HttpRequest, found: list[CounterGroup], context: dict[str, Any], book: Book, done: str
) -> HttpResponse:
    """The choice, or what became of it."""
    group = next((one for one in found if str(one.pk) == request.GET.get("group")), None) or next(iter(found), None)
    refusal, status = "", 200
    if request.method == "POST" and group is not None and context["is_told"]:
        form = TimeForm(request.POST)
        if form.is_valid():
            day, begins = form.cleaned_data["at"]
            try:
                made = book(Chosen(group, day, begins))
            except WutongError as error:
                refusal, status = error.in_language(reader_language()), 409
            else:
                way_back = "" if "moving" in context else reverse("appointments:cancel", args=[made.number])
                undo.tell(request, done, way_back if rules.may_change(made) else "")
                return redirect("appointments:one", made.number)
        else:
            refusal, status = _("Choose a time."), 422
    shown = {**context, **_offered(request, found, group), "refusal": refusal}
    return render(request, "appointments/new.html", shown, status=status)


def _offered(request: HttpRequest, found: list[CounterGroup], group: CounterGroup | None) -> dict[str, Any]:
    days = offering.days(group) if group else []
    asked = request.GET.get("day", "")
    first = next((one for one in days if one.free), None)
    day = next((one for one in days if one.day.isoformat() == asked), first)
    return {
        "groups": [(one, words.place(one), _with(request, group=str(one.pk), day="")) for one in found],
        "group": group,
        "days": [(one, words.weekday(one.day), _with(request, day=one.day.isoformat())) for one in days],
        "day": day,
        "times": [(one, _moment(day.day, one.begins)) for one in day.times] if day else [],
        "rules": rules.rules(),
        "query": request.GET.urlencode(),
    }


def _moment(day: date, begins: time) -> str:
    return f"{day.isoformat()}T{begins:%H:%M}"


def _with(request: HttpRequest, **values: str) -> str:
    query = request.GET.copy()
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"
