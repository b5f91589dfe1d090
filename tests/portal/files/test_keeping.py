"""Files: what is kept comes back the same to those who may read it, and to nobody else."""

import re
import socket
import stat
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.files.drawn import WHOLE
from portal.people import organisation, person, signed_in, somebody
from wutong.cli import checkup
from wutong.kernel import clock
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.portal.accounts.access import Access
from wutong.portal.accounts.actions import memberships
from wutong.portal.accounts.models import Membership, Organisation, Person
from wutong.portal.accounts.roles import Kind as OrganisationKind
from wutong.portal.accounts.roles import Role
from wutong.portal.files import access, actions, needs, queries, refusals
from wutong.portal.files.keeping import storage
from wutong.portal.files.keeping.checking import check_all
from wutong.portal.files.kinds import Kind
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home", "at_once")]
ALL = frozenset(Kind)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction counts as committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, robust=False: act())


@pytest.fixture
def firm() -> Organisation:
    return organisation("甲公司")


@pytest.fixture
def lin(firm: Organisation) -> Person:
    return somebody("lin", Role.ENTERPRISE_USER, firm)


def keep(by: Person, place: Organisation, kind: str = "pdf", name: str = "", content: bytes = b"") -> StoredFile:
    upload = ContentFile(content or WHOLE[kind], name=name or f"报告 (1).{kind}")
    return actions.keep(upload=upload, organisation=place, kinds=ALL, by=by)


def taken(client: Client, file: StoredFile) -> bytes | None:
    """The bytes that the client gets, or None where there is no such file for them."""
    answer = client.get(f"/files/{file.pk}/")
    assert answer.status_code in {200, 404}
    return b"".join(answer.streaming_content) if answer.status_code == 200 else None


def test_each_kind_comes_back_as_an_attachment(lin: Person, firm: Organisation) -> None:
    client = signed_in(lin)
    for kind, content in WHOLE.items():
        file = keep(lin, firm, kind)
        answer = client.get(f"/files/{file.pk}/")
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(file.name)}"
        assert answer["Content-Type"] == Kind(kind).card.media_type
        assert not re.search("html|svg|script", answer["Content-Type"])
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        assert client.post(f"/files/{file.pk}/").status_code == 405


def test_bytes_lie_outside_the_web_root_for_their_owner_only(lin: Person, firm: Organisation) -> None:
    file = keep(lin, firm, "csv", "../../../static/x.csv")
    assert file.name == "x.csv"
    (path,) = storage.all_kept()
    assert path == storage.path_of(file.bytes_id)
    assert path.relative_to(storage.folder()).as_posix() == re.sub(r"(..)(..)(.*)", r"\1/\2/\1\2\3", file.bytes_id.hex)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not list((storage.folder() / "aside").iterdir())


def test_only_those_of_the_organisation_who_keep_its_files_read_it(lin: Person, firm: Organisation) -> None:
    other = organisation("乙公司")
    file = keep(lin, firm)
    colleague = somebody("colleague", Role.ORGANISATION_ADMINISTRATOR, firm)
    assert taken(signed_in(colleague), file) == WHOLE["pdf"]
    talent = somebody("talent", Role.TALENT, firm)
    officer = somebody("officer", Role.CUSTOMS, organisation("海关", OrganisationKind.DEPARTMENT))
    auditor = somebody("auditor", Role.ADMINISTRATOR, organisation("平台", OrganisationKind.PLATFORM))
    strangers = [talent, officer, auditor, person("nobody"), somebody("rival", Role.ENTERPRISE_USER, other)]
    for stranger in strangers:
        client = signed_in(stranger)
        assert taken(client, file) is None, stranger.username
        assert client.get(f"/api/v1/files/{file.pk}").status_code == 404
        assert client.get("/api/v1/files/").json()["total"] == 0
        assert client.post(f"/files/{file.pk}/erase/").status_code == 404
    # What a refused reader sees does not differ from what is there for a number that nobody ever gave.
    refused, absent = (signed_in(talent).get(f"/files/{number}/") for number in (file.pk, uuid4()))
    pages = [re.sub(r"[0-9A-Za-z-]{32,}", "", answer.content.decode()) for answer in (refused, absent)]
    assert pages[0] == pages[1]
    anybody = Client()
    assert anybody.get(f"/files/{file.pk}/")["Location"].startswith("/accounts/login/")
    assert anybody.get(f"/api/v1/files/{file.pk}").status_code == 401


def test_who_uploaded_it_reads_it_until_they_leave(firm: Organisation) -> None:
    talent = person("talent")
    membership = memberships.grant(person=talent, organisation=firm, role=Role.TALENT, by=talent)
    file = keep(talent, firm)
    assert taken(signed_in(talent), file) == WHOLE["pdf"]
    Membership.objects.filter(pk=membership.pk).update(until=clock.now())
    assert taken(signed_in(talent), file) is None


def test_other_apps_let_others_read_and_say_what_must_stay(
    lin: Person, firm: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "readers", access.Readers())
    monkeypatch.setattr(needs, "_needs", [])
    file, another = keep(lin, firm), keep(lin, firm, "png")
    department = organisation("某局", OrganisationKind.DEPARTMENT)
    reviewer = somebody("reviewer", Role.DEPARTMENT_REVIEWER, department)

    def handles(asking: Access, asked: StoredFile) -> bool:
        return asked.pk == file.pk and any(grant.organisation_id == department.pk for grant in asking.grants)

    assert taken(signed_in(reviewer), file) is None
    access.readers.register(handles)
    assert taken(signed_in(reviewer), file) == WHOLE["pdf"]
    assert taken(signed_in(reviewer), another) is None
    assert signed_in(reviewer).post(f"/files/{file.pk}/erase/").status_code == 404, "who may read may not erase"
    needs.register(lambda asked: Text("办件正在审查", "its case is under review") if asked.pk == file.pk else None)
    refused = signed_in(lin).post(f"/files/{file.pk}/erase/")
    assert refused.status_code == 400
    assert "its case is under review" in refused.content.decode()
    assert signed_in(lin).post(f"/files/{another.pk}/erase/").status_code == 302
    assert taken(signed_in(lin), file) == WHOLE["pdf"]


def test_the_same_bytes_of_one_organisation_are_stored_once(lin: Person, firm: Organisation) -> None:
    other = organisation("乙公司")
    file = keep(lin, firm, name="a.pdf")
    assert keep(lin, firm, name="a.pdf") == file
    twin = keep(lin, firm, name="b.pdf")
    assert (twin.pk, twin.name, twin.bytes_id) == (twin.pk, "b.pdf", file.bytes_id)
    theirs = keep(somebody("rival", Role.ENTERPRISE_USER, other), other, name="a.pdf")
    assert theirs.bytes_id != file.bytes_id
    assert len(list(storage.all_kept())) == 2
    assert queries.bytes_used(firm.pk) == len(WHOLE["pdf"])
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=twin.pk).update(name="a.pdf")


def test_an_erased_file_leaves_its_row_and_nothing_else(lin: Person, firm: Organisation) -> None:
    file, twin = keep(lin, firm, name="张三的护照.pdf"), keep(lin, firm, name="copy.pdf")
    client = signed_in(lin)
    assert "张三的护照.pdf" in client.get(f"/files/{file.pk}/erase/").content.decode()
    assert client.post(f"/files/{file.pk}/erase/")["Location"] == "/files/"
    assert "“张三的护照.pdf” is erased." in unescape(client.get("/files/").content.decode())
    assert taken(client, file) is None
    assert client.get(f"/api/v1/files/{file.pk}").status_code == 404
    assert taken(client, twin) == WHOLE["pdf"], "its bytes are another file's too"
    assert client.delete(f"/api/v1/files/{twin.pk}").status_code == 204
    assert list(storage.all_kept()) == []
    file.refresh_from_db()
    assert file.is_erased
    assert (file.name, file.sha256, file.size_bytes) == ("", twin.sha256, len(WHOLE["pdf"]))
    actions.erase(file=file, by=lin)
    acts = list(AuditEntry.objects.filter(object_kind="file").order_by("pk"))
    assert [one.act for one in acts] == ["file.kept", "file.kept", "file.erased", "file.erased"]
    assert not [one for one in acts if "张三" in f"{one.object_label}{one.before}{one.after}"]
    assert keep(lin, firm, name="张三的护照.pdf").pk != file.pk


def test_the_quota_of_an_organisation_holds(lin: Person, firm: Organisation, settings: Settings) -> None:
    settings.FILES_QUOTA_MB = 1
    first = keep(lin, firm, "txt", content=b"a" * 600_000)
    with pytest.raises(refusals.QuotaUsedUp) as refused:
        keep(lin, firm, "txt", name="b.txt", content=b"b" * 600_000)
    assert "1 MB" in refused.value.in_language("en")
    keep(lin, firm, "txt", name="again.txt", content=b"a" * 600_000)
    other = organisation("乙公司")
    keep(somebody("rival", Role.ENTERPRISE_USER, other), other, "txt", content=b"b" * 600_000)
    for file in StoredFile.objects.filter(organisation=firm):
        actions.erase(file=file, by=lin)
    assert first.pk
    keep(lin, firm, "txt", name="b.txt", content=b"b" * 600_000)


def test_a_failure_leaves_neither_row_nor_bytes(
    lin: Person, firm: Organisation, empty_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoredFile.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep(lin, firm)
    monkeypatch.undo()
    assert not StoredFile.objects.exists()
    assert not [path for path in (empty_home.portal / "files").rglob("*") if path.is_file()]


def test_what_the_api_tells(lin: Person, firm: Organisation) -> None:
    files = [keep(lin, firm, kind) for kind in ("pdf", "png", "csv")]
    client = signed_in(lin)
    one = client.get(f"/api/v1/files/{files[0].pk}").json()
    assert (one["name"], one["kind"], one["size_bytes"]) == ("报告 (1).pdf", "pdf", len(WHOLE["pdf"]))
    assert one["sha256"] == files[0].sha256
    assert one["download"] == reverse("files:download", args=[files[0].pk])
    page = client.get("/api/v1/files/?limit=2&page=2").json()
    assert (page["total"], [one["file_id"] for one in page["files"]]) == (3, [str(files[0].pk)])
    assert client.get("/api/v1/files/?limit=1000").status_code == 400


def test_doctor_finds_what_is_missing_changed_or_left(
    lin: Person, firm: Organisation, empty_home: Home, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    whole, gone, changed = keep(lin, firm, "txt"), keep(lin, firm, "png"), keep(lin, firm, "csv")
    assert check_all().is_sound
    storage.path_of(gone.bytes_id).unlink()
    storage.path_of(changed.bytes_id).write_bytes(b"x" * changed.size_bytes)
    left = storage.path_of(uuid4())
    left.parent.mkdir(parents=True)
    left.write_bytes(b"left")
    assert check_all().unowned == (), "it may be an upload whose row is not there yet"
    monkeypatch.setattr("wutong.portal.files.keeping.checking._NEW_FOR", clock.now() - clock.now())
    found = check_all()
    assert (found.files, found.missing, found.changed) == (3, (str(gone.pk),), (str(changed.pk),))
    assert found.unowned == (left,)
    monkeypatch.setattr(checkup, "_has_portal", lambda home: True)
    monkeypatch.setattr(checkup, "start_django", lambda root: None)
    told = [(one.is_failure, one.sentence.in_language(language)) for one in checkup._files(empty_home)]
    assert [word for _, word in told if str(gone.pk) in word or str(changed.pk) in word or str(left) in word] == [
        word for is_failure, word in told if is_failure
    ]
    assert len(told) == 3
    assert taken(signed_in(lin), gone) is None
    assert taken(signed_in(lin), whole) == WHOLE["txt"]


def test_a_portal_that_was_never_set_up_is_not_called_broken(empty_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WUTONG_DATABASE_URL", raising=False)  # a home of its own, whatever database the tests use
    assert [(one.code, one.is_note) for one in checkup._portal(empty_home)] == [("portal", True)]
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(empty_home.root / "db.sqlite3")}
    bare = ConnectionHandler({"default": own})["default"]
    monkeypatch.setattr(checkup, "connection", bare)
    monkeypatch.setattr(checkup, "_has_portal", lambda home: True)
    monkeypatch.setattr(checkup, "start_django", lambda root: None)
    (found,) = checkup._portal(empty_home)
    assert found.is_note and not found.is_failure
    assert "has not been set up yet" in found.sentence.en and "门户尚未设置" in found.sentence.zh
    with bare.cursor() as cursor:
        cursor.execute("CREATE TABLE something (id integer)")
    assert {one.code for one in checkup._portal(empty_home)} == {"ledgers", "files"}
    bare.close()


class Scanner:
    """A stand-in for ClamAV's socket, which speaks as its manual says; answers each stream by what it holds."""

    def __init__(self, place: Path) -> None:
        self.address = str(place)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.address)
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                asking, _ = self._socket.accept()
            except OSError:
                return
            with asking, asking.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(length)
                word = b"Test.Virus FOUND" if b"virus" in content else b"OK"
                asking.sendall(b"stream: " + word + b"\0")


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Scanner]:
    made = Scanner(tmp_path / "clamd")
    yield made
    made.close()


def test_a_scanner_is_asked_where_there_is_one(
    lin: Person, firm: Organisation, scanner: Scanner, settings: Settings
) -> None:
    settings.CLAMAV = scanner.address
    assert keep(lin, firm).pk
    with pytest.raises(refusals.FileInfected, match=r"Test\.Virus"):
        keep(lin, firm, "txt", content=b"a virus " * 20_000)
    settings.CLAMAV = f"{scanner.address}.absent"
    with pytest.raises(refusals.ScannerSilent):
        keep(lin, firm, "png")
    assert StoredFile.objects.count() == 1
