"""Invented people and organisations for tests of pages that ask who somebody is."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.audit.recording import Program

SETUP = Program("tests", "tests")
PASSWORD = "a-long-enough-secret-7"
_LANGUAGES = {"zh": "zh-hans", "en": "en"}


def person(username: str, *, name: str = "", language: str = "en") -> Person:
    """Somebody who can sign in with PASSWORD."""
    return people.add_person(
        username=username,
        email=f"{username}@example.org",
        name=name or username.title(),
        language=language,
        encoded=make_password(PASSWORD),
        is_verified=True,
        by=SETUP,
    )


def organisation(name: str, kind: Kind = Kind.ENTERPRISE, credit_code: str = "") -> Organisation:
    """An organisation of that kind."""
    details = Details(kind=kind.value, name_zh=name, name_en=name, credit_code=credit_code)
    return organisations.add_organisation(details=details, by=SETUP)


def member(who: Person, role: Role, where: Organisation) -> Membership:
    """`who` with `role` in `where`."""
    return memberships.grant(person=who, organisation=where, role=role, by=SETUP)


def somebody(username: str, role: Role, where: Organisation) -> Person:
    """Somebody new with one role."""
    made = person(username)
    member(made, role, where)
    return made


def signed_in(who: Person, language: str = "en") -> Client:
    """A browser in which `who` has signed in."""
    client = Client()
    client.cookies["wutong_language"] = _LANGUAGES[language]
    assert EmailAddress.objects.filter(user=who, verified=True).exists()
    client.force_login(who)
    return client
