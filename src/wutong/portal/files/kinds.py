"""The kinds of file that the portal knows. Each app says which of them it accepts; nothing else is ever kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wutong.kernel.bilingual import Text


class Kind(StrEnum):
    """What a file is. A code, never a label; a plain string of the same letters serves as well."""

    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PNG = "png"
    JPG = "jpg"
    CSV = "csv"
    TXT = "txt"
    ZIP = "zip"

    @property
    def card(self) -> "KindCard":
        """Its endings, media type and name."""
        return _CARDS[self]


@dataclass(frozen=True, slots=True)
class KindCard:
    """One kind: the endings that its names may have (the usual one first), its media type, what people call it."""

    endings: tuple[str, ...]
    media_type: str
    name: Text


_OFFICE = "application/vnd.openxmlformats-officedocument"
_CARDS = {
    Kind.PDF: KindCard(("pdf",), "application/pdf", Text("PDF 文件", "PDF")),
    Kind.OFD: KindCard(("ofd",), "application/ofd", Text("OFD 版式文件", "OFD")),
    Kind.DOCX: KindCard(("docx",), f"{_OFFICE}.wordprocessingml.document", Text("Word 文档", "Word document")),
    Kind.XLSX: KindCard(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", Text("Excel 工作簿", "Excel workbook")),
    Kind.PPTX: KindCard(
        ("pptx",), f"{_OFFICE}.presentationml.presentation", Text("PowerPoint 演示文稿", "PowerPoint presentation")
    ),
    Kind.PNG: KindCard(("png",), "image/png", Text("PNG 图片", "PNG image")),
    Kind.JPG: KindCard(("jpg", "jpeg"), "image/jpeg", Text("JPEG 图片", "JPEG image")),
    Kind.CSV: KindCard(("csv",), "text/csv", Text("CSV 表格", "CSV table")),
    Kind.TXT: KindCard(("txt",), "text/plain", Text("纯文本", "Plain text")),
    Kind.ZIP: KindCard(("zip",), "application/zip", Text("ZIP 压缩包", "ZIP archive")),
}
_BY_ENDING = {ending: kind for kind, card in _CARDS.items() for ending in card.endings}


def kind_of_ending(ending: str) -> Kind | None:
    """The kind whose names end so, if any."""
    return _BY_ENDING.get(ending.lower())


def endings_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """The endings that names of these kinds may have, in the order of the enumeration."""
    wanted = frozenset(kinds)
    return tuple(ending for kind in Kind if kind in wanted for ending in kind.card.endings)
