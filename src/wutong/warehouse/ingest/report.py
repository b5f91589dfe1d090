"""What reading a file gives to later steps besides its rows: an account in which the sum always holds."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d{9}(?!\d)")
RAW_TEXT_LIMIT = 2_000  # characters of a bad row that are kept for people to look at


class Reason(StrEnum):
    """Why a row is held back by the reader."""

    TOO_FEW_FIELDS = "too_few_fields"
    TOO_MANY_FIELDS = "too_many_fields"
    STRAY_QUOTE = "stray_quote"
    UNTERMINATED_QUOTE = "unterminated_quote"
    NUL_BYTE = "nul_byte"
    INVALID_BYTES = "invalid_bytes"
    CELL_TOO_LONG = "cell_too_long"
    ROW_TOO_LONG = "row_too_long"
    NOT_AN_OBJECT = "not_an_object"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is held back: where it stands among its neighbours, why, and its beginning as text."""

    index: int
    reason: Reason
    raw: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How the bytes of a file are to be understood."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """The account of one stretch of one file (mostly: of the file). rows_read = rows_kept + sum(held_back).

    `sha256` is that of the file from its first byte to the end of the stretch; `first_row` is the number of its
    first row. A file of one stretch thus has its own SHA-256 and first_row 1.
    """

    file_id: str
    source_id: str
    name: str
    sha256: str
    byte_count: int
    encoding: str | None
    format: str
    delimiter: str | None
    rows_read: int
    rows_kept: int
    held_back: Mapping[str, int]
    first_row: int = 1


def shown(raw: bytes | str) -> str:
    """The beginning of a bad row, fit to be stored and looked at: addresses and mobile numbers are left out."""
    text = raw[: RAW_TEXT_LIMIT * 4].decode("utf-8", errors="replace") if isinstance(raw, bytes) else raw
    text = _MOBILE.sub("✂", text[:RAW_TEXT_LIMIT]).replace("\0", "␀")
    return _ADDRESS.sub("✂", text) if "@" in text else text


def counted(bad_rows: Iterable[BadRow]) -> dict[str, int]:
    """Reason to number of rows, in the order of the reasons."""
    counts = Counter(str(row.reason) for row in bad_rows)
    return {str(reason): counts[str(reason)] for reason in Reason if counts[str(reason)]}
