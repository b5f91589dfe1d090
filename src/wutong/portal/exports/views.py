"""Pages of the exports app: ask for a file, watch it being made, take it away, or give it up."""

import re
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wutong.portal.exports import access, actions, queries, runner
from wutong.portal.exports.actions import TooManyExports
from wutong.portal.exports.forms import AskForm, asked_of
from wutong.portal.exports.models import Kind
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.spreadsheets.writers import MEDIA

# What has no place in the name of a file; names of enterprises are whatever a register holds.
_UNFIT = re.compile(r"[^\w()（）-]+")
# htmx stops asking when it is answered with this.
_STOP_POLLING = 286


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Begin an export and show how it goes."""
    form = AskForm(request.POST)
    owner = access.make_owner(request)
    sentence = ""
    if form.is_valid():
        subject, query, format_ = asked_of(form)
        try:
            actions.request_export(query=query, format_=format_, language=reader_language(), by=owner, subject=subject)
        except TooManyExports as error:
            sentence = error.in_language(reader_language())
        runner.start()
    else:
        sentence = " ".join(str(one) for errors in form.errors.values() for one in errors)
    if not sentence and not is_htmx(request):
        return HttpResponseRedirect(reverse("exports:mine"))
    return _panel(request, owner, sentence)


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Every export of this visitor, newest first; as a fragment, only the list."""
    owner = access.owner_of(request)
    return _panel(request, owner)


@never_cache
@require_GET
def progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """One line of the list, asked for again and again while the file is being made."""
    row = queries.row_of(access.export_of(request, export_id))
    if row.is_under_way:
        runner.start()
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("exports:mine"))
    status = 200 if row.is_under_way else _STOP_POLLING
    return render(request, "exports/row.html", {"export": row, "is_polled": True}, status=status)


@never_cache
@require_GET
def download(request: HttpRequest, export_id: UUID) -> FileResponse:
    """The file, as an attachment under a name of ours."""
    export = access.export_of(request, export_id)
    usual = _("dossier") if export.kind == Kind.DOSSIER else queries.list_title(export)
    what = _UNFIT.sub("", export.title) or usual
    name = f"{what}-{localtime(export.created_at):%Y%m%d-%H%M}.{export.format}"
    return FileResponse(
        access.ready_file(export).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=MEDIA[export.format],
    )


@require_POST
def cancel(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Give an export up and remove its file."""
    export = access.export_of(request, export_id)
    actions.cancel(export=export, by=export.owner)
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("exports:mine"))
    return _panel(request, export.owner)


def is_htmx(request: HttpRequest) -> bool:
    """True where htmx asks for a fragment."""
    return bool(getattr(request, "htmx", False))


def _panel(request: HttpRequest, owner: str | None, sentence: str = "") -> HttpResponse:
    rows = queries.exports_of(owner)
    if any(row.is_under_way for row in rows):
        runner.start()
    template = "exports/panel.html" if is_htmx(request) else "exports/mine.html"
    context = {
        "exports": rows,
        "sentence": sentence,
        "row_limit": actions.ROW_LIMIT,
        "kept_hours": int(actions.KEPT_FOR.total_seconds() // 3600),
        "is_waiting": any(row.is_under_way for row in rows),
    }
    status = 400 if sentence and not is_htmx(request) else 200
    return render(request, template, context, status=status)
