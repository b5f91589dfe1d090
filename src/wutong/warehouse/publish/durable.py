"""File operations that survive a power cut: what they return from is on the disk."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's entries, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until everything under `folder` is on the disk, files before the folders that name them."""
    for path, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(path, name))
        sync(Path(path))


def write(path: Path, content: str) -> None:
    """Write a new file and wait until it is on the disk."""
    path.write_text(content, encoding="utf-8")
    sync(path)


def replace(path: Path, content: str) -> None:
    """Change a small file in one step: a reader sees the old content or the new one, never a part."""
    aside = path.with_name(f".{path.name}.new")
    write(aside, content)
    aside.replace(path)
    sync(path.parent)
