"""My organisation's cases: what is open, what waits for us, what has ended; and the list to take away."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.models import Case
from wutong.portal.cases.panels import applying as panels
from wutong.portal.cases.panels.continuing import renewal
from wutong.portal.cases.queries import mine as queries
from wutong.portal.cases.queries.continuing.renewals import to_renew
from wutong.portal.cases.queries.mine import Asked
from wutong.portal.shared.language import wording
from wutong.portal.shared.listing import choice_asked, listed, sort_asked, tabs, words_asked
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer

_MOST_TO_RENEW = 10


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The list, by tab."""
    reader = _reader(request)
    asked = _asked(request)
    found = listed(request, queries.mine(reader, asked), asked, size=queries.PAGE_SIZE, sorts=queries.SORTS)
    context: dict[str, Any] = {
        **found.context,
        "to_renew": [renewal.card(one, may_renew=True) for one in to_renew(reader, clock.today())[:_MOST_TO_RENEW]],
        "rows": [panels.row(case) for case in found.rows],
        "tabs": tabs(queries.TABS, panels.TAB_TITLES, queries.counts(reader)),
    }
    return render(request, "cases/mine.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    found = queries.mine(_reader(request), _asked(request))
    header = [_("Number"), _("Service"), _("Applicant"), _("State"), _("Sent on"), _("Due"), _("Ended on")]
    rows = (_line(case) for case in found.iterator(chunk_size=500))
    return file_answer(f"wutong-cases-{clock.today():%Y%m%d}.{form}", form, header, rows)


def _reader(request: HttpRequest) -> Access:
    """Somebody whose organisation can have cases; raises Http404."""
    reader = Access.of(request)
    reader.need(Permission.CASE_TRACK)
    return reader


def _line(case: Case) -> list[Any]:
    return [
        case.number,
        wording(case.service.title),
        case.organisation.audit_label,
        wording(case.flow.state(case.state).title),
        case.submitted_on,
        case.due_on,
        case.ended_on,
    ]


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        choice_asked(request, "tab", queries.TABS, "open"),
        words_asked(request),
        sort_asked(request, queries.SORTS, "-touched"),
        page_asked(request),
    )
