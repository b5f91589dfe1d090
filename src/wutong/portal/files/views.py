"""Pages of the files app: a file to take away, and its end."""

from uuid import UUID

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.files import access, actions
from wutong.portal.files.keeping import storage
from wutong.portal.files.models import StoredFile

# Even a browser that showed it would let it neither run nor load anything.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
log = structlog.get_logger(__name__)


@never_cache
@require_safe
@signed_in
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file, byte for byte, as an attachment under the name that it was given."""
    return attachment(access.readable(request, file_id))


@require_POST
@signed_in
def erase(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Remove the file; the row stays."""
    actions.erase(file=access.erasable(request, file_id), by=Access.of(request).who)
    return HttpResponse(status=204)


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
