"""What a ZIP container is: an Office or OFD document or a plain archive; and that documents hold no macros."""

import re
from typing import BinaryIO
from zipfile import ZipFile

from wutong.portal.files.kinds import Kind
from wutong.portal.files.looking import archives
from wutong.portal.files.looking.room import Room
from wutong.portal.files.refusals import HasMacros

_TYPES = "[Content_Types].xml"
_MAIN = {
    b"wordprocessingml.document.main+xml": Kind.DOCX,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"presentationml.presentation.main+xml": Kind.PPTX,
}
_MACRO_TYPES = re.compile(rb"macroenabled|vbaproject|activex|macrosheet", re.IGNORECASE)
_MACRO_PARTS = re.compile(r"(^|/)(vba(project|data)[^/]*$|activex/|macrosheets/)", re.IGNORECASE)
# A template or an object that is fetched from elsewhere when the document is opened; a path on the author's own disk,
# as Word leaves behind, is harmless.
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*/(attachedTemplate|oleObject|frame)\")(?=[^>]*Target=\"\s*(https?:|ftp:|mhtml:|\\\\|file:/{4}))",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_MOST_TYPES = 2**20
_CHUNK = 1 << 18


def kind_of_archive(file: BinaryIO, name: str) -> Kind:
    """What is in the container; raises HasMacros, or what `archives.opened` raises."""
    with archives.opened(file, name) as archive:
        names = set(archive.namelist())
        if _TYPES in names:
            types = _beginning(archive, _TYPES)
            if _MACRO_TYPES.search(types):
                raise HasMacros(name=name)
            return next((kind for main, kind in _MAIN.items() if main in types), Kind.ZIP)
        return Kind.OFD if "OFD.xml" in names else Kind.ZIP


def look_at_document(file: BinaryIO, name: str, room: Room) -> None:
    """Raises HasMacros, ValueError where a part declares entities, or what `archives` raises."""
    with archives.opened(file, name) as archive:
        for member in archives.members(archive, name, room):
            if _MACRO_PARTS.search(member.name):
                raise HasMacros(name=name)
            if member.name.lower().endswith(".rels") and _FETCHED.search(_plain(member.content.read())):
                raise HasMacros(name=name)
            if member.name.lower().endswith((".xml", ".rels")):
                _refuse_entities(member.content)


def _refuse_entities(part: BinaryIO) -> None:
    """Entities that unfold into one another fill the memory of whoever opens the document."""
    part.seek(0)
    kept = b""
    while chunk := part.read(_CHUNK):
        text = kept + _plain(chunk)
        if _DOCTYPE.search(text):
            raise ValueError("entities are declared")
        kept = text[-16:]


def _plain(text: bytes) -> bytes:
    """Without the zeros of UTF-16, so that the same words are found in any encoding."""
    return text.replace(b"\0", b"")


def _beginning(archive: ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(_MOST_TYPES)
