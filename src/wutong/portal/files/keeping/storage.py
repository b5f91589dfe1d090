"""Where bytes lie: under the home, outside the web root, named by us; written aside and renamed."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File

from wutong.kernel import clock
from wutong.portal.files.refusals import FileEmpty, FileTooLarge

MEGABYTE = 1_000_000
_ASIDE = "aside"
_LEFT_ALONE_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """Bytes that were received and are not yet kept; `file` reads them."""

    path: Path
    file: BinaryIO
    size_bytes: int
    sha256: str


def folder() -> Path:
    """Where files lie."""
    found: Path = settings.WUTONG_HOME.portal / "files"
    return found


def path_of(bytes_id: UUID) -> Path:
    """Where the bytes of that number lie."""
    digits = bytes_id.hex
    return folder() / digits[:2] / digits[2:4] / digits


@contextmanager
def aside(content: "File[bytes]", *, name: str, most_bytes: int) -> Iterator[Draft]:
    """A copy of `content` to look at and to keep; gone afterwards unless kept. Raises FileEmpty, FileTooLarge."""
    place = _made(folder() / _ASIDE)
    _sweep(place)
    path = place / uuid4().hex
    digest, size = hashlib.sha256(), 0
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:  # noqa: PTH123
            for chunk in content.chunks():
                size += len(chunk)
                if size > most_bytes:
                    raise FileTooLarge(name=name, most_mb=f"{most_bytes / MEGABYTE:g}")
                digest.update(chunk)
                file.write(chunk)
            if not size:
                raise FileEmpty(name=name)
            file.flush()
            os.fsync(file.fileno())
            yield Draft(path, file, size, digest.hexdigest())
    finally:
        path.unlink(missing_ok=True)


def keep(draft: Draft, bytes_id: UUID) -> None:
    """Let the draft be the bytes of that number."""
    target = path_of(bytes_id)
    _made(target.parent)
    draft.path.replace(target)


def remove(bytes_id: UUID) -> None:
    """Let the bytes go, if they are there."""
    path_of(bytes_id).unlink(missing_ok=True)


def all_kept() -> Iterator[Path]:
    """Every file of bytes, in no order."""
    return (path for path in folder().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*") if path.is_file())


def digest_of(path: Path) -> str:
    """The SHA-256 of what lies there."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _made(place: Path) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _sweep(place: Path) -> None:
    """Drafts of processes that were killed go a day later."""
    before = (clock.now() - _LEFT_ALONE_FOR).timestamp()
    for path in place.iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
