"""What django-allauth asks of us: who may register, how people are called, how secrets are kept."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Person
from wutong.portal.shared.language import reader_language


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Registration by a setting; people have one name; greetings are left out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # The same words whichever was typed, and whether or not anybody is called so.
        **dict.fromkeys(
            ("username_password_mismatch", "email_password_mismatch", "invalid_login"),
            _("Nobody is known by this name and password. Check both, and the caps lock key."),
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.IS_SIGNUP_OPEN)

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.name = form.cleaned_data.get("name") or form.cleaned_data.get("username") or user.username
        user.language = reader_language()
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Keep what tells of a change; greetings at every sign-in tell nobody anything."""
        template = str(args[0] if args else kwargs.get("message_template"))
        if level > messages.SUCCESS or not template.endswith(("logged_in.txt", "logged_out.txt")):
            super().add_message(request, level, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps lie encrypted in the database, under a key drawn from the portal's own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code of this moment. Wait for the next one and type that."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode("ascii")).decode()


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever comes from the operator's sign-in service must be known by their address, unless all may register."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(settings.IS_SIGNUP_OPEN)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        user: Person = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or user.username or user.email)[:80]
        return user


def display_name(person: Person) -> str:
    """What pages of django-allauth call somebody."""
    return person.audit_label


def _box() -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
