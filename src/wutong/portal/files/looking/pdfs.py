"""PDF: opens without a password, and neither runs a script nor starts a program."""

import re
from typing import BinaryIO

from pypdf import PasswordType, PdfReader
from pypdf.generic import StreamObject

from wutong.portal.files.kinds import Kind
from wutong.portal.files.looking.room import Room
from wutong.portal.files.refusals import FileDamaged, FileEncrypted, PdfActs

HEAD = b"%PDF-"


def _name(word: str) -> str:
    """A name, each letter of which may be written as a number."""
    return "/" + "".join(f"(?:{letter}|#{ord(letter):x}|#{ord(letter):X})" for letter in word)


# Names that only what acts has: an action's kind, and a form that carries scripts.
_ACTS = re.compile(
    rf"(?:{_name('JavaScript')}|{_name('Launch')})(?![A-Za-z0-9_.#-])"
    rf"|{_name('XFA')}\s*(?:\[|\d+\s+\d+\s+R\b)"
    rf"|{_name('JS')}\s*(?:\(|\d+\s+\d+\s+R\b)".encode("ascii")
)


def look_at_pdf(file: BinaryIO, name: str, room: Room) -> None:
    """Raises FileEncrypted, PdfActs, FileTooDeep or FileDamaged, or whatever the reader raises.

    The bytes themselves are searched as well as what the reader finds in packed objects: viewers repair a broken file
    each in their own way, and may reach what the reader does not.
    """
    file.seek(0)
    _refuse_acts(file.read(), name)
    reader = PdfReader(file)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise FileEncrypted(name=name)
    for number in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        packed = reader.get_object(number)
        if isinstance(packed, StreamObject):
            data = packed.get_data()
            room.take(len(data), name)
            _refuse_acts(data, name)
    if "/Pages" not in reader.root_object:
        raise FileDamaged(name=name, kind_zh=Kind.PDF.card.name.zh, kind_en=Kind.PDF.card.name.en)


def _refuse_acts(data: bytes, name: str) -> None:
    if _ACTS.search(data):
        raise PdfActs(name=name)
