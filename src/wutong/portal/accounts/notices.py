"""Mail that the accounts app sends, in the language of whoever gets it. Called once the write is safe."""

from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from wutong.portal.accounts.models import Membership, Person
from wutong.portal.shared.audit.circumstances import present
from wutong.portal.shared.language import wording


def invitation(person: Person, inviter: str) -> None:
    """The link by which somebody new chooses a password."""
    with override(django_language(person)):
        subject = _("You are invited to Wutong")
        context = {"person": person, "inviter": inviter, "link": invitation_link(person)}
        _send(person, subject, "accounts/mail/invitation.txt", context)


def role_given(membership: Membership, giver: str) -> None:
    """That somebody has a new role, and who gave it."""
    person = membership.person
    if not person.email or not person.has_usable_password():
        return
    with override(django_language(person)):
        subject = _("You have a new role on Wutong")
        context = {
            "person": person,
            "giver": giver,
            "role": wording(membership.role.name_text),
            "organisation": wording(membership.organisation.name),
            "link": address_of("accounts:me"),
        }
        _send(person, subject, "accounts/mail/role_given.txt", context)


def erasure_asked(person: Person, due_on: date) -> None:
    """That they asked to be erased, from when on, and how they take it back. Nobody is left to write to afterwards."""
    with override(django_language(person)):
        context = {"person": person, "due_on": due_on, "link": address_of("accounts:erase")}
        _send(person, _("Your Wutong account will be erased"), "accounts/mail/erasure_asked.txt", context)


def invitation_link(person: Person) -> str:
    """Where `person` chooses a password, once and within three days."""
    key = default_token_generator.make_token(person)
    return address_of("account_reset_password_from_key", uidb36=user_pk_to_url_str(person), key=key)


def address_of(name: str, **kwargs: str) -> str:
    """The whole address of a page, as it is reached from outside."""
    origin = settings.PUBLIC_URL or present().origin or "http://127.0.0.1:8000"
    return f"{origin.rstrip('/')}{reverse(name, kwargs=kwargs)}"


def django_language(person: Person) -> str:
    """The language of `person` as Django names it."""
    return "en" if person.language == "en" else "zh-hans"


def _send(person: Person, subject: str, template: str, context: dict[str, object]) -> None:
    send_mail(subject, render_to_string(template, context), settings.DEFAULT_FROM_EMAIL, [person.email])
