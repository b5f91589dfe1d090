"""Judgements as the warehouse's source `portal_feedback`: a line of JSON each, superseded ones too, oldest first.

Holds account numbers and roles, never a name or an address. The file is replaced as a whole, so that whoever reads it
reads one state.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max

from wutong.portal.desk.models import Judgement
from wutong.portal.desk.queries import history
from wutong.portal.shared.background import every

FILE = "judgements.jsonl"
SECONDS_BETWEEN = 15


def folder() -> Path:
    """Where the portal keeps what goes back to the warehouse."""
    found: Path = settings.WUTONG_HOME.portal / "feedback"
    return found


def write(name: str = FILE) -> tuple[Path, int]:
    """Write every judgement to the file `name` of the folder; returns its path and how many there are."""
    path = folder() / name
    with _alone(path.parent):
        draft = path.with_name(f"{name}.{os.getpid()}.draft")
        count = 0
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            for one in history.everything():
                file.write(json.dumps(line_of(one), ensure_ascii=False) + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return path, count


def line_of(one: Judgement) -> dict[str, str | None]:
    """One judgement in the columns of sources/portal_feedback."""
    return {
        "judgement_id": str(one.judgement_id),
        "kind": one.kind,
        "name": one.name,
        "enterprise_id": one.enterprise_id,
        "verdict": one.verdict,
        "why": one.why or None,
        "judged_by": str(one.judged_by_id),
        "role": one.role_code,
        "judged_at": one.judged_at.astimezone(UTC).isoformat(),
        "supersedes": str(one.supersedes.judgement_id) if one.supersedes is not None else None,
    }


def is_there() -> bool:
    """True where this database has a desk; one that an older version made has none until it is served again."""
    return Judgement._meta.db_table in connection.introspection.table_names()


def write_if_new() -> bool:
    """Write the file where somebody has judged since it was written; True where it was."""
    newest = Judgement.objects.aggregate(newest=Max("judged_at"))["newest"]
    path = folder() / FILE
    # With room for a judgement that was being written while the file was.
    if newest is None or (path.is_file() and path.stat().st_mtime > newest.timestamp() + 2 * SECONDS_BETWEEN):
        return False
    write()
    return True


def keep_writing() -> None:
    """From now on, in a thread of this process, keep the file no older than SECONDS_BETWEEN."""
    every(SECONDS_BETWEEN, "feedback", write_if_new)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One writer at a time, so that no older state replaces a newer one."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / "lock").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
