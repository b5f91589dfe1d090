"""The page of one's files, and the control for choosing files that other apps use."""

import csv
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.files.drawn import WHOLE
from portal.people import member, organisation, person, signed_in, somebody
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.files.forms import UploadField
from wutong.portal.files.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]


@pytest.fixture
def firm() -> Organisation:
    return organisation("甲公司")


@pytest.fixture
def lin(firm: Organisation) -> Person:
    return somebody("lin", Role.ENTERPRISE_USER, firm)


def sent(**files: bytes) -> list[SimpleUploadedFile]:
    """Uploads, as a browser sends them: `a_pdf=…` is a.pdf."""
    return [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]


def bring(client: Client, where: Organisation, *, htmx: bool = False, **files: bytes) -> tuple[int, str]:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post("/files/", {"organisation": where.pk, "uploads": sent(**files)}, headers=headers)
    return answer.status_code, unescape(answer.content.decode())


def test_several_files_are_brought_and_each_refusal_is_said(lin: Person, firm: Organisation) -> None:
    client = signed_in(lin)
    status, page = bring(client, firm, a_pdf=WHOLE["pdf"], b_png=b"GIF89a" + bytes(30), c_csv=b"", d_csv=WHOLE["csv"])
    assert status == 400
    assert "“b.png” is not what its ending says" in page
    assert "“c.csv” is empty" in page
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["a.pdf", "d.csv"]
    assert bring(client, firm, htmx=True, e_txt=b"\0")[0] == 200, "htmx shows what answers with 200"
    assert bring(client, firm, e_txt=b"x")[0] == 302
    page = unescape(client.get("/files/").content.decode())
    assert "1 file kept." in page
    for name in ("a.pdf", "d.csv", "e.txt"):
        assert f">{name}</a>" in page
    assert bring(client, firm)[0] == 400, "no file at all"
    status, page = bring(client, firm, **{f"x{number}_txt": b"x" for number in range(11)})
    assert (status, "At most 10 files at once." in page) == (400, True)


def test_files_go_to_an_organisation_whose_files_one_keeps(lin: Person, firm: Organisation) -> None:
    other, third = organisation("乙公司"), organisation("丙公司")
    member(lin, Role.ORGANISATION_ADMINISTRATOR, third)
    client = signed_in(lin)
    assert bring(client, other, a_txt=b"x")[0] == 400
    assert bring(client, third, a_txt=b"x")[0] == 302
    assert StoredFile.objects.get().organisation == third
    assert "丙公司" in client.get("/files/").content.decode()
    for stranger in (person("nobody"), somebody("talent", Role.TALENT, firm)):
        assert signed_in(stranger).get("/files/").status_code == 404
        assert signed_in(stranger).get("/files/list.csv").status_code == 404
        assert bring(signed_in(stranger), firm, a_txt=b"x")[0] == 404
    assert Client().get("/files/")["Location"].startswith("/accounts/login/")


def test_the_list_is_ordered_narrowed_paged_and_taken_away(lin: Person, firm: Organisation) -> None:
    client = signed_in(lin)
    assert "No files yet" in client.get("/files/").content.decode()
    for begin in range(0, 30, 10):
        bring(client, firm, **{f"n{number:02}_txt": b"x" * (number + 1) for number in range(begin, begin + 10)})
    bring(client, firm, **{"=1+1_txt": b"risky"})

    def names(query: str) -> list[str]:
        page = client.get(f"/files/?{query}").content.decode()
        return [line.split("</a>")[0].split(">")[-1] for line in page.split("download>")[1:]]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(names("sort=-size")) == 25
    assert len(asked) <= 12
    assert names("sort=-size")[:2] == ["n29.txt", "n28.txt"]
    assert names("sort=-size&page=2")[-1] == "n00.txt"
    assert names("q=N07") == ["n07.txt"]
    assert names("sort=odd&page=odd")[0] == "=1+1.txt"
    assert "No file has these words" in client.get("/files/?q=absent").content.decode()
    taken = b"".join(client.get("/files/list.csv?sort=name").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    assert (len(rows), rows[1][0], rows[2][0]) == (32, "'=1+1.txt", "n00.txt")
    assert b"".join(client.get("/files/list.xlsx").streaming_content).startswith(b"PK")
    assert client.get("/files/list.exe").status_code == 404


def test_a_control_says_kinds_and_limits_before_anything_is_chosen() -> None:
    source = '{% load uploads %}{% upload_input name="papers" kinds=kinds label="Licence" most_mb=20 most_files=1 %}'
    drawn = " ".join(Template(source).render(Context({"kinds": ("pdf", "jpg")})).split())
    assert 'accept=".pdf,.jpg,.jpeg,application/pdf,image/jpeg"' in drawn
    assert 'data-most-bytes="20000000"' in drawn
    assert "20 MB" in drawn
    assert " multiple" not in drawn
    assert 'for="id_papers"' in drawn and 'id="id_papers"' in drawn
    field = UploadField(kinds={"pdf"}, most_mb=10_000, required=False)
    assert field.most_mb == 50, "never more than the portal's own limit"
    assert field.clean([]) == []
