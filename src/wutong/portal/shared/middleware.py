"""What happens to every request: the content security policy, and refusals turned into pages."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wutong.kernel.errors import WutongError
from wutong.portal.shared.views import refused

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


def content_security(answer: Answer) -> Answer:
    """Say which scripts and styles a page may use, unless the view said it more narrowly."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        return response

    return middleware


class ExplainRefusals:
    """A WutongError that no view caught becomes a page with its sentence, in the reader's language."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, WutongError):
            return None
        log.warning("refused", code=error.code, path=request.path, sentence=error.text.en)
        return refused(request, error)
