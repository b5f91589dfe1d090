"""Build the search index of a release, or carry the one before forward by what changed. Never changes an old one."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import tantivy

from wutong.catalog.search import Search
from wutong.warehouse.search.keeping.documents import open_documents
from wutong.warehouse.search.keeping.making import is_made_alike, write_making
from wutong.warehouse.search.keeping.preparing import COLUMNS
from wutong.warehouse.search.keeping.store import generations, rows_of
from wutong.warehouse.search.keeping.writing import Extras, GenerationWriter

__all__ = ["COLUMNS", "Extras", "build_index", "is_worth_updating", "update_index"]

_HEAP = 64 << 20
_COPIED = ("meta.json", ".managed.json")  # what tantivy rewrites; its other files never change
_MOST_GENERATIONS = 8
_MOST_CHANGED = 0.2


def build_index(batches: Iterable[pa.RecordBatch], folder: Path, search: Search, extras: Extras | None = None) -> int:
    """Index all enterprises of `batches` into the new `folder`; returns how many.

    Batches have at least the columns preparing.COLUMNS. `extras` are former and English names, and numbers other
    than the credit code. Takes 400 bytes of memory a row; on disk about 250.
    """
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (folder / "removed").mkdir()
    write_making(folder, search)
    writer = open_documents(documents, new=True).writer(_HEAP, 1)
    return _add(folder / "rows" / "0000", 0, writer, batches, search, extras)


def update_index(
    previous: Path,
    folder: Path,
    removed: Iterable[str],
    batches: Iterable[pa.RecordBatch],
    search: Search,
    extras: Extras | None = None,
) -> int:
    """Index into the new `folder` what `previous` holds, without the ids in `removed`, with `batches`; returns how
    many were added. Costs what the change costs: files of the index before are linked, not read. An enterprise that
    changed is both removed and added, and `extras` speak of added ones only."""
    _link_documents(previous / "documents", folder / "documents")
    _link_tree(previous / "rows", folder / "rows")
    (folder / "removed").mkdir()
    write_making(folder, search)
    ids = list(removed)
    old = generations(previous)
    for generation in old:
        gone = np.union1d(sorted(generation.removed), rows_of(generation, ids)).astype("<u4")
        gone.tofile(folder / "removed" / generation.folder.name)
    writer = open_documents(folder / "documents").writer(_HEAP, 1)
    rows = folder / "rows" / f"{len(old):04d}"
    return _add(rows, max((one.end for one in old), default=0), writer, batches, search, extras)


def is_worth_updating(previous: Path, change_count: int, search: Search) -> bool:
    """False where the index before was made otherwise, has been carried forward often, or too much changes."""
    if not is_made_alike(previous, search):
        return False
    old = generations(previous)
    removed = sum(len(one.removed) for one in old)
    later = sum(one.row_count for one in old[1:])
    first = old[0].row_count if old else 0
    return 0 < len(old) < _MOST_GENERATIONS and removed + later + change_count <= _MOST_CHANGED * first


def _add(
    folder: Path,
    base: int,
    writer: tantivy.IndexWriter,
    batches: Iterable[pa.RecordBatch],
    search: Search,
    extras: Extras | None,
) -> int:
    generation = GenerationWriter(folder, base, writer, search, extras or Extras())
    for batch in batches:
        generation.add(batch)
    generation.finish()
    writer.wait_merging_threads()
    return generation.row_count


def _link_tree(old: Path, new: Path) -> None:
    shutil.copytree(old, new, copy_function=_link)


def _link(old: str | Path, new: str | Path) -> None:
    """Another name for the same bytes; a copy where the file system knows no such thing."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _link_documents(old: Path, new: Path) -> None:
    new.mkdir(parents=True)
    for file in old.iterdir():
        if file.name in _COPIED:
            shutil.copy2(file, new / file.name)
        elif not file.name.endswith(".lock"):
            _link(file, new / file.name)
