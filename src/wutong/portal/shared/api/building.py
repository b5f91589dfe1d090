"""How an API begins: its document, its limit, its errors. Operations are added by the app whose it is."""

from typing import Any

from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import SessionAuth

from wutong.catalog.version import code_version
from wutong.kernel.bilingual import Text
from wutong.portal.shared.api import problems
from wutong.portal.shared.api.limits import PerMinute

REQUESTS_PER_MINUTE = 240


def public_api(
    name: str, *, description: Text, title: Text | None = None, limit: PerMinute | None = None, **options: Any
) -> NinjaAPI:
    """An API that everybody may ask, under the namespace `name`; `title` says what of the portal it is about."""
    about = f": {title.en} · {title.zh}" if title else ""
    api = NinjaAPI(
        title=f"Wutong · 梧桐{about}",
        version=code_version(),
        description=both(description.zh, description.en),
        urls_namespace=name,
        docs_url=None,
        openapi_url="openapi.json",
        throttle=[limit or PerMinute(REQUESTS_PER_MINUTE)],
        **options,
    )
    problems.install(api)
    return api


def signed_in_api(name: str, *, title: Text, description: Text, limit: PerMinute | None = None) -> NinjaAPI:
    """An API for people who have signed in, by session; writes need the session's CSRF token."""
    api = public_api(name, title=title, description=description, limit=limit, auth=SessionAuth(csrf=True))
    api.add_exception_handler(AuthenticationError, lambda request, error: problems.respond(problems.SIGN_IN))
    return api


def both(zh: str, en: str) -> str:
    """A text of the OpenAPI document: one document serves readers of both languages."""
    return f"{en}\n\n{zh}"
