"""What the layout needs on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wutong.portal.shared.language import reader_language
from wutong.portal.shared.navigation import menu

THEME_COOKIE = "wutong_theme"


def page(request: HttpRequest) -> dict[str, Any]:
    """Menu, theme and language."""
    return {
        "menu": SimpleLazyObject(lambda: menu(request)),
        "theme": theme_of(request),
        "reader_language": reader_language(),
    }


def theme_of(request: HttpRequest) -> str:
    """The theme that the reader chose, or nothing. A cookie that names no theme of ours counts as none."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in {"light", "dark"} else ""
