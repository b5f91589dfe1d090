"""What a piece of work depends on, as a digest: declarations and code. Equal digests mean equal results."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# The code that turns a raw row into a standard row and a placement, and sees which rows of a batch belong together;
# nothing else may change any of these.
_ROW_LOCAL = (
    *("kernel", "catalog", "engine", "warehouse/batches", "warehouse/row_work", "warehouse/standardize"),
    *("warehouse/resolve", "warehouse/enrich/enterprises", "warehouse/enrich/placement"),
)
# The declarations that do the same. An indicator or a word of a trial register changes no registration.
_ROW_DECLARATIONS = ("chain", "clusters", "currencies", "divisions", "kinds", "names", "tables")
_GLOBAL = ("kernel", "catalog", "engine", "warehouse")


def of_row_work(declarations: Path) -> str:
    """Digest of all that standardizing and placing one row depend on, besides the row."""
    declared = [file for name in _ROW_DECLARATIONS for file in _files(declarations / "catalog" / name)]
    return _digest((*row_code(), *declared, *_files(declarations / "sources")))


def row_code() -> tuple[Path, ...]:
    """The modules whose change makes batches be worked out anew."""
    return tuple(_code(_ROW_LOCAL))


def of_everything(declarations: Path) -> str:
    """Digest of all that a release depends on, besides its input files."""
    return _digest((*_code(_GLOBAL), *_files(declarations / "catalog"), *_files(declarations / "sources")))


def of_records(declarations: Iterable[Path], root: Path) -> str:
    """Digest of the code that reads records, of the folders `declarations`, and of the sources under `root`."""
    code = ("kernel", "catalog", "warehouse/records")
    declared = [file for one in declarations for file in _files(one)]
    return _digest((*_code(code), *declared, *_files(root / "sources")))


def of_device_class(declarations: Path) -> str:
    """Digest of all that a model of device classes depends on, besides the lists it is learned from."""
    return _digest((*_code(("warehouse/device_class",)), *_files(declarations / "catalog" / "device_class")))


def of_texts(texts: Iterable[str]) -> str:
    """Digest of an ordered list of texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def _code(places: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        folder = _PACKAGE / place
        found.extend(sorted(folder.rglob("*.py")) if folder.is_dir() else sorted(_PACKAGE.glob(f"{place}*.py")))
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix in {".yml", ".py"})


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
