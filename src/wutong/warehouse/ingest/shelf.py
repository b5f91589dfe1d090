"""Where parts lie on the disk, and what is remembered of files. Everything is written aside and moved into place
in one step, so that a kill leaves no half part. Decides nothing.
"""

import hashlib
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from wutong.kernel.clock import now
from wutong.warehouse.ingest.report import FileReport

_RECORD = "part.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a file, read. `id` is the `file_id` of its rows; `is_new` says that this call read it."""

    id: str
    folder: Path
    report: FileReport
    read_at: datetime
    is_new: bool


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _PartRecord(_Model):
    report: FileReport
    fingerprint: str
    read_at: datetime


class Content(_Model):
    """A file by its content, under one declaration and one reader: the parts that it was read into."""

    source_id: str
    fingerprint: str
    sha256: str
    byte_count: int
    part_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is filed under."""
        return _digest(self.source_id, self.fingerprint, self.sha256)


class Seen(_Model):
    """What lay at a path, and when."""

    byte_count: int
    mtime_ns: int
    inode: int
    content: str

    @classmethod
    def at(cls, path: Path, content: str = "") -> "Seen":
        """What lies at `path` now."""
        stat = path.stat()
        return cls(byte_count=stat.st_size, mtime_ns=stat.st_mtime_ns, inode=stat.st_ino, content=content)

    def is_like(self, other: "Seen") -> bool:
        """True where nothing says that the file was written in between."""
        mine = (self.byte_count, self.mtime_ns, self.inode)
        return mine == (other.byte_count, other.mtime_ns, other.inode)


class Shelf:
    """The folder `parts` of a home. Threads that read different files may use it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._aside = root / ".aside"
        self._known = root / ".known"
        shutil.rmtree(self._aside, ignore_errors=True)  # what a killed build left behind

    def part(self, part_id: str, fingerprint: str) -> Part | None:
        """The part of that id, if it is there and was read as one would read it today."""
        file = self.root / part_id / _RECORD
        if not file.is_file():
            return None
        record = _PartRecord.model_validate_json(file.read_bytes())
        if record.fingerprint != fingerprint:
            return None
        return Part(part_id, self.root / part_id, record.report, record.read_at, is_new=False)

    def folder_aside(self, source_id: str, path: Path, number: int) -> Path:
        """An empty folder to write a part of the file at `path` into."""
        folder = self._folder_aside(source_id, path, number)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def place(self, path: Path, number: int, report: FileReport, fingerprint: str) -> Part:
        """Move the part that was written into `folder_aside` to where it belongs."""
        folder, target = self._folder_aside(report.source_id, path, number), self.root / report.file_id
        record = _PartRecord(report=report, fingerprint=fingerprint, read_at=now())
        (folder / _RECORD).write_text(record.model_dump_json(), encoding="utf-8")
        with self._lock:
            if target.exists():
                self._delete(target)
            folder.rename(target)
        return Part(report.file_id, target, report, record.read_at, is_new=True)

    def content(self, name: str) -> Content | None:
        """The content of that name, if it is remembered."""
        with self._lock:
            return self._contents.get(name)

    def alike(self, source_id: str, fingerprint: str, byte_count: int) -> list[Content]:
        """The remembered contents of that length, read as one would read them today."""
        wanted = (source_id, fingerprint, byte_count)
        with self._lock:
            known = list(self._contents.values())
        return [one for one in known if (one.source_id, one.fingerprint, one.byte_count) == wanted]

    @cached_property
    def _contents(self) -> dict[str, Content]:
        """Every content that is remembered, by its name."""
        files = sorted((self._known / "contents").glob("*.json"))
        return {file.stem: Content.model_validate_json(file.read_bytes()) for file in files}

    def seen(self, source_id: str, path: Path) -> Seen | None:
        """What was last seen at `path` under this source."""
        file = self._seen_file(source_id, path)
        return Seen.model_validate_json(file.read_bytes()) if file.is_file() else None

    def remember(self, content: Content, path: Path, seen: Seen) -> None:
        """Note which parts a content has, and that it lay at `path` when `seen` was taken."""
        noted = seen.model_copy(update={"content": content.name})
        with self._lock:
            self._write(self._known / "contents" / f"{content.name}.json", content)
            self._contents[content.name] = content
            self._write(self._seen_file(content.source_id, path), noted)

    def prune(self, keep_ids: Iterable[str]) -> None:
        """Delete every other part, and forget the contents and places that need one of them."""
        keep = set(keep_ids)
        folders = sorted(self.root.iterdir()) if self.root.is_dir() else []
        for folder in folders:
            if not folder.name.startswith(".") and folder.name not in keep:
                self._delete(folder)
        for name in [name for name, content in self._contents.items() if not set(content.part_ids) <= keep]:
            (self._known / "contents" / f"{name}.json").unlink()
            del self._contents[name]
        for file in sorted((self._known / "paths").glob("*.json")):
            if Seen.model_validate_json(file.read_bytes()).content not in self._contents:
                file.unlink()

    def _delete(self, folder: Path) -> None:
        """Out of sight in one step, then gone."""
        self._aside.mkdir(parents=True, exist_ok=True)
        gone = self._aside / f"gone-{folder.name}"
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        shutil.rmtree(gone)

    def _folder_aside(self, source_id: str, path: Path, number: int) -> Path:
        return self._aside / f"{_digest(source_id, str(path.absolute()))}-{number}"

    def _seen_file(self, source_id: str, path: Path) -> Path:
        return self._known / "paths" / f"{_digest(source_id, str(path.absolute()))}.json"

    def _write(self, file: Path, record: _Model) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".new")
        aside.write_text(record.model_dump_json(), encoding="utf-8")
        aside.replace(file)


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]
