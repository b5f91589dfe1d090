"""Which Parquet files a place holds."""

from collections.abc import Sequence
from pathlib import Path


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The Parquet files named by `paths`, folders opened, in a stable order."""
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob("*.parquet")) if path.is_dir() else [path])
    return found
