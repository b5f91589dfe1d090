"""PDF: opens without a password, and neither runs a script nor starts a program."""

import re
from typing import BinaryIO

from pypdf import PasswordType, PdfReader
from pypdf.generic import StreamObject

from wutong.portal.files.kinds import Kind
from wutong.portal.files.refusals import FileDamaged, FileEncrypted, FileTooDeep, PdfActs

MOST_UNPACKED = 200_000_000
HEAD = b"%PDF-"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names that only what acts has: an action's kind, and a form that carries scripts.
_ACTS = re.compile(rb"/(JavaScript|Launch)(?![A-Za-z0-9_.-])|/XFA\s*(\[|\d+\s+\d+\s+R)|/JS\s*(\(|\d+\s+\d+\s+R\b)")


def look_at_pdf(file: BinaryIO, name: str) -> None:
    """Raises FileEncrypted, PdfActs, FileTooDeep or FileDamaged, or whatever the reader raises.

    The bytes themselves are searched as well as what the reader finds in packed objects: viewers repair a broken file
    each in their own way, and may reach what the reader does not.
    """
    file.seek(0)
    _refuse_acts(file.read(), name)
    reader = PdfReader(file)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise FileEncrypted(name=name)
    unpacked = 0
    for number in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        packed = reader.get_object(number)
        if isinstance(packed, StreamObject):
            data = packed.get_data()
            unpacked += len(data)
            if unpacked > MOST_UNPACKED:
                raise FileTooDeep(name=name)
            _refuse_acts(data, name)
    if "/Pages" not in reader.root_object:
        raise FileDamaged(name=name, kind_zh=Kind.PDF.card.name.zh, kind_en=Kind.PDF.card.name.en)


def _refuse_acts(data: bytes, name: str) -> None:
    if _ACTS.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)):
        raise PdfActs(name=name)
