"""What was sent to whom on which channel, for those who may read the record of acts; and to send again what failed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import signed_in
from wutong.portal.notices import access, actions, queries
from wutong.portal.notices.acts import CHANNELS, ERRORS, STATES
from wutong.portal.notices.forms import SoughtForm
from wutong.portal.notices.kinds import kind_name
from wutong.portal.notices.models import Delivery
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer

MOST_AT_ONCE = 500


@never_cache
@require_GET
@signed_in
def log(request: HttpRequest) -> HttpResponse:
    """Every delivery, newest first. The words stay with whom they were written to: the log shows subjects."""
    access.log_reader(request)
    form = SoughtForm(request.GET)
    found = queries.log(form.sought(), page=page_asked(request))
    context = {
        "form": form,
        "found": found,
        "rows": [
            (one, kind_name(one.notice.kind), CHANNELS[one.channel], STATES[one.state], ERRORS.get(one.error_code))
            for one in found.rows
        ],
        "standing": queries.standing(),
        "pages": pages(request, found.page, found.pages),
        "file_query": request.GET.urlencode(),
        "done": undo.told(request),
    }
    return render(request, "notices/log.html", context)


@require_POST
@signed_in
def again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try one failed delivery again."""
    delivery = access.failed_delivery(request, delivery_id)
    actions.try_again(deliveries=[delivery], by=access.log_reader(request))
    undo.tell(request, _("It is being sent again."))
    return redirect("notices:log")


@require_POST
@signed_in
def all_again(request: HttpRequest) -> HttpResponse:
    """Try all failed deliveries again, as after a mail server was down for days."""
    by = access.log_reader(request)
    count = actions.try_again(deliveries=queries.failed(MOST_AT_ONCE), by=by)
    sentence = ngettext("%(count)d message is being sent again.", "%(count)d messages are being sent again.", count)
    undo.tell(request, sentence % {"count": count})
    return redirect("notices:log")


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest) -> HttpResponseBase:
    """The same deliveries as CSV. That it was taken is itself recorded."""
    by = access.log_reader(request)
    sought = SoughtForm(request.GET).sought()
    actions.note_export(filter_=request.GET.urlencode(), by=by)
    header = [_("Time"), _("Recipient"), _("Kind of message"), _("Subject"), _("Channel"), _("Sent to"), _("State"),
              _("Attempts"), _("Sent at"), _("Why not")]  # fmt: skip
    rows = (_cells(one) for one in queries.all_log(sought))
    name = _("sent-messages")
    return file_answer(f"{name}-{localtime(clock.now()):%Y%m%d-%H%M}.csv", "csv", header, rows)


def _cells(one: Delivery) -> list[str | int]:
    error = ERRORS.get(one.error_code)
    return [
        f"{localtime(one.notice.created_at):%Y-%m-%d %H:%M}",
        one.notice.recipient.audit_label,
        kind_name(one.notice.kind),
        one.notice.subject,
        wording(CHANNELS[one.channel]),
        one.sent_to,
        wording(STATES[one.state]),
        one.attempts,
        f"{localtime(one.sent_at):%Y-%m-%d %H:%M}" if one.sent_at else "",
        f"{wording(error)}: {one.error}".rstrip(": ") if error else one.error_code,
    ]
