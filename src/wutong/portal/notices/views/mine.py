"""One's own messages: the list, one message, what was read, the choice of channels, and a file to take away."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.notices import access, actions, queries
from wutong.portal.notices.acts import CHANNELS, ERRORS, STATES
from wutong.portal.notices.delivering.targets import targets
from wutong.portal.notices.forms import PreferenceForm, WantedForm
from wutong.portal.notices.kinds import kind_name
from wutong.portal.notices.models import Channel, Notice
from wutong.portal.notices.queries import Wanted
from wutong.portal.shared.paging import head, page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.spreadsheets.writers import WRITERS


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that the reader was told, newest first."""
    person = access.reader(request)
    form = WantedForm(request.GET, kinds=list(queries.kinds_of(person)))
    wanted = form.wanted()
    found = queries.mine(person, wanted, page=page_asked(request))
    context = {
        "form": form,
        "found": found,
        "rows": [(one, kind_name(one.kind)) for one in found.rows],
        "unread": queries.unread_of(person),
        "is_filtered": wanted != Wanted(sort=wanted.sort),
        "heads": {name: head(request, name, wanted.sort) for name in queries.ORDERS},
        "pages": pages(request, found.page, found.pages),
        "file_query": request.GET.urlencode(),
        "may_read_log": access.may_read_log(request),
        "done": undo.told(request),
    }
    return render(request, "notices/mine.html", context)


@never_cache
@require_GET
@signed_in
def one(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One message in its words. To open it is to read it."""
    notice = access.notice_of(request, notice_id)
    if notice.read_at is None:
        actions.mark_read(notices=[notice], by=access.reader(request))
    left = [one for one in queries.deliveries_of(notice) if one.channel != Channel.PORTAL]
    context = {
        "notice": notice,
        "kind": kind_name(notice.kind),
        "deliveries": [(CHANNELS[one.channel], STATES[one.state], ERRORS.get(one.error_code), one) for one in left],
        "done": undo.told(request),
    }
    return render(request, "notices/one.html", context)


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Mark one message, or all of them, as read; the next page offers to take that back."""
    person = access.reader(request)
    if "notice" in request.POST:
        notice = access.notice_of(request, _id_in(request.POST["notice"]))
        moment = actions.mark_read(notices=[notice], by=person)
        sentence = _("Marked as read: %(subject)s") % {"subject": notice.subject}
    else:
        moment = actions.mark_all_read(by=person)
        sentence = _("Everything is marked as read.")
    back = _back(request)
    if moment is not None:
        undo.tell(request, sentence, reverse("notices:unread"), since=moment.isoformat(), back=back)
    return redirect(back)


@require_POST
@signed_in
def unread(request: HttpRequest) -> HttpResponse:
    """Take back that one message, or all that were marked at one moment, have been read."""
    person = access.reader(request)
    if "notice" in request.POST:
        notice = access.notice_of(request, _id_in(request.POST["notice"]))
        count = actions.mark_unread(notices=[notice], by=person)
    else:
        since = _moment(request.POST.get("since", ""))
        count = actions.mark_unread(since=since, by=person) if since else 0
    sentence = ngettext("%(count)d message is unread again.", "%(count)d messages are unread again.", count)
    undo.tell(request, sentence % {"count": count})
    return redirect(_back(request))


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """Which channels beside the portal."""
    person = access.reader(request)
    services = targets()
    held = queries.preference_of(person)
    chosen = {"mail": held.mail, "services": held.services, "rooms": held.rooms}
    offered = {"mail", *("services" if one.is_personal else "rooms" for one in services)}
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=chosen, offered=offered)
    if form.is_valid():
        # What is not offered now stays as it was chosen.
        actions.choose(**{**chosen, **form.cleaned_data}, by=person)
        undo.tell(request, _("Saved."))
        return redirect("notices:preferences")
    context = {"form": form, "services": services, "person": person, "done": undo.told(request)}
    return render(request, "notices/preferences.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The messages of the list as a file, with their words."""
    assert form in WRITERS, "addresses name formats that there are"
    person = access.reader(request)
    wanted = WantedForm(request.GET, kinds=list(queries.kinds_of(person))).wanted()
    header = [_("Time"), _("Kind of message"), _("Subject"), _("Words"), _("About"), _("Address"), _("Sender"),
              _("Read at")]  # fmt: skip
    rows = (_cells(one) for one in queries.all_mine(person, wanted))
    name = _("messages")
    return file_answer(f"{name}-{localtime(clock.now()):%Y%m%d-%H%M}.{form}", form, header, rows)


def _cells(one: Notice) -> list[str]:
    return [
        _written(one.created_at),
        kind_name(one.kind),
        one.subject,
        one.body,
        one.title,
        one.address,
        one.sender_name,
        _written(one.read_at) if one.read_at else "",
    ]


def _written(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def _moment(written: str) -> datetime | None:
    """The moment that an earlier page named; None for anything odd."""
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def _id_in(written: str) -> UUID:
    """The id that a form named; one that is none belongs to no message."""
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else reverse("notices:mine")
