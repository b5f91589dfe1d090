"""Each cause for which a file is not kept: a drawn file meets its own refusal, and leaves nothing behind."""

import io
import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from pytest_django import Settings

from portal.files.drawn import WHOLE, archive, docx, image, packed_pdf, pdf, relationship
from portal.files.spoiled import ALL, SPOILED
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Organisation
from wutong.portal.files import actions, refusals
from wutong.portal.files.keeping import storage
from wutong.portal.files.looking import names
from wutong.portal.files.looking.content import look
from wutong.portal.files.looking.room import Room
from wutong.portal.shared.audit.recording import Program

BY = Program("tests", "tests")
NOBODY = Organisation(name_zh="甲公司")


@pytest.mark.parametrize("case", sorted(SPOILED))
def test_a_spoiled_file_is_refused_by_its_own_sentence(case: str, empty_home: Home) -> None:
    spoiled = SPOILED[case]
    with pytest.raises(refusals.FileRefused) as refused:
        actions.keep(
            upload=ContentFile(spoiled.content, name=spoiled.name), organisation=NOBODY, kinds=spoiled.kinds, by=BY
        )
    assert type(refused.value) is spoiled.why
    for sentence in (refused.value.in_language("zh"), refused.value.in_language("en")):
        assert not re.search(r"[{}]", sentence)
        assert len(sentence) > 15
    assert [path for path in storage.folder().rglob("*") if path.is_file()] == []


def test_every_cause_is_tried() -> None:
    """Those that need a scanner, a database or a limit are tried elsewhere."""
    elsewhere = {
        refusals.FileTooLarge,
        refusals.FileInfected,
        refusals.ScannerSilent,
        refusals.QuotaUsedUp,
        refusals.FileIsNeeded,
    }
    causes = set(refusals.FileRefused.__subclasses__())
    assert causes - elsewhere == {one.why for one in SPOILED.values()}
    assert len({cause.code for cause in causes}) == len(causes)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("locked against printing.pdf", pdf(owner_only=True)),
        ("camera.jpeg", WHOLE["jpg"] + b"\0" * 50 + WHOLE["jpg"]),
        (
            "own disk.docx",
            docx(
                {"word/_rels/settings.xml.rels": relationship("attachedTemplate", "file:///C:\\Users\\x\\Normal.dotm")}
            ),
        ),
        (
            "packed.zip",
            archive(
                {
                    "__MACOSX/._a": b"\0\x05\x16\x07rest",
                    ".DS_Store": b"\0\0\0\x01Bud1rest",
                    "夹/": b"",
                    "夹/a.pdf": WHOLE["pdf"],
                }
            ),
        ),
        ("CAPITALS.PNG", image("PNG")),
        ("v1.2.tar.csv", b"\xef\xbb\xbfa,b\r\n1,<0.5\r\n"),
    ],
)
def test_what_people_really_have_is_accepted(name: str, content: bytes) -> None:
    assert look(io.BytesIO(content), name=names.clean(name), kinds=ALL) in ALL


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", WHOLE["docx"]),
        ("a.pdf", packed_pdf(b"<<>>" + b" " * 2_000)),
        ("a.zip", archive({"a.pdf": packed_pdf(b"<<>>" + b" " * 600), "b.pdf": packed_pdf(b"<<>>" + b" " * 600)})),
    ],
)
def test_one_account_is_kept_of_all_that_unfolds(name: str, content: bytes) -> None:
    with pytest.raises(refusals.FileTooDeep):
        look(io.BytesIO(content), name=name, kinds=ALL, room=Room(1_900))
    assert look(io.BytesIO(content), name=name, kinds=ALL, room=Room(2_000_000))


def test_a_refusal_inside_an_archive_names_both(empty_home: Home) -> None:
    with pytest.raises(refusals.ContentNotAsNamed, match=r"papers\.zip › report\.pdf"):
        look(io.BytesIO(archive({"夹/report.pdf": b"x"})), name="papers.zip", kinds=ALL)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\lin\\合同.PDF", "合同.PDF"),
        ("a\0b\r\nc.pdf", "ab c.pdf"),
        ("  two   blanks . pdf".replace(" pdf", "pdf"), "two blanks.pdf"),
        ("evil\u202efdp.txt", "evilfdp.txt"),
        ('<b>"x"|?*.csv', "_b__x____.csv"),
        ("...hidden.pdf", "hidden.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("x" * 400 + ".docx", "x" * 145 + ".docx"),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert names.clean(given) == shown


def test_the_smaller_limit_holds(empty_home: Home, settings: Settings) -> None:
    upload = ContentFile(b"x" * 2_000_001, name="a.txt")
    with pytest.raises(refusals.FileTooLarge) as refused:
        actions.keep(upload=upload, organisation=NOBODY, kinds=ALL, by=BY, most_mb=2)
    assert "2 MB" in refused.value.in_language("en")
    settings.LARGEST_UPLOAD_MB = 1
    with pytest.raises(refusals.FileTooLarge) as refused:
        actions.keep(upload=upload, organisation=NOBODY, kinds=ALL, by=BY, most_mb=2)
    assert "1 MB" in refused.value.in_language("zh")


def test_no_more_is_received_than_will_be_looked_at(settings: Settings) -> None:
    """A file beyond the limit arrives cut short, and still as one that is too large; its neighbours arrive whole."""
    settings.LARGEST_UPLOAD_MB = 1
    sent = {"large": SimpleUploadedFile("a.txt", b"x" * 3_000_000), "small": SimpleUploadedFile("b.txt", b"y" * 70_000)}
    request = RequestFactory().post("/", sent)
    assert 1_000_000 < request.FILES["large"].size < 1_100_000
    assert request.FILES["small"].read() == b"y" * 70_000
    request.close()
    settings.LARGEST_REQUEST_MB = 2
    with pytest.raises(RequestDataTooBig):
        RequestFactory().post("/", {"large": SimpleUploadedFile("a.txt", b"x" * 3_000_000)}).FILES.get("large")
