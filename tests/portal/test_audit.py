"""The record of what was done: added inside the write, never changed, read as sentences by auditors alone."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people import SETUP, organisation, person, signed_in, somebody
from wutong.kernel.errors import WutongError
from wutong.portal.accounts.actions import memberships, organisations, people
from wutong.portal.accounts.actions.organisations import Details
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Kind, Role
from wutong.portal.shared.audit.acts import all_acts, kind_of
from wutong.portal.shared.audit.models import AuditEntry, AuditIsKept
from wutong.portal.shared.audit.recording import (
    Named,
    action,
    after_commit,
    changed,
    nothing_changed,
    record,
)
from wutong.portal.shared.audit.sentences import sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(home: object) -> Person:
    return somebody("auditor", Role.ADMINISTRATOR, organisation("平台", Kind.PLATFORM))


def test_a_change_reads_as_a_sentence_in_both_languages() -> None:
    lee = person("limei", name="李梅")
    firm = organisation("江畔药业")
    before = AuditEntry.objects.count()
    details = Details(kind="enterprise", name_zh="江畔生物", name_en="江畔药业")
    organisations.change_organisation(organisation=firm, details=details, by=lee)
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.latest("entry_id")
    assert (entry.before, entry.after) == ({"name_zh": "江畔药业"}, {"name_zh": "江畔生物"})
    assert sentence(entry, "zh") == "李梅修改了“江畔生物”，把名称由“江畔药业”改为“江畔生物”"
    assert sentence(entry, "en") == "李梅 changed “江畔生物”: name from “江畔药业” to “江畔生物”"


def test_codes_read_as_words() -> None:
    boss, firm = person("boss", name="王强"), organisation("江畔药业")
    memberships.grant(person=person("new", name="赵敏"), organisation=firm, role=Role.ENTERPRISE_USER, by=boss)
    entry = AuditEntry.objects.latest("entry_id")
    assert entry.organisation_name == "江畔药业"
    assert sentence(entry, "zh") == "王强让“赵敏”加入“江畔药业”，角色“企业用户”"
    assert sentence(entry, "en") == "王强 gave “赵敏” a role in “江畔药业”: role “Enterprise user”"


def test_an_act_that_is_no_longer_known_still_reads() -> None:
    entry = AuditEntry(act="gone.act", actor_name="A", object_kind="gone", object_label="B", after={"x": 1})
    assert sentence(entry, "en") == "A did “gone.act” to “B”"
    assert "gone.act" in sentence(entry, "zh")


def test_every_act_and_field_has_both_languages() -> None:
    assert len(all_acts()) > 15
    for act in all_acts():
        for text in (act.sentence.zh, act.sentence.en):
            assert text.format(actor="a", object="b", organisation="c", changes="d", act="e")
    for code in ("person", "organisation", "membership"):
        kind = kind_of(code)
        assert kind is not None
        assert all(field.name.zh and field.name.en for field in kind.fields.values())


def test_only_what_differs_is_kept() -> None:
    assert changed({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})
    assert changed({}, {"a": None}) == ({}, {})


def _update(entry: AuditEntry) -> object:
    return AuditEntry.objects.filter(pk=entry.pk).update(actor_name="x")


def _bulk(entry: AuditEntry) -> object:
    return AuditEntry.objects.bulk_update([entry], ["actor_name"])


def _delete_all(entry: AuditEntry) -> object:
    return AuditEntry.objects.all().delete()


@pytest.mark.parametrize("act", [_update, _bulk, _delete_all, AuditEntry.save, AuditEntry.delete])
def test_the_manager_refuses_what_is_not_adding(act: Callable[[AuditEntry], object]) -> None:
    organisation("江畔药业")
    entry = AuditEntry.objects.latest("entry_id")
    with pytest.raises(AuditIsKept):
        act(entry)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor_name = 'x'",
        "DELETE FROM audit_auditentry",
        "REPLACE",
        "TRUNCATE TABLE audit_auditentry",
    ],
)
def test_the_database_refuses_what_is_not_adding(statement: str) -> None:
    organisation("江畔药业")
    is_sqlite = connection.vendor == "sqlite"
    if statement.startswith("TRUNCATE") and is_sqlite:
        statement = "DELETE FROM audit_auditentry WHERE 1 = 1"
    if statement == "REPLACE":
        if not is_sqlite:
            statement = (
                "INSERT INTO audit_auditentry SELECT * FROM audit_auditentry "
                "ON CONFLICT (entry_id) DO UPDATE SET actor_name = 'x'"
            )
        else:
            statement = "INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_table_has_no_foreign_key() -> None:
    assert not [field.name for field in AuditEntry._meta.get_fields() if field.is_relation]


def test_a_write_that_fails_leaves_no_row() -> None:
    before = AuditEntry.objects.count()

    @action
    def broken(*, by: Named) -> None:
        firm = Organisation.objects.create(kind="enterprise", name_zh="半途")
        record("organisation.added", about=firm, by=by)
        raise ValueError

    with pytest.raises(ValueError):
        broken(by=SETUP)
    assert AuditEntry.objects.count() == before
    assert not Organisation.objects.filter(name_zh="半途").exists()


def test_a_write_without_a_row_is_undone() -> None:
    @action
    def silent(*, by: Named) -> None:
        Organisation.objects.create(kind="enterprise", name_zh="无声")

    with pytest.raises(AssertionError, match="recorded nothing"):
        silent(by=SETUP)
    assert not Organisation.objects.filter(name_zh="无声").exists()


def test_an_action_takes_keywords_and_says_by_whom() -> None:
    with pytest.raises(TypeError):

        @action
        def positional(name: str, *, by: Named) -> None:
            nothing_changed()

    with pytest.raises(TypeError):

        @action
        def nobody(*, name: str) -> None:
            nothing_changed()


def test_acts_are_recorded_inside_an_action_only() -> None:
    with pytest.raises(AssertionError, match="inside an action"):
        record("organisation.added", about=person("x"), by=SETUP)


def test_notices_wait_for_the_commit(django_capture_on_commit_callbacks: Callable[..., object]) -> None:
    told: list[str] = []

    @action
    def telling(*, by: Named) -> None:
        nothing_changed()
        after_commit(lambda: told.append("x"))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        telling(by=SETUP)
        assert told == []
    assert told == ["x"]


def test_nothing_changed_writes_nothing() -> None:
    firm = organisation("江畔药业")
    before = AuditEntry.objects.count()
    same = Details(kind="enterprise", name_zh="江畔药业", name_en="江畔药业")
    organisations.change_organisation(organisation=firm, details=same, by=SETUP)
    assert AuditEntry.objects.count() == before


def test_the_request_and_its_address_are_kept(auditor: Person) -> None:
    client = signed_in(auditor)
    form = {"kind": "hospital", "name_zh": "江畔医院"}
    response = client.post("/accounts/organisations/add/", form, REMOTE_ADDR="192.0.2.7")
    entry = AuditEntry.objects.get(act="organisation.added", object_label="江畔医院")
    assert entry.address == "192.0.2.7"
    assert entry.request_id == response.headers["X-Request-ID"]
    assert entry.actor_name == "Auditor"


def test_auditors_read_filter_and_take_away(auditor: Person) -> None:
    firm = organisation("江畔药业")
    people.add_person(username="zhao", email="", name="=赵敏", language="zh", by=auditor)
    client = signed_in(auditor)
    page = client.get("/audit/").content.decode()
    assert "=赵敏" in page
    assert "江畔药业" in page
    page = client.get("/audit/?q=赵敏").content.decode()
    assert "江畔药业" not in page.partition("<tbody>")[2]
    page = client.get(f"/audit/?kind=organisation&object={firm.pk}").content.decode()
    assert "=赵敏" not in page
    assert client.get("/audit/?act=nonsense").status_code == 400
    assert client.get("/audit/?since=2000-01-01&until=2000-01-02").content.decode().count("<tr>") == 0
    response = client.get("/audit/file/?act=person.added")
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row for row in rows if "=赵敏" in row[2]]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert AuditEntry.objects.filter(act="audit.exported", actor_name="Auditor").exists()


def test_the_record_comes_in_pages(auditor: Person) -> None:
    for number in range(60):
        organisation(f"单位 {number}")
    client = signed_in(auditor)
    assert client.get("/audit/?act=organisation.added").content.decode().count("entry-sentence") == 50
    assert client.get("/audit/?act=organisation.added&page=2").content.decode().count("entry-sentence") == 11
    assert client.get("/audit/?page=99999999").status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/audit/")
    assert len(asked) <= 12


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=lambda role: role.code)
def test_for_everybody_else_the_record_does_not_exist(home: object, role: Role) -> None:
    kind = next(kind for kind in Kind if role.can_be_held_in(kind))
    client = signed_in(somebody("other", role, organisation("某单位", kind)))
    assert client.get("/audit/").status_code == 404
    assert client.get("/audit/file/").status_code == 404


def test_strangers_are_asked_to_sign_in(home: object) -> None:
    assert Client().get("/audit/").headers["Location"] == "/accounts/login/?next=/audit/"


def test_errors_have_both_languages() -> None:
    assert isinstance(AuditIsKept(), WutongError)
    assert AuditIsKept().text.zh != AuditIsKept().text.en
