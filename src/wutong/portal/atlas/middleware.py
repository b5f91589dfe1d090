"""One request, one release: whatever is promoted meanwhile, a page speaks of one version."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wutong.portal.atlas.access import let_go

Answer = Callable[[HttpRequest], HttpResponse]


def one_release(answer: Answer) -> Answer:
    """A request takes the promoted release when it first asks, and lets go of it at its end."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            return answer(request)
        finally:
            let_go()

    return middleware
