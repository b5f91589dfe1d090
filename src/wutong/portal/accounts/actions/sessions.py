"""What is recorded when people sign in and out and change how they do so. The sign-in itself is django-allauth's."""

from allauth.account.models import EmailAddress

from wutong.portal.accounts.models import Person
from wutong.portal.shared.audit.recording import Named, action, record, snapshot


@action
def note(*, act: str, person: Person, by: Named) -> None:
    """Record one act of signing in or of its secrets, as declared in acts.py."""
    record(act, about=person, by=by)


@action
def password_reset(*, person: Person, by: Named) -> None:
    """Record a password chosen through a link; whoever followed that link reads the address it was sent to."""
    EmailAddress.objects.filter(user=person, email__iexact=person.email).update(verified=True)
    record("password.changed", about=person, by=by)


@action
def registered(*, person: Person, by: Named) -> None:
    """Record somebody who made an account of their own."""
    record("person.added", about=person, by=by, after=snapshot(person, "name", "username", "email"))


@action
def email_changed(*, person: Person, old: str, new: str, by: Named) -> None:
    """Record that mail goes to another address."""
    record("person.changed", about=person, by=by, before={"email": old}, after={"email": new})
