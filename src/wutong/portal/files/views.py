"""Pages of the files app: the files of one's organisation, a file to take away, and its end."""

from uuid import UUID

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wutong.kernel import clock
from wutong.portal.accounts import undo
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Organisation
from wutong.portal.files import access, actions, queries
from wutong.portal.files.forms import BringForm, keep_each
from wutong.portal.files.keeping import storage
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.language import wording
from wutong.portal.shared.paging import head, page_asked, pages
from wutong.portal.shared.spreadsheets.answering import file_answer
from wutong.portal.shared.spreadsheets.cells import Cell, harmless
from wutong.portal.shared.spreadsheets.writers import WRITERS

# Even a browser that showed it would let it neither run nor load anything.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
log = structlog.get_logger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The files of the organisations whose files the reader keeps; more can be brought."""
    organisations = access.kept_organisations(request)
    names = {one.pk: wording(one.name) for one in Organisation.objects.filter(pk__in=organisations).order_by("name_zh")}
    if not names:
        raise Http404
    form = BringForm(names, request.POST, request.FILES) if request.method == "POST" else BringForm(names)
    if request.method == "POST" and form.is_valid():
        owner = Organisation.objects.get(pk=form.cleaned_data["organisation"])
        kept = keep_each(form, "uploads", organisation=owner, by=Access.of(request).who)
        if form.is_valid():
            told = ngettext("%(count)s file kept.", "%(count)s files kept.", len(kept)) % {"count": len(kept)}
            undo.tell(request, told)
            return redirect("files:mine")
    asked = queries.asked(request.GET, page_asked(request))
    found = queries.page_of(organisations, asked)
    context = {
        "form": form,
        "found": found,
        "asked": asked,
        "pages": pages(request, found.page, found.pages),
        "heads": {name: head(request, name, asked.sort) for name in queries.ORDERS},
        "used": queries.room_of(names),
        "has_several": len(names) > 1,
        "done": undo.told(request),
    }
    status = 400 if form.errors and not getattr(request, "htmx", False) else 200
    return render(request, "files/mine.html", context, status=status)


@never_cache
@require_safe
@signed_in
def listing(request: HttpRequest, form: str) -> FileResponse:
    """The same list as CSV or xlsx."""
    organisations = access.kept_organisations(request)
    if form not in WRITERS or not organisations:
        raise Http404
    header = [
        _("Name"),
        _("Kind of file"),
        _("Bytes"),
        "SHA-256",
        _("Organisation"),
        _("Uploaded by"),
        _("Uploaded at"),
    ]
    rows = (_cells(one) for one in queries.found(organisations, queries.asked(request.GET, 1)))
    return file_answer(f"files-{localtime(clock.now()):%Y%m%d-%H%M}.{form}", form, header, rows)


def _cells(one: StoredFile) -> list[Cell]:
    return [
        harmless(one.name),
        wording(one.kind_name),
        one.size_bytes,
        one.sha256,
        harmless(one.organisation.name_zh),
        one.uploaded_by.audit_label if one.uploaded_by else "",
        f"{localtime(one.uploaded_at):%Y-%m-%d %H:%M}",
    ]


@never_cache
@require_safe
@signed_in
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file, byte for byte, as an attachment under the name that it was given."""
    return attachment(access.readable(request, file_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Ask whether the file is to go, and let it go; its row stays."""
    file = access.erasable(request, file_id)
    if request.method != "POST":
        return render(request, "files/erase.html", {"file": file})
    name = file.name
    actions.erase(file=file, by=Access.of(request).who)
    undo.tell(request, _("“%(name)s” is erased.") % {"name": name})
    return redirect("files:mine" if access.kept_organisations(request) else "accounts:me")


def attachment(file: StoredFile) -> FileResponse:
    """The answer that gives a file out: never shown in the page's own origin, never kept by others."""
    path = storage.path_of(file.bytes_id)
    if not path.is_file():
        log.error("bytes missing", file=file.audit_id)
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type)
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
