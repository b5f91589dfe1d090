"""Writes about who is what in which organisation. A membership that is over stays, with its end."""

from functools import partial

from django.db.models import QuerySet

from wutong.kernel import clock
from wutong.kernel.bilingual import Language, Text
from wutong.kernel.errors import WutongError
from wutong.portal.accounts import notices
from wutong.portal.accounts.access import Access, held_now
from wutong.portal.accounts.actions import people
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Role, administrator_of
from wutong.portal.shared.audit.recording import Named, action, after_commit, nothing_changed, record


class RoleNotForThisKind(WutongError):
    code = "accounts.role_kind"
    sentence = Text(
        zh="角色“{role_zh}”不能在这类单位中担任，请选择列表中的角色。",
        en="The role “{role_en}” cannot be held in an organisation of this kind. Choose one from the list.",
    )


class LastAdministrator(WutongError):
    code = "accounts.last_administrator"
    sentence = Text(
        zh="这是该单位唯一的管理员。请先移交管理，或请平台管理员处理。",
        en="This is the organisation's only administrator. Hand over first, or ask an administrator of the platform.",
    )


class NotAMember(WutongError):
    code = "accounts.not_a_member"
    sentence = Text(
        zh="接手的人必须是本单位现有成员。请先把对方加入本单位。",
        en="Whoever takes over must be a member of the organisation. Add them first.",
    )


@action
def grant(*, person: Person, organisation: Organisation, role: Role, by: Named) -> Membership:
    """Give `person` a role; one that is held already stays as it is. Raises RoleNotForThisKind."""
    organisation = _locked(organisation)
    if not role.can_be_held_in(organisation.kind):
        raise RoleNotForThisKind(role_zh=role.name_text.zh, role_en=role.name_text.en)
    held = _open(organisation).filter(person=person, role_code=role.code).first()
    if held is not None:
        nothing_changed()
        return held
    membership = _begin(person, organisation, role, by)
    record("membership.granted", about=membership, by=by, organisation=organisation, after={"role_code": role.code})
    if by.audit_id != person.audit_id:
        after_commit(partial(notices.role_given, membership, by.audit_label))
    return membership


@action
def add_member(
    *, organisation: Organisation, role: Role, name: str, email: str, language: Language, by: Named
) -> Membership:
    """Give a role to whoever has that e-mail address; somebody new is invited. Raises what `grant` raises."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = people.add_person(username=email.lower()[:60], email=email, name=name, language=language, by=by)
        people.invite(person=person, by=by)
    return grant(person=person, organisation=organisation, role=role, by=by)


@action
def end(*, membership: Membership, by: Named) -> None:
    """Take a role away; raises LastAdministrator or LastPlatformAdministrator."""
    organisation = _locked(membership.organisation)
    locked = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    if locked.until is not None:
        return nothing_changed()
    _keep_an_administrator(locked, organisation, by)
    locked.until = clock.now()
    locked.save(update_fields=["until"])
    record("membership.ended", about=locked, by=by, organisation=organisation, after={"role_code": locked.role_code})
    return None


@action
def change_role(*, membership: Membership, role: Role, by: Named) -> Membership:
    """End one role and begin another in its place; raises what `grant` and `end` raise."""
    organisation = _locked(membership.organisation)
    old = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    if not role.can_be_held_in(organisation.kind):
        raise RoleNotForThisKind(role_zh=role.name_text.zh, role_en=role.name_text.en)
    if old.until is not None or old.role_code == role.code:
        nothing_changed()
        return old
    _keep_an_administrator(old, organisation, by)
    old.until = clock.now()
    old.save(update_fields=["until"])
    held = _open(organisation).filter(person=old.person, role_code=role.code).first()
    new = held or _begin(old.person, organisation, role, by)
    before, after = {"role_code": old.role_code}, {"role_code": role.code}
    record("membership.changed", about=new, by=by, organisation=organisation, before=before, after=after)
    return new


@action
def hand_over(*, membership: Membership, to: Person, by: Named) -> Membership:
    """Make `to` administrator in the place of the holder of `membership`; raises NotAMember."""
    organisation = _locked(membership.organisation)
    if not held_now(_open(organisation)).filter(person=to, person__is_active=True).exists():
        raise NotAMember()
    new = grant(person=to, organisation=organisation, role=membership.role, by=by)
    if to.pk != membership.person_id:
        end(membership=membership, by=by)
    return new


def _locked(organisation: Organisation) -> Organisation:
    """The organisation, held until the end of the transaction: two people cannot both leave it as the last one."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _open(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=organisation, until__isnull=True)


def _begin(person: Person, organisation: Organisation, role: Role, by: Named) -> Membership:
    giver = by if isinstance(by, Person) else None
    return Membership.objects.create(
        person=person, organisation=organisation, role_code=role.code, since=clock.now(), granted_by=giver
    )


def _keep_an_administrator(membership: Membership, organisation: Organisation, by: Named) -> None:
    """Refuse to end the last administrator of an organisation, or of the platform."""
    if membership.role is Role.ADMINISTRATOR:
        people.lock_platform()
        others = people.platform_administrators(but=membership.person)
        elsewhere = Membership.objects.filter(
            person=membership.person, role_code=membership.role_code, until__isnull=True
        ).exclude(pk=membership.pk)
        if others == 0 and not elsewhere.exists():
            raise people.LastPlatformAdministrator()
        return
    if membership.role is not administrator_of(organisation.kind):
        return
    rest = _open(organisation).filter(role_code=membership.role_code, person__is_active=True)
    may_leave_none = not isinstance(by, Person) or Access.of_person(by).may_everywhere(Permission.MEMBERS_MANAGE)
    if not rest.exclude(pk=membership.pk).exists() and not may_leave_none:
        raise LastAdministrator()
