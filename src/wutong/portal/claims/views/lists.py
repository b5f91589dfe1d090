"""Claims as lists: one's own, and those that somebody answers; and the latter to take away."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.claims import access, queries, words
from wutong.portal.claims.models import Claim
from wutong.portal.claims.queries import Asked
from wutong.portal.shared.listing import choice_asked, listed, sort_asked, tabs, words_asked
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.templatetags.wutong import day_of


@never_cache
@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader claimed, the newest first."""
    reader = Access.of(request)
    rows = Claim.objects.filter(person=reader.who)
    asked = _asked(request, Asked(tab="all", sort="-filed"))
    context = {**_page(request, rows, asked), "answers": access.answers_claims(reader)}
    return render(request, "claims/mine.html", context)


@never_cache
@require_GET
@signed_in
def office(request: HttpRequest) -> HttpResponse:
    """The claims that the reader answers; whoever answers none finds no such page."""
    rows = _to_answer(request)
    asked = _asked(request, Asked())
    told = tabs(queries.TABS, words.TABS, queries.counts(rows))
    return render(request, "claims/office.html", {**_page(request, rows, asked), "tabs": told})


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    rows = queries.found(_to_answer(request), _asked(request, Asked()))
    header = [_("Enterprise"), _("Credit code"), _("Claimed by"), _("Mail domain"), _("State"), _("Filed"),
              _("Answered by"), _("Answered on"), _("Role")]  # fmt: skip
    lines = (_line(one) for one in rows.iterator(chunk_size=500))
    return file_answer(f"wutong-claims-{clock.today():%Y%m%d}.{form}", form, header, lines)


def _to_answer(request: HttpRequest) -> QuerySet[Claim]:
    reader = Access.of(request)
    if not access.answers_claims(reader):
        raise Http404
    return access.to_answer(reader)


def _page(request: HttpRequest, rows: QuerySet[Claim], asked: Asked) -> dict[str, Any]:
    found = listed(request, queries.found(rows, asked), asked, size=queries.PAGE_SIZE, sorts=queries.SORTS)
    return {**found.context, "rows": [(one, words.STATES[one.state]) for one in found.rows]}


def _line(one: Claim) -> list[Any]:
    decided = (one.decided_by.audit_label, day_of(one.decided_at)) if one.decided_by and one.decided_at else ("", None)
    who = [one.person.audit_label, queries.mail_domain(one.person)]
    state = str(words.STATES[one.state])
    return [one.name_zh, one.credit_code, *who, state, day_of(one.filed_at), *decided, one.role_code]


def _asked(request: HttpRequest, usual: Asked) -> Asked:
    return Asked(
        choice_asked(request, "tab", queries.TABS, usual.tab),
        words_asked(request),
        sort_asked(request, queries.SORTS, usual.sort),
        page_asked(request),
    )
