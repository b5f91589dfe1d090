"""Writes about people: add, invite, change, suspend. Passwords are never recorded."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from wutong.kernel.bilingual import Language, Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import notices
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.audit.recording import (
    Named,
    action,
    after_commit,
    nothing_changed,
    record,
    snapshot,
)


class NameTaken(WutongError):
    code = "accounts.taken"
    sentence = Text(
        zh="用户名“{username}”或邮箱“{email}”已有人使用，请换一个。",
        en="The username “{username}” or the address “{email}” is taken. Choose another.",
    )


class LastPlatformAdministrator(WutongError):
    code = "accounts.last_platform_administrator"
    sentence = Text(
        zh="这是平台唯一可登录的系统管理员。请先给另一人授予系统管理员角色。",
        en="This is the only administrator of the platform who can sign in. Make somebody else one first.",
    )


class ErasedForGood(WutongError):
    code = "accounts.erased"
    sentence = Text(
        zh="该账号已按本人要求注销，不能恢复。请邀请对方另立账号。",
        en="This account was erased because its owner asked for it, and cannot come back. Invite them anew.",
    )


@action
def add_person(
    *,
    username: str,
    email: str,
    name: str,
    language: Language,
    by: Named,
    encoded: str = "",
    is_verified: bool = False,
) -> Person:
    """A new person. `encoded` is what make_password makes of a password; without it, they need an invitation.

    Raises NameTaken.
    """
    taken = Person.objects.filter(username__iexact=username).exists()
    if taken or (email and Person.objects.filter(email__iexact=email).exists()):
        raise NameTaken(username=username, email=email)
    person = Person(username=username, email=email.lower(), name=name, language=language)
    person.password = encoded or make_password(None)
    person.save()
    if email:
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=is_verified)
    record("person.added", about=person, by=by, after=snapshot(person, "name", "username", "email"))
    return person


@action
def invite(*, person: Person, by: Named) -> None:
    """Send `person` a link by which they choose a password."""
    record("person.invited", about=person, by=by)
    after_commit(partial(notices.invitation, person, by.audit_label))


@action
def change_profile(*, person: Person, name: str, language: str, by: Named) -> None:
    """Change what people call somebody, and the language in which they are written to."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    before = snapshot(locked, "name", "language")
    locked.name, locked.language = name, language
    if snapshot(locked, "name", "language") == before:
        return nothing_changed()
    locked.save(update_fields=["name", "language"])
    record("person.changed", about=locked, by=by, before=before, after=snapshot(locked, "name", "language"))
    return None


@action
def suspend(*, person: Person, by: Named) -> None:
    """End somebody's sessions and let them in no more; raises LastPlatformAdministrator."""
    lock_platform()
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active:
        return nothing_changed()
    if holds_platform(locked) and platform_administrators(but=locked) == 0:
        raise LastPlatformAdministrator()
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record("person.suspended", about=locked, by=by)
    return None


@action
def restore(*, person: Person, by: Named) -> None:
    """Let somebody in again who was suspended; raises ErasedForGood."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.is_erased:
        raise ErasedForGood()
    if locked.is_active:
        return nothing_changed()
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    record("person.restored", about=locked, by=by)
    return None


def lock_platform() -> None:
    """Let nobody else end administrators of the platform until this transaction is over."""
    list(Organisation.objects.select_for_update().filter(kind=Kind.PLATFORM).order_by("pk"))


def holds_platform(person: Person) -> bool:
    """True where `person` is an administrator of the platform."""
    return _administrators().filter(person=person).exists()


def platform_administrators(*, but: Person | None = None) -> int:
    """How many can sign in as administrators of the platform, besides `but`."""
    found = _administrators().filter(person__is_active=True)
    return (found.exclude(person=but) if but else found).values("person").distinct().count()


def _administrators() -> QuerySet[Membership]:
    return Membership.objects.filter(role_code=Role.ADMINISTRATOR.code, until__isnull=True)


@action
def set_password(*, person: Person, encoded: str, by: Named) -> None:
    """Give somebody another password, as make_password encodes it; their sessions end."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    locked.password = encoded
    locked.save(update_fields=["password"])
    record("password.changed", about=locked, by=by)


@action
def drop_factor(*, person: Person, by: Named) -> None:
    """End the second factor of somebody who lost phone and recovery codes."""
    Authenticator.objects.filter(user=person).delete()
    record("factor.removed", about=person, by=by)
