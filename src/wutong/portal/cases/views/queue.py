"""The queue for those who wait: the display in the hall, which anybody sees, and a number taken from the portal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.cases.actions import queue
from wutong.portal.cases.forms.window import PortalTicketForm
from wutong.portal.cases.models import QueueTicket
from wutong.portal.cases.panels import window as panels
from wutong.portal.cases.queries import queue as queries
from wutong.portal.services.access import services
from wutong.portal.shared.language import reader_language


@never_cache
@require_GET
def hall(request: HttpRequest, window_id: int) -> HttpResponse:
    """The numbers that are called, and to which desk; asks again by itself. It says nothing of anybody."""
    window = queries.windows().filter(pk=window_id).first()
    if window is None:
        raise Http404
    today = clock.today()
    context = {
        "window": window,
        "called": queries.called(window, today),
        "waiting": queries.waiting(window, today).count(),
    }
    return render(request, "cases/hall.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Take a number from where one is, and see how many wait before it."""
    who, windows = Access.of(request).who, list(queries.windows())
    data = request.POST if request.method == "POST" else None
    first = {"service": request.GET.get("service", "")}
    form = PortalTicketForm(data, windows=windows, services=services(), initial=first)
    refusal, status = "", 200 if data is None else 422
    if data is not None and form.is_valid():
        told = form.cleaned_data
        window = next(one for one in windows if str(one.pk) == told["window"])
        try:
            made = queue.take(
                window=window, service_code=told["service"], topic=told["topic"].strip(), holder=who, by=who
            )
        except WutongError as error:
            refusal, status = error.in_language(reader_language()), 409
        else:
            undo.tell(request, _("Number %(number)s.") % {"number": made.shown_number})
            return redirect("cases:queue")
    held = [(one, before, panels.about(one)) for one, before in queries.held_by(who, clock.today())]
    context: dict[str, Any] = {"form": form if windows else None, "held": held, "refusal": refusal}
    if "HX-Request" not in request.headers:  # the page asks for itself again and again
        context["done"] = undo.told(request)
    return render(request, "cases/queue.html", context, status=status)


@require_POST
@signed_in
def leave(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Give one's own number up; one that was called or ended meanwhile stays as it is."""
    who = Access.of(request).who
    found = QueueTicket.objects.filter(holder=who, pk=ticket_id).first()
    if found is None:
        raise Http404
    try:
        queue.move(ticket=found, act="left", seen=request.POST.get("state", ""), by=who)
    except WutongError as error:
        undo.tell(request, error.in_language(reader_language()))
    else:
        undo.tell(request, _("You have given your number up."))
    return redirect("cases:queue")
