"""ZIP containers: a directory that can be trusted, and contents read to the end within limits."""

import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from wutong.portal.files.looking.room import Room
from wutong.portal.files.refusals import ArchiveUnsafe, FileEncrypted, FileTooDeep, TwoFilesInOne

HEAD = b"PK\x03\x04"
MOST_MEMBERS = 10_000
# A member beyond this size may not be packed more tightly than this.
RATIO_MATTERS = 2**20
MOST_RATIO = 500
_CHUNK = 1 << 18
_IN_MEMORY = 4 * 2**20
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LARGEST_DIRECTORY = 4 * 2**20
_IS_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive, unpacked; `content` is good until the next one is asked for."""

    name: str
    content: BinaryIO


@contextmanager
def opened(file: BinaryIO, name: str) -> Iterator[ZipFile]:
    """The archive, once its directory has been looked at.

    Raises TwoFilesInOne, FileTooDeep, FileEncrypted, ArchiveUnsafe, or whatever zipfile raises.
    """
    _look_at_end(file, name)
    with ZipFile(file) as archive:
        _look_at_directory(archive.infolist(), name)
        yield archive


def members(archive: ZipFile, name: str, room: Room) -> Iterator[Member]:
    """Every file in it, read to its end, checksum included; raises FileTooDeep, or whatever zipfile raises."""
    for info in archive.infolist():
        if info.is_dir():
            continue
        room.take(info.file_size, name)
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as unpacked, archive.open(info) as packed:
            while chunk := packed.read(_CHUNK):
                unpacked.write(chunk)
            unpacked.seek(0)
            yield Member(info.filename, cast(BinaryIO, unpacked))


def _look_at_end(file: BinaryIO, name: str) -> None:
    """The directory must end where the file ends, and begin where it says: nothing before, nothing after."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    place = tail.find(_END_MARK)
    if place < 0 or len(tail) - place < _END.size:
        raise ValueError("no end of a directory")
    _, _, _, _, count, length, offset, comment = _END.unpack_from(tail, place)
    where = size - len(tail) + place
    if count > MOST_MEMBERS or length > _LARGEST_DIRECTORY:
        raise FileTooDeep(name=name)
    if place + _END.size + comment != len(tail) or offset + length != where:
        raise TwoFilesInOne(name=name)


def _look_at_directory(infos: list[ZipInfo], name: str) -> None:
    if len(infos) > MOST_MEMBERS:
        raise FileTooDeep(name=name)
    seen: set[str] = set()
    begins = sorted(info.header_offset for info in infos)
    ends = sorted(info.header_offset + info.compress_size for info in infos)
    for info in infos:
        if info.flag_bits & _IS_ENCRYPTED:
            raise FileEncrypted(name=name)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ValueError("packed in an unusual way")
        if info.file_size > max(RATIO_MATTERS, MOST_RATIO * info.compress_size):
            raise FileTooDeep(name=name)
        if _is_odd(info) or info.filename.lower() in seen:
            raise ArchiveUnsafe(name=name, inside=info.filename[:80])
        seen.add(info.filename.lower())
    # Members that share bytes unpack to far more than they take.
    if begins and (begins[0] != 0 or any(end > begin for end, begin in zip(ends, begins[1:], strict=False))):
        raise FileTooDeep(name=name)


def _is_odd(info: ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return is_link or ".." in parts or not parts[0] or ":" in info.filename or "\0" in info.filename
