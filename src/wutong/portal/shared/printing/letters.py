"""A letter as PDF: the words that were kept, on a sheet of paper, in the language that is asked for."""

from datetime import datetime
from typing import Any, Protocol

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from wutong.kernel.bilingual import Language
from wutong.portal.shared.printing import fonts
from wutong.portal.shared.printing.lines import wrapped

_FONT = "noto"
_MARGIN = 25.0
_TEXT, _TITLE, _SMALL = 11.0, 18.0, 8.5
_LEADING = 1.75
_MM = 0.3528  # a point


class Letter(Protocol):
    """A letter as it is kept. `content` holds for each language its title, to, lines, from and dated."""

    @property
    def number(self) -> str: ...

    @property
    def content(self) -> Any: ...

    @property
    def made_at(self) -> datetime: ...


def drawn(letter: Letter, language: Language) -> bytes:
    """The letter as a file; raises FontMissing."""
    said = letter.content[language]
    sheet = _sheet(letter, language)
    sheet.set_font(_FONT, "B", _TITLE)
    _line(sheet, said["title"], _TITLE, align="C")
    sheet.ln(4)
    sheet.set_font(_FONT, "", _SMALL)
    _line(sheet, letter.number, _SMALL, align="R")
    sheet.ln(6)
    sheet.set_font(_FONT, "", _TEXT)
    _paragraph(sheet, f"{said['to']}：" if language == "zh" else f"{said['to']}:")
    for line in said["lines"]:
        sheet.ln(2.5)
        _paragraph(sheet, f"　　{line}" if language == "zh" else line)
    sheet.ln(14)
    for line in (said["from"], said["dated"]):
        _line(sheet, line, _TEXT, align="R")
    return bytes(sheet.output())


def _sheet(letter: Letter, language: Language) -> FPDF:
    sheet = FPDF(format="A4")
    sheet.add_font(_FONT, "", fonts.regular())
    sheet.add_font(_FONT, "B", fonts.bold())
    sheet.set_margin(_MARGIN)
    sheet.set_auto_page_break(True, margin=_MARGIN)
    sheet.set_lang("zh-CN" if language == "zh" else "en")
    sheet.set_title(f"{letter.content[language]['title']} {letter.number}")
    sheet.set_creator("Wutong")
    sheet.set_creation_date(letter.made_at)
    sheet.add_page()
    return sheet


def _paragraph(sheet: FPDF, text: str) -> None:
    for part in text.split("\n"):
        for line in wrapped(part, sheet.epw, sheet.get_string_width):
            _line(sheet, line, _TEXT)


def _line(sheet: FPDF, text: str, size: float, *, align: str = "L") -> None:
    sheet.cell(0, size * _MM * _LEADING, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
