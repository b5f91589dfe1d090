"""The history of judgements: who, when, why, and what superseded them; and the same as a file."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts import undo as steps
from wutong.portal.accounts.access import signed_in
from wutong.portal.desk import access
from wutong.portal.desk.access import Judge
from wutong.portal.desk.actions import exporting
from wutong.portal.desk.acts import VERDICTS
from wutong.portal.desk.forms import HistoryForm
from wutong.portal.desk.models import Judgement
from wutong.portal.desk.queries import history as queries
from wutong.portal.desk.queries.history import Sought
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import page_asked, pages
from wutong.portal.shared.spreadsheets.cells import harmless


@never_cache
@require_GET
@signed_in
def history(request: HttpRequest) -> HttpResponse:
    """Judgements, newest first."""
    judge = access.judge(request)
    form = HistoryForm(request.GET)
    found = queries.page_of(_sought(form, judge), page=page_asked(request))
    context = {
        "form": form,
        "judgements": found.rows,
        "verdicts": VERDICTS,
        "total": found.total,
        "pages": pages(request, found.page, found.pages),
        "file_query": request.GET.urlencode(),
        "reader": judge.person,
        "done": steps.told(request),
    }
    return render(request, "desk/history.html", context)


@never_cache
@require_GET
@signed_in
def history_file(request: HttpRequest) -> HttpResponseBase:
    """The same judgements as CSV, as an attachment. That they were taken is itself recorded."""
    judge = access.judge(request)
    sought = _sought(HistoryForm(request.GET), judge)
    exporting.note_export(filter_=request.GET.urlencode(), by=judge.person)
    words = {code: wording(text) for code, text in VERDICTS.items()}
    response = StreamingHttpResponse(_lines(sought, _header(), words), content_type="text/csv; charset=utf-8")
    name = f"judgements-{localtime(clock.now()):%Y%m%d-%H%M}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sought(form: HistoryForm, judge: Judge) -> Sought:
    form.is_valid()
    data = form.cleaned_data
    return Sought(
        words=data.get("q", "").strip(),
        verdict=data.get("verdict", ""),
        by=judge.person if data.get("mine") else None,
        is_holding=bool(data.get("holding")),
    )


def _header() -> list[str]:
    """The names of the columns, in the reader's language, which is forgotten while rows stream."""
    return [
        _("Judgement"),
        _("Time"),
        _("Name as written"),
        _("Enterprise id"),
        _("Candidate"),
        _("Verdict"),
        _("Why"),
        _("Who"),
        _("Role"),
        _("Organisation"),
        _("Release seen"),
        _("Likelihood by matching"),
        _("Supersedes"),
        _("Superseded by"),
    ]


def _lines(sought: Sought, header: list[str], words: dict[str, str]) -> Iterator[str]:
    yield "\ufeff" + _line(header)
    for one in queries.all_of(sought):
        yield _line([str(harmless(cell)) for cell in _cells(one, words)])


def _cells(one: Judgement, words: dict[str, str]) -> list[str]:
    after = getattr(one, "superseded_by", None)
    return [
        str(one.judgement_id),
        f"{localtime(one.judged_at):%Y-%m-%d %H:%M:%S}",
        one.name,
        one.enterprise_id,
        one.name_zh,
        words[one.verdict],
        one.why,
        one.judged_by.audit_label,
        one.role_code,
        one.organisation.name_zh,
        one.release_version,
        "" if one.score is None else f"{one.score:.4f}",
        str(one.supersedes.judgement_id) if one.supersedes else "",
        str(after.judgement_id) if after else "",
    ]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
