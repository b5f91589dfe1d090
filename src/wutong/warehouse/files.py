"""Hand immutable Parquet files on without copying them."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq


def parquet_files(places: Sequence[Path]) -> list[Path]:
    """Every Parquet file named in `places` or under a folder named there."""
    return [file for place in places for file in (sorted(place.rglob("*.parquet")) if place.is_dir() else [place])]


def file_ids_of(place: Path) -> frozenset[str]:
    """The input files that the rows of a table with origins come from; `place` is one Parquet file or a folder."""
    tables = (pq.read_table(file, columns=["file_id"], read_dictionary=["file_id"]) for file in parquet_files([place]))
    return frozenset(file_id for table in tables for file_id in table["file_id"].unique().to_pylist())


def link(places: Sequence[Path], target: Path) -> None:
    """Hard links to every Parquet file of `places`, numbered, under `target`: nothing is copied."""
    target.mkdir(parents=True)
    for number, file in enumerate(parquet_files(places)):
        linked = target / f"part-{number}.parquet"
        try:
            os.link(file, linked)
        except OSError:  # a file system without hard links
            shutil.copyfile(file, linked)
