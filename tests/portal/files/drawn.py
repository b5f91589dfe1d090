"""Files drawn for tests: small, whole and of each kind; and the parts from which spoiled ones are made."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from PIL import Image
from pypdf import PdfWriter
from xlsxwriter import Workbook

_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(password: str = "", *, owner_only: bool = False) -> bytes:
    """One empty page; with a password, or with one that only forbids to print."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password or owner_only:
        writer.encrypt("" if owner_only else password, owner_password="owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, the first being its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(body),
    )


def packed_pdf(inside: bytes) -> bytes:
    """A PDF whose object 4 lies in a packed stream, as `inside` says."""
    objects = [b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]
    head = b"4 0 "
    data = zlib.compress(head + inside)
    objects.append(
        b"<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(head), len(data), data)
    )
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = [(0, 0, 255), *((1, place, 0) for place in places), (2, 3, 0), (1, len(body), 0)]
    table = zlib.compress(
        b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([index]) for kind, place, index in rows)
    )
    return body + (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
        b"%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(table), table, len(body))
    )


def docx(extra: dict[str, bytes] | None = None) -> bytes:
    """A document of one line; `extra` adds parts to it, or takes the place of its own."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("梧桐")
    document.save(out)
    return with_parts(out.getvalue(), extra or {})


def xlsx() -> bytes:
    """A workbook of one cell."""
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write(0, 0, "梧桐")
    return out.getvalue()


def ofd() -> bytes:
    return archive(
        {
            "OFD.xml": b"<?xml version='1.0'?><ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>",
            "Doc_0/Document.xml": b"<a/>",
        }
    )


def image(form: str, size: tuple[int, int] = (8, 6)) -> bytes:
    """A plain picture, as PNG or JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(ZipInfo(name), content, method)
    return out.getvalue()


def with_parts(archived: bytes, extra: dict[str, bytes]) -> bytes:
    """The archive with `extra` added; a part of the same name takes the place of the old one."""
    with ZipFile(io.BytesIO(archived)) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    return archive({**parts, **extra})


def relationship(kind: str, target: str) -> bytes:
    """A part that links to something outside."""
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


WHOLE = {
    "pdf": pdf(),
    "ofd": ofd(),
    "docx": docx(),
    "xlsx": xlsx(),
    "png": image("PNG"),
    "jpg": image("JPEG"),
    "csv": "名称,数量\n细胞株,3\n".encode("gb18030"),
    "txt": "梧桐\r\n".encode(),
    "zip": archive({"说明.txt": "梧桐".encode(), "report.pdf": pdf()}),
}
