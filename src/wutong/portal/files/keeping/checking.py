"""Has every file its bytes, do they hold its digest, and does everything on disk belong to a file? Reads all of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from wutong.kernel import clock
from wutong.portal.files.keeping import storage
from wutong.portal.files.models import StoredFile

_CHUNK = 500
# What is just being kept lies there before its row can be seen.
_NEW_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many files were looked at, which lack their bytes or hold others, and what belongs to no file."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unowned: tuple[Path, ...]

    @property
    def is_sound(self) -> bool:
        return not (self.missing or self.changed or self.unowned)


def check_all() -> Checked:
    """Every file of this installation."""
    rows: defaultdict[UUID, set[tuple[str, int, str]]] = defaultdict(set)
    living = StoredFile.objects.filter(erased_at__isnull=True).order_by("pk")
    for file_id, bytes_id, size, digest in living.values_list("file_id", "bytes_id", "size_bytes", "sha256").iterator(
        chunk_size=_CHUNK
    ):
        rows[bytes_id].add((str(file_id), size, digest))
    missing, changed = [], []
    for bytes_id, files in rows.items():
        path = storage.path_of(bytes_id)
        held = _held(path)
        if held is None:
            missing += [file_id for file_id, _, _ in files]
        else:
            changed += [file_id for file_id, *promised in files if tuple(promised) != held]
    owned = {storage.path_of(bytes_id) for bytes_id in rows}
    before = (clock.now() - _NEW_FOR).timestamp()
    unowned = sorted(path for path in storage.all_kept() if path not in owned and path.stat().st_mtime < before)
    count = sum(len(files) for files in rows.values())
    return Checked(count, tuple(sorted(missing)), tuple(sorted(changed)), tuple(unowned))


def _held(path: Path) -> tuple[int, str] | None:
    """Size and digest of what lies there, if anything does."""
    return (path.stat().st_size, storage.digest_of(path)) if path.is_file() else None
