"""What a page says about its reader: written into it last, so that the rest of a page can be kept for everybody."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wutong.portal.accounts.access import Access
from wutong.portal.accounts.notices import django_language
from wutong.portal.accounts.permissions import BY_CODE, Permission
from wutong.portal.shared.navigation import own_menu

Answer = Callable[[HttpRequest], HttpResponse]

# Stands in shared/header.html where the reader's own menu comes.
MARK = b"<!--reader-->"


def say_who(answer: Answer) -> Answer:
    """Middleware: put the reader's menu in its place, and remember the language of whoever has signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if is_page and MARK in response.content:
            response.content = response.content.replace(MARK, _menu(request).encode(), 1)
        _set_language(request, response)
        return response

    return middleware


def _menu(request: HttpRequest) -> str:
    access = _access(request)
    if access.person is None:
        return _way_in(request)
    context = {
        "person": access.person,
        "may_see_members": access.may(Permission.MEMBERS_SEE),
        "may_see_roles": access.may(Permission.ROLES_SEE),
        "may_read_audit": access.may(Permission.AUDIT_READ),
        "own_menu": own_menu(request, lambda code: access.may(BY_CODE[code])),
    }
    return render_to_string("accounts/reader.html", context, request)


def _way_in(request: HttpRequest) -> str:
    """Without a template: this stands on pages that are otherwise answered from memory."""
    sign_in = reverse("account_login")
    is_elsewhere = not request.path.startswith(sign_in)
    address = f"{sign_in}?next={quote(request.get_full_path())}" if is_elsewhere else sign_in
    return format_html('<a class="btn btn-ghost-secondary reader" href="{}">{}</a>', address, _("Sign in"))


def _access(request: HttpRequest) -> Access:
    """Nobody, without asking the database, where there is no session."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or getattr(request.session, "modified", False)
    return Access.of(request) if has_session else Access(None)


def _set_language(request: HttpRequest, response: HttpResponse) -> None:
    name = settings.LANGUAGE_COOKIE_NAME
    if name in request.COOKIES or name in response.cookies:
        return
    person = _access(request).person
    if person is not None:
        response.set_cookie(
            name,
            django_language(person),
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
