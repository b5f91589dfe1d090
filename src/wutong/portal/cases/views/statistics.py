"""Figures of cases for those who handle or oversee them: the page and the file."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import signed_in
from wutong.portal.cases.forms.statistics import FiguresForm
from wutong.portal.cases.panels import statistics as panels
from wutong.portal.cases.queries import statistics as queries
from wutong.portal.cases.views.work import desk_of
from wutong.portal.shared.spreadsheets.answering import file_answer


@never_cache
@require_GET
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """The figures of the cases that the reader may see because of their office."""
    desk = desk_of(request)
    form = FiguresForm(request.GET, queries.leads(desk), desk.today)
    found = queries.figures(desk, form.asked())
    return render(request, "cases/statistics.html", {**panels.context(found), "form": form})


@never_cache
@require_GET
@signed_in
def file(request: HttpRequest) -> FileResponse:
    """The same figures as lines."""
    desk = desk_of(request)
    found = queries.figures(desk, FiguresForm(request.GET, queries.leads(desk), desk.today).asked())
    name = f"{_('case-figures')}-{desk.today:%Y%m%d}.csv"
    return file_answer(name, "csv", panels.header(), panels.lines(found))
