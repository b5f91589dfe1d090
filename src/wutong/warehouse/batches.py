"""Row-local work, done once: parts that came together are standardized and placed together, and kept.

A batch is immutable. A new file makes a new batch of its own; a file that is gone makes its batch be thinned: files
of its tables that hold none of the rows that are gone are shared, the others copied without them. So a build does the
work of what changed, and its result is that of a build from nothing.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from wutong.engine.engine import ANY_ORDER, Engine, Layout
from wutong.engine.files import files_of
from wutong.warehouse.files import file_ids_of, link
from wutong.warehouse.fingerprints import of_texts

# What is worked out row by row, and so can be copied; and what those rows come to among themselves. A batch without
# some of its rows lacks SHARED: the rows that are gone may be what kept others apart.
ROWS = ("rows", "placement")
SHARED = "shared"
BESIDE = ("rest", "texts")
TABLES = (*ROWS, SHARED, *BESIDE)
_MOST_BATCHES = 12
_RECORD = "batch.json"


class Work(Protocol):
    """How a batch is filled."""

    def fill(self, folder: Path, file_ids: Sequence[str]) -> None:
        """Write ROWS of these files under `folder`."""
        ...

    def derive(self, folder: Path, file_ids: Sequence[str]) -> None:
        """Write the other TABLES of these files from ROWS."""
        ...


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str
    fingerprint: str
    file_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A folder with one Parquet folder for each of TABLES, covering exactly `file_ids`; `rest` may hold rows that no
    longer need be seen beside others."""

    folder: Path
    source_id: str
    fingerprint: str
    file_ids: tuple[str, ...]

    def table(self, name: str) -> Path:
        return self.folder / name

    @property
    def is_compared(self) -> bool:
        """True where `shared` tells which of its rows are of one enterprise."""
        return self.table(SHARED).is_dir()


class Batches:
    """The batches under one folder; `layouts` say how their tables lie. Call it under the build lock only."""

    def __init__(
        self, root: Path, scratch: Path, engine: Engine, layouts: Mapping[str, Layout] = MappingProxyType({})
    ) -> None:
        self.root = root
        self.scratch = scratch
        self.engine = engine
        self.layouts = layouts

    def ensure(self, *, source_id: str, fingerprint: str, file_ids: Sequence[str], work: Work) -> tuple[Batch, ...]:
        """Batches that together cover `file_ids` and nothing else; only what is missing is worked on."""
        wanted = set(file_ids)
        kept: list[Batch] = []
        for batch in self._known(source_id, fingerprint):
            live = [file_id for file_id in batch.file_ids if file_id in wanted]
            if live:
                kept.append(batch if len(live) == len(batch.file_ids) else self._thinned(batch, live))
                wanted -= set(live)
        missing = [file_id for file_id in file_ids if file_id in wanted]
        if missing:
            kept.append(self._new(source_id, fingerprint, missing, work))
        return self._few(kept, work)

    def _new(self, source_id: str, fingerprint: str, file_ids: Sequence[str], work: Work) -> Batch:
        def filled(folder: Path) -> None:
            work.fill(folder, file_ids)
            work.derive(folder, file_ids)

        return self._make(source_id, fingerprint, file_ids, filled)

    def _known(self, source_id: str, fingerprint: str) -> list[Batch]:
        found = []
        for folder in _folders(self.root):
            record = _Record.model_validate_json((folder / _RECORD).read_text(encoding="utf-8"))
            if (record.source_id, record.fingerprint) == (source_id, fingerprint):
                found.append(Batch(folder, source_id, fingerprint, record.file_ids))
        return sorted(found, key=lambda batch: (-len(batch.file_ids), batch.folder.name))

    def _few(self, batches: list[Batch], work: Work) -> tuple[Batch, ...]:
        """Many small batches cost every later step; past a handful, all but the largest become one."""
        if len(batches) <= _MOST_BATCHES:
            return tuple(batches)
        largest, *others = sorted(batches, key=lambda batch: -len(batch.file_ids))
        return largest, self._copy(others, [file_id for batch in others for file_id in batch.file_ids], work)

    def _copy(self, batches: Sequence[Batch], file_ids: Sequence[str], work: Work) -> Batch:
        def copied(folder: Path) -> None:
            for name in ROWS:
                rows = self.engine.read(*(batch.table(name) for batch in batches))
                self.engine.write(rows, folder / name, self._layout(name))
            work.derive(folder, file_ids)

        return self._make(batches[0].source_id, batches[0].fingerprint, file_ids, copied)

    def _thinned(self, batch: Batch, live: Sequence[str]) -> Batch:
        """The batch with the files `live` only."""
        gone = sorted(set(batch.file_ids) - set(live))

        def thinned(folder: Path) -> None:
            for name in (*ROWS, *BESIDE):
                for number, file in enumerate(files_of([batch.table(name)])):
                    self._without(gone, file, folder / name / f"{number:03d}", self._layout(name))

        return self._make(batch.source_id, batch.fingerprint, live, thinned)

    def _without(self, gone: Sequence[str], file: Path, target: Path, layout: Layout) -> None:
        if file_ids_of(file).isdisjoint(gone):
            link([file], target)
        else:
            rows = self.engine.read(file)
            self.engine.write(rows.filter(rows.file_id.notin(gone)), target, layout)

    def _layout(self, name: str) -> Layout:
        return self.layouts.get(name, ANY_ORDER)

    def _make(self, source_id: str, fingerprint: str, file_ids: Sequence[str], fill: Callable[[Path], None]) -> Batch:
        """Written aside and moved into place in one step, so that no half batch is ever seen. One that a build made
        which was killed later is as good as new."""
        name = of_texts((source_id, fingerprint, *file_ids))
        made = Batch(self.root / name, source_id, fingerprint, tuple(file_ids))
        if made.folder.exists():
            return made
        aside = self.scratch / f"batch-{name}"
        aside.mkdir(parents=True)
        fill(aside)
        record = _Record(source_id=source_id, fingerprint=fingerprint, file_ids=tuple(file_ids))
        (aside / _RECORD).write_text(record.model_dump_json(), encoding="utf-8")
        self.root.mkdir(parents=True, exist_ok=True)
        aside.rename(made.folder)
        return made


def prune(root: Path, keep: Iterable[Batch]) -> None:
    """Delete every batch under `root` that is not in `keep`."""
    names = {batch.folder.name for batch in keep}
    for folder in _folders(root):
        if folder.name not in names:
            shutil.rmtree(folder)


def _folders(root: Path) -> list[Path]:
    return sorted(root.iterdir()) if root.is_dir() else []
