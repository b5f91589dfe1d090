"""Hears what django-allauth did and has it recorded. Nothing is decided here."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth
from django.db.models import Q
from django.dispatch import receiver

from wutong.portal.accounts.actions import sessions
from wutong.portal.accounts.models import Person
from wutong.portal.shared.audit.recording import Program

_ANYBODY = Program("anybody", "anybody")


@receiver(auth.user_logged_in)
def _begun(user: Person, **kwargs: Any) -> None:
    sessions.note(act="session.begun", person=user, by=user)


@receiver(auth.user_logged_out)
def _ended(user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        sessions.note(act="session.ended", person=user, by=user)


@receiver(auth.user_login_failed)
def _refused(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Only for people whom we know: what strangers type may be a password in the wrong field."""
    typed = credentials.get("username") or credentials.get("email") or ""
    person = Person.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    if person is not None:
        sessions.note(act="session.refused", person=person, by=_ANYBODY)


@receiver(account.user_signed_up)
def _registered(user: Person, **kwargs: Any) -> None:
    sessions.registered(person=user, by=user)


@receiver(account.password_reset)
def _reset(user: Person, **kwargs: Any) -> None:
    sessions.password_reset(person=user, by=user)


@receiver([account.password_changed, account.password_set])
def _changed(user: Person, **kwargs: Any) -> None:
    sessions.note(act="password.changed", person=user, by=user)


@receiver(account.email_changed)
def _moved(user: Person, from_email_address: Any, to_email_address: Any, **kwargs: Any) -> None:
    old = from_email_address.email if from_email_address else ""
    sessions.email_changed(person=user, old=old, new=to_email_address.email, by=user)


@receiver(factor.authenticator_added)
def _added(user: Person, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type == "totp":
        sessions.note(act="factor.added", person=user, by=user)


@receiver(factor.authenticator_removed)
def _removed(user: Person, authenticator: Any, **kwargs: Any) -> None:
    if authenticator.type == "totp":
        sessions.note(act="factor.removed", person=user, by=user)


@receiver(factor.authenticator_reset)
def _renewed(user: Person, **kwargs: Any) -> None:
    sessions.note(act="factor.renewed", person=user, by=user)
