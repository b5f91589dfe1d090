"""What a file is and whether it may be kept: the name must tell what the bytes are, and the bytes must be sound."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO, TypeVar
from zipfile import is_zipfile

import puremagic
import structlog

from wutong.kernel.bilingual import Text
from wutong.portal.files.kinds import Kind, endings_of, kind_of_ending
from wutong.portal.files.looking import archives, images, names, office, pdfs, texts
from wutong.portal.files.looking.room import Room
from wutong.portal.files.refusals import (
    ContentNotAsNamed,
    FileDamaged,
    FileEncrypted,
    FileRefused,
    FileTooDeep,
    KindNotAccepted,
    TwoFilesInOne,
)

R = TypeVar("R")
log = structlog.get_logger(__name__)

# Files of an archive that people are to open one by one; documents have more parts.
MOST_IN_ARCHIVE = 500
_UNKNOWN = Text("无法识别的内容", "something unknown")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HEADS = {pdfs.HEAD: Kind.PDF, images.PNG_HEAD: Kind.PNG, images.JPG_HEAD: Kind.JPG}
_ZIPPED = frozenset({Kind.ZIP, Kind.OFD, Kind.DOCX, Kind.XLSX, Kind.PPTX})
_TEXTS = frozenset({Kind.CSV, Kind.TXT})
# What systems leave in archives, by its name and the bytes that it begins with.
_LEFT_BEHIND = (("__MACOSX/", b"\x00\x05\x16\x07"), (".DS_Store", b"\x00\x00\x00\x01Bud1"))


def look(file: BinaryIO, *, name: str, kinds: frozenset[str], room: Room | None = None) -> Kind:
    """The kind of the file of that cleaned name; raises a FileRefused that says why it may not be kept."""
    room = room or Room()
    named = kind_of_ending(names.ending_of(name))
    found = _kind_of(file, name, named)
    if named is None or named not in kinds:
        words = found.card.name if found and found not in kinds else _words(file)
        raise KindNotAccepted(name=name, found_zh=words.zh, found_en=words.en, accepted=", ".join(endings_of(kinds)))
    if found is not named:
        words = found.card.name if found else _words(file)
        raise ContentNotAsNamed(name=name, found_zh=words.zh, found_en=words.en)
    if named not in _ZIPPED and (is_zipfile(file) or (named is not Kind.PDF and _hides_a_pdf(file))):
        raise TwoFilesInOne(name=name)
    _guarded(partial(_LOOKS[named], file, name, room), name, named)
    return named


def _kind_of(file: BinaryIO, name: str, named: Kind | None) -> Kind | None:
    """What the bytes are, whatever the name says; plain text is what its name says of it."""
    file.seek(0)
    head = file.read(16)
    for mark, kind in _HEADS.items():
        if head.startswith(mark):
            return kind
    if head.startswith(archives.HEAD):
        return _guarded(partial(office.kind_of_archive, file, name), name, named if named in _ZIPPED else Kind.ZIP)
    if head.startswith(_OLD_OFFICE):
        file.seek(0)
        if _ENCRYPTED_PACKAGE in file.read():
            raise FileEncrypted(name=name)
        return None
    if not texts.is_text(file):
        return None
    return named if named in _TEXTS else Kind.TXT


def _words(file: BinaryIO) -> Text:
    """What people call the content of a file that is none of ours."""
    file.seek(0)
    try:
        guess = puremagic.magic_string(file.read(4096))[0]
    except (puremagic.PureError, ValueError, IndexError):
        return _UNKNOWN
    words = " ".join(word for word in (guess.name, guess.extension) if word)
    return Text(words, words) if words else _UNKNOWN


def _hides_a_pdf(file: BinaryIO) -> bool:
    """Viewers accept a PDF that begins anywhere in the first kilobyte."""
    file.seek(0)
    return pdfs.HEAD in file.read(1024)


def _look_at_archive(file: BinaryIO, name: str, room: Room) -> None:
    """Each file in it is looked at as if it had been uploaded by itself; an archive in an archive is refused."""
    inner = frozenset(Kind) - {Kind.ZIP}
    with archives.opened(file, name) as archive:
        if len(archive.infolist()) > MOST_IN_ARCHIVE:
            raise FileTooDeep(name=name)
        for member in archives.members(archive, name, room):
            if _is_left_behind(member):
                continue
            inside = names.clean(member.name)
            if kind_of_ending(names.ending_of(inside)) is Kind.ZIP:
                raise FileTooDeep(name=name)
            look(member.content, name=f"{name} › {inside}", kinds=inner, room=room)


def _is_left_behind(member: archives.Member) -> bool:
    head = member.content.read(8)
    return any(mark in member.name and head.startswith(begin) for mark, begin in _LEFT_BEHIND)


def _guarded(look_at: Callable[[], R], name: str, kind: Kind | None) -> R:
    """Readers of foreign formats fail in as many ways as there are broken files; each means that it cannot be read."""
    try:
        return look_at()
    except FileRefused:
        raise
    except Exception as error:
        log.info("file cannot be read", kind=kind, error=type(error).__name__)
        words = (kind or Kind.ZIP).card.name
        raise FileDamaged(name=name, kind_zh=words.zh, kind_en=words.en) from error


_LOOKS: dict[Kind, Callable[[BinaryIO, str, Room], None]] = {
    Kind.PDF: pdfs.look_at_pdf,
    Kind.OFD: office.look_at_document,
    Kind.DOCX: office.look_at_document,
    Kind.XLSX: office.look_at_document,
    Kind.PPTX: office.look_at_document,
    Kind.PNG: images.look_at_png,
    Kind.JPG: images.look_at_jpg,
    Kind.CSV: lambda file, name, room: None,
    Kind.TXT: lambda file, name, room: None,
    Kind.ZIP: _look_at_archive,
}
