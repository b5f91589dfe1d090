"""Errors of the API as problem documents (RFC 9457), each with a code that never changes."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.shared.language import wording
from wutong.portal.shared.views import status_of

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One parameter that could not be used."""

    parameter: str
    value: str
    detail: str


class ProblemDocument(Schema):
    """What every error answers with. `code` is stable; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Fault] = []


class Problem(Exception):
    """An answer that is an error. One of the kinds below."""

    def __init__(self, kind: "Kind", *, errors: Sequence[Fault] = ()) -> None:
        self.kind = kind
        self.errors = list(errors)
        super().__init__(kind.code)


class Kind:
    """A kind of problem: its code, status and sentences."""

    def __init__(self, code: str, status: int, title: Text, detail: Text) -> None:
        self.code, self.status, self.title, self.detail = code, status, title, detail


INVALID = Kind(
    "request.invalid",
    400,
    Text(zh="参数有误", en="Invalid parameters"),
    Text(
        zh="errors 列出无法使用的参数及原因，改正后重试。",
        en="The parameters in `errors` cannot be used; mend them and try again.",
    ),
)
NOT_FOUND = Kind(
    "not_found",
    404,
    Text(zh="不存在", en="Not found"),
    Text(
        zh="当前版本中没有所请求的内容，或地址有误。",
        en="The current release has no such thing, or the address is mistyped.",
    ),
)
LIMITED = Kind(
    "rate.limited",
    429,
    Text(zh="请求过于频繁", en="Too many requests"),
    Text(zh="请在 Retry-After 所示的秒数之后再试。", en="Try again after the seconds given in Retry-After."),
)
SIGN_IN = Kind(
    "sign_in.needed",
    401,
    Text(zh="需要登录", en="Sign in first"),
    Text(zh="此接口只供已登录人员使用。", en="These operations are for people who have signed in."),
)
REFUSED = Kind(
    "request.refused",
    400,
    Text(zh="无法处理", en="Refused"),
    Text(zh="请求无法处理。", en="The request cannot be handled."),
)
BROKEN = Kind(
    "internal",
    500,
    Text(zh="内部错误", en="Internal error"),
    Text(zh="服务出错，已记录；请稍后再试。", en="Something broke and has been logged. Try again later."),
)


def respond(
    kind: Kind, *, detail: str = "", errors: Sequence[Fault] = (), code: str = "", status: int = 0
) -> HttpResponse:
    """The document of one problem, in the reader's language."""
    document = ProblemDocument(
        type="about:blank",
        title=wording(kind.title),
        status=status or kind.status,
        code=code or kind.code,
        detail=detail or wording(kind.detail),
        errors=list(errors),
    )
    body = document.model_dump_json()
    return HttpResponse(body, status=document.status, content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Let `api` answer every error with a problem document."""
    api.add_exception_handler(Problem, _on_problem)
    api.add_exception_handler(ValidationError, _on_invalid)
    api.add_exception_handler(Throttled, _on_throttled)
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(Http404, lambda request, error: respond(NOT_FOUND))
    api.add_exception_handler(WutongError, _on_refusal)
    api.add_exception_handler(Exception, _on_broken)


# Ninja types a handler's error as an instance or its class; it only ever hands over instances.
def _on_problem(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(error.kind, errors=error.errors)


def _on_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        Fault(parameter=str(one["loc"][-1]), value=str(one.get("input", ""))[:80], detail=str(one["msg"]))
        for one in error.errors
    ]
    return respond(INVALID, errors=faults)


def _on_throttled(request: HttpRequest, error: Any) -> HttpResponse:
    response = respond(LIMITED)
    response["Retry-After"] = str(max(1, int(error.wait or 1)))
    return response


def _on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(REFUSED, status=error.status_code)


def _on_refusal(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(REFUSED, detail=wording(error.text), code=error.code, status=status_of(error))


def _on_broken(request: HttpRequest, error: Any) -> HttpResponse:
    log.exception("api broken", path=request.path, exc_info=error)
    return respond(BROKEN)
