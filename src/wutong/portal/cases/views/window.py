"""A clerk at the window: the queue, called by number, and cases taken in on behalf of visitors."""

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.cases.actions import queue, taking_in
from wutong.portal.cases.forms.window import DeskForm, TakeInForm, TicketForm
from wutong.portal.cases.models import QueueTicket
from wutong.portal.cases.panels import window as panels
from wutong.portal.cases.queries import queue as queries
from wutong.portal.cases.queries import visitors
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.spreadsheets.answering import file_answer

_ACTS = ("again", "served", "left", "back")
_MOST_SHOWN = 100


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The queue of the window at which the reader sits."""
    asked = request.GET.get("window", "")
    window = _window(request, int(asked)) if asked.isdecimal() and len(asked) < 18 else _first(request)
    # The page asks for itself again and again; what was done is told to the reader, not to that.
    done = None if "HX-Request" in request.headers else undo.told(request)
    return render(request, "cases/window.html", {**_context(request, window), "done": done})


@require_POST
@signed_in
def desk(request: HttpRequest, window_id: int) -> HttpResponse:
    """Say at which desk the reader sits; kept while they are signed in."""
    window = _window(request, window_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/window.html", {**_context(request, window), "desk_form": form}, status=422)
    request.session["window_desk"] = form.cleaned_data["desk"]
    return _back(window)


@require_POST
@signed_in
def take(request: HttpRequest, window_id: int) -> HttpResponse:
    """A number for somebody at the counter."""
    window = _window(request, window_id)
    form = TicketForm(request.POST, services=panels.services_of(window))
    if not form.is_valid():
        return render(request, "cases/window.html", {**_context(request, window), "take_form": form}, status=422)
    told = form.cleaned_data
    made = queue.take(
        window=window, service_code=told["service"], topic=told["topic"].strip(), by=Access.of(request).who
    )
    undo.tell(request, _("Number %(number)s.") % {"number": made.shown_number})
    return _back(window)


@require_POST
@signed_in
def call_next(request: HttpRequest, window_id: int) -> HttpResponse:
    """Call the next number to the reader's desk."""
    window = _window(request, window_id)
    label = request.session.get("window_desk")
    if not label:
        form = DeskForm({})
        return render(request, "cases/window.html", {**_context(request, window), "desk_form": form}, status=422)
    try:
        called = queue.call_next(window=window, desk=label, by=Access.of(request).who)
    except WutongError as error:
        return _refused(request, window, error)
    told = {"number": called.shown_number, "desk": label}
    _tell(request, called, _("Number %(number)s is called to %(desk)s.") % told)
    return _back(window)


@require_POST
@signed_in
def move(request: HttpRequest, ticket_id: int, act: str) -> HttpResponse:
    """Call a number again, say that it was served or left, or take the last step back."""
    if act not in _ACTS:
        raise Http404
    rows = QueueTicket.objects.filter(window__in=queries.own_windows(Access.of(request)))
    found = rows.select_related("window").filter(pk=ticket_id).first()
    if found is None:
        raise Http404
    try:
        moved = queue.move(ticket=found, act=act, seen=request.POST.get("state", ""), by=Access.of(request).who)
    except WutongError as error:
        return _refused(request, found.window, error)
    if act in {"served", "left"}:
        told = {"number": moved.shown_number, "state": panels.STATES[moved.state]}
        _tell(request, moved, _("Number %(number)s: %(state)s.") % told)
    return _back(found.window)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, window_id: int) -> FileResponse:
    """The numbers of a day as a file, without anybody's name."""
    window, day = _window(request, window_id), _day(request)
    rows = list(queries.tickets(window, day))
    return file_answer(f"wutong-window-{day:%Y%m%d}.csv", "csv", panels.header(), panels.lines(rows))


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def take_in(request: HttpRequest, window_id: int) -> HttpResponse:
    """Find the enterprise, say who came and for what, and begin a draft on their behalf."""
    window = _window(request, window_id)
    told = request.POST if request.method == "POST" else request.GET
    words = told.get("q", "").strip()[:120]
    firms = visitors.firms(words)
    choices = [(key, f"{one.name_zh} {one.credit_code or ''}".strip()) for key, one in firms.items()]
    data = request.POST if request.method == "POST" else None
    first = {"service": request.GET.get("service", ""), "firm": choices[0][0] if choices else ""}
    form = TakeInForm(data, firms=choices, services=panels.services_of(window), initial=first)
    refusal, status = "", 200 if data is None else 422
    if data is not None and form.is_valid():
        try:
            return _begun(request, window, form, firms[form.cleaned_data["firm"]])
        except WutongError as error:
            refusal, status = error.in_language(reader_language()), 409
    context = {"window": window, "words": words, "firms": firms, "form": form, "refusal": refusal}
    return render(request, "cases/window_take_in.html", context, status=status)


def _begun(request: HttpRequest, window: Organisation, form: TakeInForm, firm: Any) -> HttpResponse:
    told = form.cleaned_data
    service = next(one for one in panels.services_of(window) if one.code == told["service"])
    case = taking_in.take_in(
        service=service, firm=firm, window=window, visitor=told["visitor"], by=Access.of(request).who
    )
    return redirect("cases:fill", case.case_id, service.pages[0].code)


def _tell(request: HttpRequest, ticket: QueueTicket, sentence: str) -> None:
    undo.tell(request, sentence, reverse("cases:window_move", args=[ticket.pk, "back"]), state=ticket.state)


def _refused(request: HttpRequest, window: Organisation, error: WutongError) -> HttpResponse:
    context = {**_context(request, window), "refusal": error.in_language(reader_language())}
    return render(request, "cases/window.html", context, status=409)


def _context(request: HttpRequest, window: Organisation) -> dict[str, Any]:
    day, label = _day(request), request.session.get("window_desk", "")
    rows = list(queries.tickets(window, day))
    waiting = sorted((one for one in rows if one.state == "waiting"), key=lambda one: (one.place_at, one.number))
    today = queries.in_figures(rows)
    return {
        "window": window,
        "windows": [(f"?window={one.pk}", one) for one in queries.own_windows(Access.of(request))],
        "day": day,
        "is_today": day == clock.today(),
        "desk": label,
        "desk_form": DeskForm(initial={"desk": label}),
        "take_form": TicketForm(services=panels.services_of(window)),
        "called": [(one, panels.about(one)) for one in rows if one.state == "called"],
        "waiting": [(one, panels.about(one)) for one in waiting[:_MOST_SHOWN]],
        "figures": today,
        "charts": panels.charts(today),
    }


def _window(request: HttpRequest, window_id: int) -> Organisation:
    """A window at which the reader sits; raises Http404."""
    found = queries.own_windows(Access.of(request)).filter(pk=window_id).first()
    if found is None:
        raise Http404
    return found


def _first(request: HttpRequest) -> Organisation:
    found = queries.own_windows(Access.of(request)).first()
    if found is None:
        raise Http404
    return found


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def _back(window: Organisation) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('cases:window')}?window={window.pk}")
