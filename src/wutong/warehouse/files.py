"""Hand immutable Parquet files on without copying them."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from wutong.engine.files import files_of


def file_ids_of(place: Path) -> frozenset[str]:
    """The input files that the rows of a table with origins come from; `place` is one Parquet file or a folder."""
    tables = (pq.read_table(file, columns=["file_id"], read_dictionary=["file_id"]) for file in files_of([place]))
    return frozenset(file_id for table in tables for file_id in table["file_id"].unique().to_pylist())


def link(places: Sequence[Path], target: Path) -> None:
    """Hard links to every Parquet file of `places`, numbered, under `target`: nothing is copied."""
    target.mkdir(parents=True)
    for number, file in enumerate(files_of(places)):
        linked = target / f"part-{number}.parquet"
        try:
            os.link(file, linked)
        except OSError:  # a file system without hard links
            shutil.copyfile(file, linked)
