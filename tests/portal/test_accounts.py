"""People, organisations and roles: what the database refuses, what actions do, and what one may not see."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from portal.people import SETUP, member, organisation, person, somebody
from wutong.catalog.catalog import load_catalog
from wutong.kernel import clock
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.memberships import LastAdministrator, NotAMember, RoleNotForThisKind
from wutong.portal.accounts.actions.organisations import CodeTaken, Details
from wutong.portal.accounts.actions.people import LastPlatformAdministrator, NameTaken
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind, Reach, Role, administrator_of, roles_of
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wutong" / "portal"
LEADS = Role.ORGANISATION_ADMINISTRATOR


# Roles and permissions are code ------------------------------------------------------------------------------------


def test_there_are_eighteen_roles_in_both_languages() -> None:
    assert [role.code for role in Role] == [f"R{number}" for number in range(1, 19)]
    for role in Role:
        for text in (role.name_text, role.description):
            assert re.search(r"[\u4e00-\u9fff]", text.zh)
            assert re.fullmatch(r"[ -~]+", text.en)
        assert role.permissions
        assert role.value.held_in


def test_each_permission_is_described_once_and_given_by_some_role() -> None:
    codes = [permission.code for permission in Permission]
    assert len(codes) == len(set(codes))
    for permission in Permission:
        assert re.search(r"[\u4e00-\u9fff]", permission.text.zh)
        assert re.fullmatch(r"[ -~]+", permission.text.en)
        assert any(permission in role.permissions for role in Role), permission


def test_each_permission_is_asked_for_or_says_what_waits_for_it() -> None:
    files = [path for path in SOURCE.rglob("*.py") if path.name not in {"roles.py", "permissions.py"}]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    declared = load_catalog().applications
    for permission in Permission:
        is_used = f"Permission.{permission.name}" in code
        assert is_used or permission.value.awaited_by, permission
        assert all(one in declared for one in permission.value.awaited_by), permission


def test_roles_of_the_catalogues_applications_exist() -> None:
    known = {role.code for role in Role}
    for entry in load_catalog().applications.values():
        assert set(entry.users) <= known


def test_every_kind_of_organisation_has_an_administrator_and_both_names() -> None:
    for kind in Kind:
        assert administrator_of(kind) in roles_of(kind)
        assert kind.text.zh
        assert kind.text.en
    assert Permission.MEMBERS_MANAGE in LEADS.permissions
    assert LEADS.reach is Reach.OWN


def test_people_of_all_organisations_are_for_the_platforms_administrators_alone() -> None:
    kept = {
        Permission.MEMBERS_SEE,
        Permission.MEMBERS_MANAGE,
        Permission.ORGANISATION_EDIT,
        Permission.ORGANISATION_CREATE,
        Permission.PEOPLE_SUSPEND,
        Permission.AUDIT_READ,
    }
    for role in Role:
        if role.reach is Reach.EVERYWHERE and role is not Role.ADMINISTRATOR:
            assert not role.permissions & kept, role


# What the database refuses -----------------------------------------------------------------------------------------


def _refused(write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_keeps_people_and_organisations_apart() -> None:
    lee = person("lee")
    firm = organisation("江畔药业", credit_code="91330100MA2ABCDE1X")
    _refused(lambda: Person.objects.create(username="LEE", name="x"))
    _refused(lambda: Person.objects.create(username="x", name="x", email="LEE@example.org"))
    _refused(lambda: Person.objects.create(username="", name="x"))
    _refused(lambda: Person.objects.create(username="y", name="x", language="fr"))
    _refused(lambda: Organisation.objects.create(kind="enterprise", name_zh="二", credit_code=firm.credit_code))
    _refused(lambda: Organisation.objects.create(kind="bank", name_zh="二"))
    _refused(lambda: Organisation.objects.create(kind="enterprise", name_zh=""))
    _refused(lambda: Membership.objects.create(person=lee, organisation=firm, role_code="R99"))
    now = clock.now()
    _refused(
        lambda: Membership.objects.create(
            person=lee, organisation=firm, role_code="R1", since=now, until=now - timedelta(days=1)
        )
    )
    Membership.objects.create(person=lee, organisation=firm, role_code="R1")
    _refused(lambda: Membership.objects.create(person=lee, organisation=firm, role_code="R1"))
    Organisation.objects.create(kind="enterprise", name_zh="无代码一")
    Organisation.objects.create(kind="enterprise", name_zh="无代码二")


# Access --------------------------------------------------------------------------------------------------------------


def _request(who: Person | None) -> HttpRequest:
    request = RequestFactory().get("/")
    if who is not None:
        request.user = who
    return request


def test_permissions_hold_where_the_role_is_held() -> None:
    ours, theirs = organisation("甲"), organisation("乙")
    access = Access.of(_request(somebody("boss", LEADS, ours)))
    assert access.may(Permission.MEMBERS_MANAGE, ours)
    assert not access.may(Permission.MEMBERS_MANAGE, theirs)
    assert access.may(Permission.MEMBERS_MANAGE)
    assert not access.may_everywhere(Permission.MEMBERS_MANAGE)
    assert not access.may(Permission.AUDIT_READ)
    assert access.organisations(Permission.MEMBERS_MANAGE) == {ours.pk}


def test_what_one_may_not_see_and_what_is_not_there_are_the_same() -> None:
    ours, theirs = organisation("甲"), organisation("乙")
    access = Access.of(_request(somebody("boss", LEADS, ours)))
    objects = Organisation.objects.all()
    assert access.get(objects, Permission.MEMBERS_SEE, through="pk", pk=ours.pk) == ours
    for missing in (theirs.pk, 10**9):
        with pytest.raises(Http404):
            access.get(objects, Permission.MEMBERS_SEE, through="pk", pk=missing)
    roles = Membership.objects.all()
    assert set(access.visible(roles, Permission.MEMBERS_SEE)) == set(roles.filter(organisation=ours))
    with pytest.raises(Http404):
        access.need(Permission.MEMBERS_SEE, theirs)


def test_nobody_may_do_anything() -> None:
    access = Access.of(_request(None))
    assert not access.is_signed_in
    assert not any(access.may(permission) for permission in Permission)
    assert not access.visible(Organisation.objects.all(), Permission.MEMBERS_SEE, through="pk").exists()
    with pytest.raises(Http404):
        _ = access.who


def test_a_role_that_is_over_or_has_not_begun_gives_nothing() -> None:
    firm, lee = organisation("甲"), person("lee")
    now = clock.now()
    Membership.objects.create(
        person=lee, organisation=firm, role_code="R2", since=now - timedelta(2), until=now - timedelta(1)
    )
    Membership.objects.create(person=lee, organisation=firm, role_code="R2", since=now + timedelta(1))
    assert Access.of_person(lee).grants == ()


def test_a_role_that_reaches_everywhere_is_given_by_the_platform_alone() -> None:
    office, platform = organisation("链办", Kind.DEPARTMENT), organisation("平台", Kind.PLATFORM)
    head, admin = somebody("head", LEADS, office), somebody("admin", Role.ADMINISTRATOR, platform)
    theirs, ours = Access.of_person(head), Access.of_person(admin)
    assert theirs.may_grant(Role.WINDOW_CLERK, office)
    assert not theirs.may_grant(Role.CHAIN_ANALYST, office)
    assert ours.may_grant(Role.CHAIN_ANALYST, office)
    assert ours.may_grant(Role.ADMINISTRATOR, platform)
    for role in Role:
        assert not theirs.may_grant(role, platform)
    assert not ours.may_grant(Role.ADMINISTRATOR, office), "it cannot be held there"


# Actions -------------------------------------------------------------------------------------------------------------


def test_a_role_belongs_to_kinds_of_organisation() -> None:
    with pytest.raises(RoleNotForThisKind):
        member(person("lee"), Role.CLINICAL_SITE, organisation("甲"))


def test_granting_twice_keeps_one() -> None:
    lee, firm = person("lee"), organisation("甲")
    first = member(lee, LEADS, firm)
    before = AuditEntry.objects.count()
    assert member(lee, LEADS, firm) == first
    assert AuditEntry.objects.count() == before


def test_there_may_be_several_administrators_and_never_none() -> None:
    firm = organisation("甲")
    first, second = somebody("first", LEADS, firm), somebody("second", LEADS, firm)
    memberships.end(membership=first.memberships.get(), by=second)
    assert first.memberships.get().until is not None
    with pytest.raises(LastAdministrator):
        memberships.end(membership=second.memberships.get(), by=second)
    with pytest.raises(LastAdministrator):
        memberships.change_role(membership=second.memberships.get(), role=Role.ENTERPRISE_USER, by=second)
    assert second.memberships.get().until is None


def test_an_administrator_who_cannot_sign_in_does_not_count() -> None:
    firm = organisation("甲")
    first, second = somebody("first", LEADS, firm), somebody("second", LEADS, firm)
    people.suspend(person=first, by=SETUP)
    with pytest.raises(LastAdministrator):
        memberships.end(membership=second.memberships.get(), by=second)


def test_handing_over_is_one_step() -> None:
    firm = organisation("甲")
    old, new, stranger = somebody("old", LEADS, firm), somebody("new", Role.ENTERPRISE_USER, firm), person("stranger")
    with pytest.raises(NotAMember):
        memberships.hand_over(membership=old.memberships.get(), to=stranger, by=old)
    assert Access.of_person(old).may(Permission.MEMBERS_MANAGE, firm)
    memberships.hand_over(membership=old.memberships.get(), to=new, by=old)
    assert not Access.of_person(old).may(Permission.MEMBERS_MANAGE, firm)
    assert Access.of_person(new).may(Permission.MEMBERS_MANAGE, firm)


def test_the_platform_never_loses_its_last_administrator() -> None:
    platform = organisation("平台", Kind.PLATFORM)
    admin = somebody("admin", Role.ADMINISTRATOR, platform)
    for by in (admin, SETUP):
        with pytest.raises(LastPlatformAdministrator):
            memberships.end(membership=admin.memberships.get(), by=by)
        with pytest.raises(LastPlatformAdministrator):
            people.suspend(person=admin, by=by)
    other = somebody("other", Role.ADMINISTRATOR, platform)
    people.suspend(person=admin, by=other)
    with pytest.raises(LastPlatformAdministrator):
        memberships.end(membership=other.memberships.get(), by=other)


def test_changing_a_role_keeps_its_history() -> None:
    firm = organisation("甲")
    lee = somebody("lee", Role.ENTERPRISE_USER, firm)
    new = memberships.change_role(membership=lee.memberships.get(), role=LEADS, by=SETUP)
    assert [(one.role, one.until is None) for one in lee.memberships.order_by("pk")] == [
        (Role.ENTERPRISE_USER, False),
        (LEADS, True),
    ]
    entry = AuditEntry.objects.latest("entry_id")
    assert (entry.before, entry.after) == ({"role_code": "R1"}, {"role_code": "R2"})
    assert entry.object_id == str(new.pk)


def test_names_and_codes_are_taken_once() -> None:
    person("lee")
    with pytest.raises(NameTaken):
        person("Lee")
    organisation("甲", credit_code="91330100MA2ABCDE1X")
    details = Details("enterprise", "乙", credit_code="91330100MA2ABCDE1X")
    with pytest.raises(CodeTaken):
        organisations.add_organisation(details=details, by=SETUP)


def test_no_secret_is_recorded() -> None:
    lee = person("lee")
    people.set_password(person=lee, encoded=make_password("another-secret-99"), by=SETUP)
    rows = str([(entry.before, entry.after) for entry in AuditEntry.objects.all()])
    assert "secret" not in rows
    assert "password" not in rows


def test_an_invited_person_is_told_by_mail(
    mailoutbox: list[object], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    firm = organisation("甲")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        made = memberships.add_member(
            organisation=firm, role=LEADS, name="赵敏", email="Zhao@Example.org", language="zh", by=SETUP
        )
    assert not made.person.has_usable_password()
    assert made.person.email == "zhao@example.org"
    (mail,) = mailoutbox
    assert "邀请" in mail.subject  # type: ignore[attr-defined]
    assert "/accounts/password/reset/key/" in mail.body  # type: ignore[attr-defined]


def test_somebody_who_is_known_is_not_made_twice(
    mailoutbox: list[object], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    lee, firm = person("lee"), organisation("甲")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        made = memberships.add_member(
            organisation=firm, role=LEADS, name="x", email="LEE@example.org", language="zh", by=SETUP
        )
    assert made.person == lee
    assert Person.objects.count() == 1
    (mail,) = mailoutbox
    assert mail.to == ["lee@example.org"]  # type: ignore[attr-defined]
    assert "Organisation administrator" in mail.body  # type: ignore[attr-defined]


def test_mail_that_fails_undoes_nothing(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("no mail server")

    monkeypatch.setattr("wutong.portal.accounts.notices.send_mail", fail)
    lee = person("lee")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        people.invite(person=lee, by=SETUP)
    assert AuditEntry.objects.filter(act="person.invited").exists()
    assert connection.is_usable()
