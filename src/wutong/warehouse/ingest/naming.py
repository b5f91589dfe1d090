"""What a file is by its name and by its first bytes. Both must agree, or the file is refused."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wutong.kernel.bilingual import Text
from wutong.warehouse.ingest.errors import FileEmpty, FormatUnknown, NotWhatItsNameSays

Format = Literal["csv", "tsv", "jsonl", "json", "xlsx", "xls", "parquet"]
Packing = Literal["gz", "zst"]

_FORMATS: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".parquet": "parquet",
}
_PACKINGS: dict[str, Packing] = {".gz": "gz", ".zst": "zst"}
_TEXT: tuple[Format, ...] = ("csv", "tsv", "jsonl", "json")
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {"jsonl": (b"{",), "json": (b"{", b"[")}
_PLAIN_TEXT = Text(zh="纯文本", en="plain text")
_CSV_OR_TEXT = Text(zh="CSV 或纯文本", en="CSV or plain text")
# First bytes, what they are called in a sentence, and the formats or packings whose names they fit.
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "gzip", "gz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard", "zst"),
    (b"PK\x03\x04", "Excel (xlsx / zip)", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel (xls)", "xls"),
    (b"PAR1", "Parquet", "parquet"),
    (b"%PDF", "PDF", "-"),
    (b"BZh", "bzip2", "-"),
    (b"\xfd7zXZ\x00", "xz", "-"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip", "-"),
    (b"Rar!", "RAR", "-"),
    (b"<!DOCTYPE", "HTML", "-"),
    (b"<!doctype", "HTML", "-"),
    (b"<html", "HTML", "-"),
    (b"<HTML", "HTML", "-"),
    (b"<table", "HTML", "-"),
    (b"<?xml", "XML", "-"),
)
_SHOWN: dict[str, str] = {
    "csv": "CSV",
    "tsv": "TSV",
    "jsonl": "JSON Lines",
    "json": "JSON",
    "xlsx": "Excel (xlsx)",
    "xls": "Excel (xls)",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of a file promises."""

    format: Format
    packing: Packing | None


def named(path: Path) -> Named:
    """The promise of the name; raises FormatUnknown."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packing = _PACKINGS.get(suffixes[-1]) if suffixes else None
    ending = suffixes[-2:-1] if packing else suffixes[-1:]
    found = _FORMATS.get(ending[0]) if ending else None
    if found is None or (packing and found not in _TEXT):
        raise FormatUnknown(file=path, known=", ".join((*_FORMATS, ".csv.gz", ".csv.zst")))
    return Named(format=found, packing=packing)


def check_outside(path: Path, promise: Named, head: bytes) -> None:
    """Compare the first bytes of the file as it lies on the disk with its name; raises NotWhatItsNameSays."""
    if not head:
        raise FileEmpty(file=path)
    mark, kind = _mark_of(head)
    expected = promise.packing or promise.format
    if expected in _TEXT and kind is None:
        return
    if kind != expected:
        raise NotWhatItsNameSays(file=path, named=_SHOWN.get(expected, expected), found=mark or _PLAIN_TEXT)


def check_inside(path: Path, promise: Named, head: bytes) -> None:
    """Compare the first bytes of the text, unpacked, with the name; raises FileEmpty or NotWhatItsNameSays."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise FileEmpty(file=path)
    found: str | Text | None
    found, _ = _mark_of(start)
    allowed = _BEGINNINGS.get(promise.format)
    if found is None and (start[:1] == b"{" if allowed is None else start[:1] not in allowed):
        found = _CSV_OR_TEXT if allowed else "JSON"
    if found:
        raise NotWhatItsNameSays(file=path, named=_SHOWN.get(promise.format, promise.format), found=found)


def _mark_of(head: bytes) -> tuple[str | None, str | None]:
    for mark, name, kind in _MARKS:
        if head.startswith(mark):
            return name, kind
    return None, None
