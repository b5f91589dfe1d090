"""The work list of those who handle cases, and the same list as a file."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.accounts.permissions import Permission
from wutong.portal.cases.forms.work import WorkForm, asked_of
from wutong.portal.cases.panels import work as panels
from wutong.portal.cases.queries import worklist as queries
from wutong.portal.cases.queries.worklist import ANY, PAGE_SIZE, SORTS, TABS, Asked, Desk
from wutong.portal.flowing import heartbeat
from wutong.portal.shared.paging import head, page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The list, by tab."""
    desk = desk_of(request)
    form = WorkForm(request.GET, queries.choices_of_people(desk))
    asked = asked_of(request.GET, form)
    counted = queries.counts(desk)
    if not asked.is_narrowed and "tab" not in request.GET and asked.tab != ANY:
        # Whoever has nothing of their own begins where there is something to do.
        asked = replace(asked, tab=next((tab for tab in _FIRST_LOOK if counted[tab]), asked.tab))
    found = queries.found(desk, asked)
    total = found.count() if asked.is_narrowed or asked.tab == ANY else counted[asked.tab]
    count = max(1, -(-total // PAGE_SIZE))
    page = min(page_asked(request), count)
    tabs = [(tab, panels.TAB_TITLES[tab], counted[tab]) for tab in TABS]
    if asked.tab == ANY:
        tabs.append((ANY, panels.TAB_TITLES[ANY], total))
    context: dict[str, Any] = {
        "rows": [panels.row(case, desk.today) for case in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]],
        "tabs": tabs,
        "asked": asked,
        "form": form,
        "behind": panels.told(asked.behind, _lead(asked)),
        "carried": [(name, request.GET[name]) for name in _CARRIED if request.GET.get(name)],
        "total": total,
        "pages": pages(request, page, count),
        "heads": {name: head(request, name, asked.sort) for name in SORTS},
        "pulse": heartbeat.pulse(),
        "done": undo.told(request),
    }
    return render(request, "cases/work.html", context)


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest, form: str) -> FileResponse:
    """The same list, whole."""
    desk = desk_of(request)
    asked = asked_of(request.GET, WorkForm(request.GET, queries.choices_of_people(desk)))
    cases = queries.found(desk, asked).iterator(chunk_size=500)
    name = f"wutong-work-{desk.today:%Y%m%d}.{form}"
    return file_answer(name, form, panels.header(), panels.cells(cases, desk.today))


def desk_of(request: HttpRequest) -> Desk:
    """The desk of whoever asks; raises Http404 for those who handle no cases."""
    reader = Access.of(request)
    reader.need(Permission.CASE_WORK)
    return Desk.of(reader, clock.today())


_FIRST_LOOK = ("mine", "opinions", "unassigned", "all")
# What a figure asked for goes along when the list is narrowed further.
_CARRIED = ("tab", "sort", "clocks", "ran", "event", "left", "stars", "is_ended", "lead", "since", "until")


def _lead(asked: Asked) -> Organisation | None:
    return Organisation.objects.filter(pk=asked.behind.lead).first() if asked.behind.lead is not None else None
