"""Filings that an enterprise follows itself: the list, to take away too, and entering one."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wutong.catalog.filings import LANE, REVIEW, FilingKind
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.filings import access, words
from wutong.portal.filings.actions.entering import enter
from wutong.portal.filings.forms import EnterForm, HeardForm, entered
from wutong.portal.filings.models import TrackedFiling
from wutong.portal.filings.queries import tracked as queries
from wutong.portal.filings.queries.tracked import Asked
from wutong.portal.services.words import limit, sureness
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.listing import choice_asked, listed, sort_asked, tabs, words_asked
from wutong.portal.shared.paging import page_asked
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The list, by tab."""
    reader, asked = Access.of(request), _asked(request)
    reader.need(Permission.CASE_TRACK)
    found = listed(request, queries.found(reader, asked), asked, size=queries.PAGE_SIZE, sorts=queries.SORTS)
    context: dict[str, Any] = {
        **found.context,
        "rows": [_row(one) for one in found.rows],
        "tabs": tabs(queries.TABS, words.TABS, queries.counts(reader)),
        "kinds": words.kinds(),
    }
    return render(request, "filings/tracked.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    reader = Access.of(request)
    reader.need(Permission.CASE_TRACK)
    said = [_("Number"), _("Kind of filing"), _("Product"), _("Enterprise"), _("Acceptance number"), _("Accepted on")]
    header = [*said, _("State"), _("What is due"), _("Due"), _("Ended on"), _("Notes")]
    lines = (_line(one) for one in queries.found(reader, _asked(request)).iterator(chunk_size=500))
    return file_answer(f"wutong-filings-{clock.today():%Y%m%d}.{form}", form, header, lines)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    reader = Access.of(request)
    own = access.organisations(reader)
    if not own:
        raise Http404
    form = EnterForm(request.POST or None, own=own, initial={"organisation": request.GET.get("organisation", "")})
    heard, refusal = HeardForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid() and heard.is_valid():
        where = next(one for one in own if str(one.pk) == form.cleaned_data["organisation"])
        try:
            made = enter(entered=entered(form, heard), organisation=where, by=reader.who)
        except WutongError as error:
            refusal = error.in_language(reader_language())
        else:
            return redirect("filings:one", made.number)
    is_heard = any(heard[name].value() for name in heard.fields)
    context = {"form": form, "heard": heard, "is_heard": is_heard, "refusal": refusal, "kinds": _kinds()}
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "filings/new.html", context, status=status)


def _kinds() -> list[dict[str, Any]]:
    """Every kind with its limit and what silence means, to read beside the form."""
    return [_kind(one) for one in catalogue().filings.values()]


def _kind(one: FilingKind) -> dict[str, Any]:
    flow = catalogue().flows[one.flow]
    lane = next((limit(clock.limit) for clock in flow.clocks if clock.code == LANE), "")
    return {
        "kind": one,
        "review": one.review,
        "limit": limit(one.review.limit) if one.review else "",
        "lane": lane,
        "sure": sureness(one.review.basis.confidence) if one.review else "",
        "is_consent": flow.clock(REVIEW).on_due is not None,
    }


def _row(one: TrackedFiling) -> dict[str, Any]:
    is_late = one.due_on is not None and one.phase != "ended" and one.due_on < clock.today()
    shown = {"kind": wording(one.kind.title), "state": words.state(one), "due": words.due_clock(one)}
    return {"filing": one, "is_late": is_late, **shown}


def _line(one: TrackedFiling) -> list[Any]:
    shown = _row(one)
    said = [one.number, shown["kind"], one.product, wording(one.organisation.name), one.acceptance_number]
    return [*said, one.accepted_on, shown["state"], shown["due"], one.due_on, one.ended_on, one.notes]


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        choice_asked(request, "tab", queries.TABS, "open"),
        words_asked(request),
        choice_asked(request, "kind", catalogue().filings),
        sort_asked(request, queries.SORTS, "due"),
        page_asked(request),
    )
