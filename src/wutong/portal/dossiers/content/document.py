"""A document as values: sections of facts, tables, words and bars with numbered notes. Reads nothing."""

from dataclasses import dataclass
from datetime import datetime

from wutong.kernel.bilingual import Language


@dataclass(frozen=True, slots=True)
class Note:
    """Where facts were read: source, file and row, when the file was read, and a digest of its bytes."""

    number: int
    source: str
    file_name: str
    row_number: int
    read_on: str
    digest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and the numbers of its notes."""

    text: str
    notes: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        """The text with its marks: 51 million [2][5]."""
        marks = "".join(f"[{number}]" for number in self.notes)
        return f"{self.text} {marks}" if marks else self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are shares of the page's width; `numeric` are the columns set flush right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[int] = frozenset()
    title: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `is_caution` sets it apart: it says what not to conclude."""

    cell: Cell
    is_caution: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `said` is its value in words."""

    label: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars. Each value stands beside its bar, so that nothing is told by length alone."""

    title: str
    bars: tuple[Bar, ...]


Piece = Grid | Words | Bars


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter."""

    code: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Which release it was taken from."""

    version: str
    created_at: datetime
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole: a cover of facts and cautions, the chapters, and the notes at its end."""

    subject_id: str
    title: str
    subtitle: str
    language: Language
    release: Release
    cover: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
