"""Pages that depend on nothing but the release, the address, the language and the theme are made once a release.

Never for a page that knows who asks: what one reader sees here, every reader sees.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from wutong.portal.atlas.access import current_release
from wutong.portal.shared.context import theme_of
from wutong.portal.shared.language import reader_language

P = ParamSpec("P")
_TOKEN = b"csrfmiddlewaretoken"
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def kept_page(view: View[P]) -> View[P]:
    """`view`, answered from memory where the same page of the same release was made before."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        name = _name(request)
        held: bytes | None = caches["pages"].get(name)
        if held is not None:
            return HttpResponse(held)
        response = view(request, *args, **kwargs)
        # A form that writes carries a token of who asks: nobody else may be given it.
        if response.status_code == 200 and _TOKEN not in response.content:
            caches["pages"].set(name, response.content)
        return response

    return answer


def _name(request: HttpRequest) -> str:
    parts = (current_release().version, reader_language(), theme_of(request), request.get_full_path())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
