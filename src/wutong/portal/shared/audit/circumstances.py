"""From where the present work was asked: set for each request by the middleware, read when an act is recorded."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`origin` is scheme and host as the reader's browser knows them, without a slash at the end."""

    request_id: str = ""
    address: str = ""
    origin: str = ""


_NONE = Circumstances()
_present: ContextVar[Circumstances] = ContextVar("circumstances", default=_NONE)


def present() -> Circumstances:
    """Those of the request being answered; empty for a command."""
    return _present.get()


def know_circumstances(answer: Answer) -> Answer:
    """Middleware: number each request, for the record, the log and the reader who reports a failure."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = Circumstances(uuid4().hex, address_of(request), f"{request.scheme}://{request.get_host()}")
        token = _present.set(known)
        try:
            with structlog.contextvars.bound_contextvars(request_id=known.request_id):
                response = answer(request)
        finally:
            _present.reset(token)
        response.headers["X-Request-ID"] = known.request_id
        return response

    return middleware


def address_of(request: HttpRequest) -> str:
    """The caller's address. Only as many entries of X-Forwarded-For are believed as there are proxies of ours."""
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
