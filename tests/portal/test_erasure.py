"""Somebody asks to be erased: what goes, what stays under a pseudonym, and what the database still refuses."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from portal.cases.cast import District, district, do, draft, sent
from portal.files.drawn import WHOLE
from portal.materials_store import Store
from portal.people import PASSWORD, SETUP, member, organisation, person, signed_in, somebody
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.portal.accounts.actions import erasure, people
from wutong.portal.accounts.models import Erasure, Membership, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.cases.actions import assigning
from wutong.portal.cases.models import Case, CaseStep
from wutong.portal.exports import access as exports
from wutong.portal.exports.models import Export
from wutong.portal.files import actions as files
from wutong.portal.files.keeping import storage
from wutong.portal.files.kinds import Kind
from wutong.portal.flowing.ticking import tick
from wutong.portal.following.models import Follow
from wutong.portal.materials.actions.places import dismiss_keeper
from wutong.portal.materials.queries.entries import Wanted, all_of
from wutong.portal.notices import actions as notices
from wutong.portal.notices.models import Delivery, Notice
from wutong.portal.shared.audit.models import AuditEntry
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.ledger.verifying import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]

ERASE, NAME = "/accounts/me/erase/", "夏芷若"
SAID = {"password": PASSWORD, "has_read": "on"}


def erased(who: Person) -> Person:
    """`who`, once the grace is over."""
    asked = erasure.ask(person=who, by=who)
    assert erasure.carry_out_due(asked.due_on - timedelta(days=1)) == 0
    assert erasure.carry_out_due(asked.due_on) == 1
    return Person.objects.get(pk=who.pk)


def everything_kept() -> str:
    """Every text in every table of the database."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    # Older rows may hold JSON with escapes.
    return str(rows).encode().decode("unicode_escape", "replace") + str(rows)


def test_one_sees_what_goes_and_asks_with_the_password(district_of: District) -> None:
    user = district_of.user
    sent(district_of, "GS19")
    client = signed_in(user)
    said = client.get(ERASE).content.decode()
    assert "Cases" in said and "7 days" in said and "The case file" in said
    refused = client.post(ERASE, SAID | {"password": "not-the-password"})
    assert refused.status_code == 400 and not Erasure.objects.exists()
    assert client.post(ERASE, {"password": PASSWORD}).status_code == 400
    assert client.post(ERASE, SAID).status_code == 302
    held = Erasure.objects.get(person=user)
    assert held.due_on == clock.today() + timedelta(days=7)
    assert client.post(ERASE, SAID).status_code == 302 and Erasure.objects.count() == 1
    client.post("/accounts/me/erase/back/")
    assert erasure.carry_out_due(held.due_on + timedelta(days=30)) == 0
    assert Person.objects.get(pk=user.pk).is_active
    acts = AuditEntry.objects.filter(object_kind="person", act__contains="erasure").order_by("pk")
    assert [one.act for one in acts] == ["person.erasure_asked", "person.erasure_taken_back"]


def test_it_is_asked_by_oneself_and_told_by_mail(django_capture_on_commit_callbacks: object) -> None:
    assert Client().get(ERASE).headers["Location"].startswith("/accounts/login/")
    assert Client().post("/accounts/me/erase/back/").status_code == 302
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        signed_in(person("lin")).post(ERASE, SAID)
    assert mail.outbox[-1].to == ["lin@example.org"] and ERASE in mail.outbox[-1].body


def test_guessing_the_password_is_slowed() -> None:
    client = signed_in(person("lin"))
    said = [client.post(ERASE, SAID | {"password": "guess"}).status_code for _ in range(12)]
    assert said[0] == 400 and said[-1] == 429


def test_the_only_administrator_hands_over_first() -> None:
    firm = organisation("独苗生物有限公司")
    alone = somebody("alone", Role.ORGANISATION_ADMINISTRATOR, firm)
    answer = signed_in(alone).post(ERASE, SAID)
    assert answer.status_code == 400 and "独苗生物有限公司" in answer.content.decode()
    other = somebody("other", Role.ORGANISATION_ADMINISTRATOR, firm)
    erasure.ask(person=alone, by=alone)
    # The other one went meanwhile: whoever is left stays until somebody follows.
    people.suspend(person=other, by=SETUP)
    due = Erasure.objects.get().due_on
    assert erasure.carry_out_due(due) == 0 and Person.objects.get(pk=alone.pk).username == "alone"
    people.restore(person=other, by=SETUP)
    assert erasure.carry_out_due(due) == 1


@pytest.fixture
def district_of() -> District:
    return district()


def _a_life(where: District) -> Person:
    """Somebody who did a little of everything, under two names."""
    who = where.user
    people.change_profile(person=who, name=NAME, language="zh", by=who)
    where.user.refresh_from_db()
    told = Text("通知", "Notice")
    notices.send(to=[who, where.officer], key="k", kind="case.accepted", subject=told, body=told, address="/", by=who)
    Follow.objects.create(person=who, kind="search", subject="", title="t", seen_version="v")
    Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={"secret": "s"})
    return who


def test_nothing_names_them_any_more(district_of: District, empty_home: Home) -> None:
    who = _a_life(district_of)
    case = sent(district_of, "GS19")
    draft(district_of, "GS01")
    kept = {
        name: files.keep(
            upload=ContentFile(WHOLE[kind], name=f"{name}.{kind}"),
            organisation=district_of.firm,
            kinds=frozenset(Kind),
            by=who,
        )
        for name, kind in (("used", "pdf"), ("unused", "png"))
    }
    case.papers.filter(how="upload").update(file_id=kept["used"].pk)
    browser = signed_in(who)
    session = browser.session
    session[exports.OWNER] = "theirs"
    session.save()
    export = Export.objects.create(owner="theirs", format="csv", language="en", row_limit=1, created_at=clock.now())
    exports.file_of(export).parent.mkdir(parents=True, exist_ok=True)
    exports.file_of(export).write_text("a")
    acts = AuditEntry.objects.filter(actor_id=str(who.pk)).count()
    with transaction.atomic():
        after = erased(who)
    assert (after.is_active, after.email, after.has_usable_password()) == (False, "", False)
    assert after.name.startswith("前成员 Former member ")
    for gone in (NAME, "User", "user@example.org"):
        assert f"'{gone}'" not in everything_kept() and f'"{gone}"' not in everything_kept(), gone
    for model in (EmailAddress, Authenticator, Follow):
        assert not model.objects.filter(**{"person" if model is Follow else "user": who}).exists()
    assert not Notice.objects.filter(recipient=who).exists() and Delivery.objects.exists()
    assert Notice.objects.get(recipient=district_of.officer, key="k").sender_name == after.name
    assert not Export.objects.exists() and not Membership.objects.filter(person=who, until__isnull=True).exists()
    assert list(Case.objects.values_list("pk", flat=True)) == [case.pk]
    assert set(CaseStep.objects.filter(by_person=who).values_list("by_name", flat=True)) == {after.name}
    assert AuditEntry.objects.filter(actor_id=str(who.pk), actor_name=after.name).count() == acts + 1
    kept["unused"].refresh_from_db()
    kept["used"].refresh_from_db()
    assert (kept["unused"].is_erased, kept["used"].is_erased) == (True, False)
    assert browser.get("/accounts/me/").status_code == 302 and not Session.objects.exists()
    assert Client().post("/accounts/login/", {"login": "user", "password": PASSWORD}).status_code in {200, 400}
    done = AuditEntry.objects.get(act="person.erased")
    assert done.object_label == after.name and "cases.CaseStep" in done.after["tables"]
    with pytest.raises(people.ErasedForGood):
        people.restore(person=after, by=SETUP)


def test_bytes_are_gone_from_the_disk(
    district_of: District, empty_home: Home, django_capture_on_commit_callbacks: object
) -> None:
    upload = ContentFile(WHOLE["pdf"], name="a.pdf")
    kept = files.keep(upload=upload, organisation=district_of.firm, kinds=frozenset(Kind), by=district_of.user)
    assert storage.path_of(kept.bytes_id).is_file()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erased(district_of.user)
    assert not storage.path_of(kept.bytes_id).exists()


def test_a_namesake_keeps_their_name(district_of: District) -> None:
    case = sent(district_of, "GS19")
    twin = somebody("twin", Role.DEPARTMENT_REVIEWER, district_of.office)
    for who in (district_of.officer, twin):
        people.change_profile(person=who, name=NAME, language="zh", by=SETUP)
    officer = Person.objects.get(pk=district_of.officer.pk)
    assigning.assign(cases=[case], to=officer, by=district_of.leader)
    do(district_of.user, case, "withdraw")  # while it ran, it would have to be handed over first
    after = erased(officer)
    assert Person.objects.get(pk=twin.pk).name == NAME
    assert Case.objects.get(pk=case.pk).assignee is None
    # Where only a name stands, nothing says whose it is.
    assert AuditEntry.objects.get(act="case.assigned").after["assignee"] == NAME
    assert after.name != NAME


def test_ledgers_stay_whole_and_show_the_pseudonym() -> None:
    store = Store()
    store.enter("received", "5")
    one = store.one
    for held in Membership.objects.filter(person=one):
        other = person("successor")
        member(other, held.role, held.organisation)
    dismiss_keeper(place=store.place, person=one, by=store.other)
    after = erased(one)
    row = next(iter(all_of(store.stock, Wanted())))
    assert after.name in (row.by_name, row.asked_by)
    assert verify(store.stock.book) is None


def test_the_database_lets_nothing_else_change(district_of: District) -> None:
    case = sent(district_of, "GS19")
    who = district_of.user
    step, entry = case.step_rows.get(), AuditEntry.objects.filter(actor_id=str(who.pk))[0]
    pseudonym = "前成员 Former member 0000"

    def change(row: object, **fields: object) -> None:
        with transaction.atomic():
            QuerySet(type(row)).filter(pk=row.pk).update(**fields)  # type: ignore[attr-defined]

    def refuse(row: object, **fields: object) -> None:
        with pytest.raises(DatabaseError):
            change(row, **fields)

    asked = Erasure.objects.create(person=who, due_on=date(2026, 1, 1), pseudonym=pseudonym)
    refuse(step, by_name=pseudonym)  # it is not running
    Erasure.objects.filter(pk=asked.pk).update(is_running=True)
    refuse(step, by_name="somebody else")
    refuse(step, by_name=pseudonym, reason="another")
    refuse(step, reason="another")
    refuse(entry, actor_id="0")
    refuse(entry, actor_name=pseudonym, at=clock.now())
    other = AuditEntry.objects.exclude(actor_id=str(who.pk))[0]
    refuse(other, actor_name=pseudonym)
    change(step, by_name=pseudonym)
    change(entry, actor_name=pseudonym)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(AuditEntry).filter(pk=entry.pk).delete()
    Erasure.objects.filter(pk=asked.pk).update(is_running=False)
    refuse(entry, object_label="another")


def test_the_tick_does_it_once(district_of: District) -> None:
    asked = erasure.ask(person=district_of.user, by=district_of.user)
    assert tick(asked.due_on).happened.get("erasures") == 1
    assert tick(asked.due_on).happened.get("erasures") is None
    assert AuditEntry.objects.filter(act="person.erased").count() == 1


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="guards name no columns there"
)
def test_guards_give_way_where_names_stand_and_know_every_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%update'")
        guards = {str(table): str(sql) for table, sql in cursor.fetchall() if " UPDATE ON " in sql}
    assert len(guards) >= 8
    for table in catalogue().personal.tables.values():
        model = apps.get_model(table.model)
        guard = guards.get(model._meta.db_table, "")
        gives_way = table.inside or any(part.written or part.cleared for part in table.parts)
        if guard and gives_way:
            assert "accounts_erasure" in guard, (
                f"{table.model} needs Yields beside AppendOnly (docs/howto/personal-data.md)"
            )
            unguarded = [one.column for one in model._meta.concrete_fields if f'"{one.column}"' not in guard]
            given = {name for part in table.parts for name in part.written} | {*table.inside, *table.replaced}
            assert set(unguarded) <= given, f"{table.model} has columns that its guard does not know"
