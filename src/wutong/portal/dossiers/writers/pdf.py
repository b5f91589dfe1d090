"""A dossier as PDF, in pure Python (docs/adr/0009): A4, fonts embedded, heads of tables repeated, pages numbered."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import VAlign, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.table import Table

from wutong.portal.dossiers.content.document import Bars, Dossier, Grid, Piece, Section, Words
from wutong.portal.dossiers.writers import phrases
from wutong.portal.shared.printing import fonts
from wutong.portal.shared.printing.lines import wrapped

_FONT = "noto"
_INK, _SOFT, _LINE, _HEAD, _BAR = (28, 33, 38), (92, 102, 112), (200, 206, 212), (238, 242, 240), (58, 122, 94)
_CAUTION = (251, 246, 232)
_MARGIN, _FOOT = 20.0, 18.0
_TEXT, _SMALL = 10.0, 8.5
_LEADING = 1.45  # of the height of the letters
_MM = 0.3528  # a point
_BAR_HEIGHT = 6.0
_PAD = 1.4

Progress = Callable[[int, int], None]


class _Sheet(FPDF):
    """Pages with a foot."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(format="A4")
        self._foot = phrases.running_title(dossier)
        self.add_font(_FONT, "", fonts.regular())
        self.add_font(_FONT, "B", fonts.bold())
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, margin=_FOOT)
        self.alias_nb_pages("{nb}")
        self.set_lang("zh-CN" if dossier.language == "zh" else "en")
        self.set_title(f"{dossier.title} · {dossier.subtitle}")
        self.set_creator("Wutong")
        self.set_creation_date(dossier.release.created_at)

    def footer(self) -> None:
        """What it is about, and the number of the page."""
        self.set_y(-_FOOT + 6)
        self.set_font(_FONT, "", 7.5)
        self.set_text_color(*_SOFT)
        pages = phrases.page_of(str(self.page_no()), "{nb}")
        wide = self.epw - 40
        self.cell(wide, 4, wrapped(self._foot, wide, self.get_string_width)[0])
        self.cell(40, 4, pages, align="R")

    def write_lines(self, text: str, size: float, *, style: str = "", ink: tuple[int, int, int] = _INK) -> None:
        """A paragraph."""
        self.set_font(_FONT, style, size)
        self.set_text_color(*ink)
        height = size * _MM * _LEADING
        for line in wrapped(text, self.epw, self.get_string_width):
            self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def write(dossier: Dossier, path: Path, progress: Progress) -> None:
    """Write `dossier` to `path`; raises FontMissing."""
    sheet = _Sheet(dossier)
    _cover(sheet, dossier)
    sheet.add_page()
    for done, section in enumerate(dossier.sections):
        _section(sheet, section)
        progress(done, len(dossier.sections))
    _section(sheet, Section("notes", phrases.notes_title(), (phrases.notes_grid(dossier),)))
    sheet.output(str(path))


def _cover(sheet: _Sheet, dossier: Dossier) -> None:
    sheet.add_page()
    sheet.ln(38)
    sheet.write_lines(dossier.subtitle, 13, ink=_SOFT)
    sheet.ln(3)
    sheet.write_lines(dossier.title, 25, style="B")
    sheet.ln(10)
    for title, value in dossier.cover:
        _line_of_cover(sheet, title, value)
    sheet.ln(14)
    sheet.write_lines(phrases.cautions_title(), 12, style="B")
    sheet.ln(2)
    for caution in dossier.cautions:
        sheet.write_lines(f"· {caution}", 9.5, ink=_SOFT)
        sheet.ln(1)


def _line_of_cover(sheet: _Sheet, title: str, value: str) -> None:
    height = 11 * _MM * _LEADING + 1
    sheet.set_font(_FONT, "", 10)
    sheet.set_text_color(*_SOFT)
    sheet.cell(62, height, title)
    sheet.set_font(_FONT, "", 11)
    sheet.set_text_color(*_INK)
    left = sheet.get_x()
    for line in wrapped(value, sheet.epw - 62, sheet.get_string_width):
        sheet.set_x(left)
        sheet.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _section(sheet: _Sheet, section: Section) -> None:
    # A heading never stands alone at the foot of a page.
    if sheet.will_page_break(36):
        sheet.add_page()
    sheet.start_section(section.title)
    sheet.write_lines(section.title, 15, style="B")
    sheet.ln(2.5)
    for piece in section.pieces:
        _piece(sheet, piece)
        sheet.ln(4)
    sheet.ln(3)


def _piece(sheet: _Sheet, piece: Piece) -> None:
    if isinstance(piece, Grid):
        _grid(sheet, piece)
    elif isinstance(piece, Bars):
        _bars(sheet, piece)
    else:
        _words(sheet, piece)


def _words(sheet: _Sheet, words: Words) -> None:
    sheet.write_lines(words.cell.said, _SMALL if words.is_caution else _TEXT, ink=_SOFT if words.is_caution else _INK)


def _grid(sheet: _Sheet, grid: Grid) -> None:
    if grid.title:
        _title(sheet, grid.title)
    sheet.set_font(_FONT, "", _SMALL)
    sheet.set_text_color(*_INK)
    sheet.set_draw_color(*_LINE)
    sheet.set_fill_color(255)  # a table fills its rows with whatever was drawn with last
    widths = [sheet.epw * share / sum(grid.widths) for share in grid.widths]
    # The table sets lines at the height of the text alone; fpdf draws a head again on each page it goes on to.
    with sheet.table(
        col_widths=tuple(grid.widths),
        text_align=tuple("RIGHT" if column in grid.numeric else "LEFT" for column in range(len(grid.heads))),
        borders_layout="HORIZONTAL_LINES",
        line_height=_SMALL * _MM * _LEADING,
        padding=_PAD,
        v_align=VAlign.T,
        headings_style=FontFace(emphasis="BOLD", fill_color=_HEAD, color=_INK),
        repeat_headings=1,
    ) as table:
        sheet.set_font(_FONT, "B", _SMALL)
        _row(sheet, table, grid.heads, widths)
        sheet.set_font(_FONT, "", _SMALL)
        for row in grid.rows:
            _row(sheet, table, [cell.said for cell in row], widths)
    if grid.remark:
        sheet.ln(1.5)
        sheet.write_lines(grid.remark, _SMALL, ink=_SOFT)


def _row(sheet: _Sheet, table: Table, texts: Sequence[str], widths: Sequence[float]) -> None:
    row = table.row()
    for text, wide in zip(texts, widths, strict=True):
        # Half a millimetre to spare, since the table measures a little more narrowly than the text is.
        row.cell("\n".join(wrapped(text, wide - 2 * _PAD - 2 * sheet.c_margin - 0.5, sheet.get_string_width)))


def _title(sheet: _Sheet, text: str) -> None:
    if sheet.will_page_break(24):
        sheet.add_page()
    sheet.write_lines(text, 11, style="B")
    sheet.ln(1.5)


def _bars(sheet: _Sheet, chart: Bars) -> None:
    """Bars from a common foot, each with its label before and its value behind it."""
    _title(sheet, chart.title)
    sheet.set_font(_FONT, "", _SMALL)
    most = max((bar.value for bar in chart.bars), default=0) or 1
    labels = min(max((sheet.get_string_width(bar.label) for bar in chart.bars), default=0) + 4, sheet.epw * 0.35)
    room = sheet.epw - labels - 34
    sheet.set_fill_color(*_BAR)
    sheet.set_text_color(*_INK)
    for bar in chart.bars:
        if sheet.will_page_break(_BAR_HEIGHT):
            sheet.add_page()
        sheet.cell(labels, _BAR_HEIGHT, wrapped(bar.label, labels, sheet.get_string_width)[0])
        length = max(room * max(bar.value, 0) / most, 0.3)
        sheet.rect(sheet.get_x(), sheet.get_y() + 1, length, _BAR_HEIGHT - 2, style="F")
        sheet.set_x(sheet.get_x() + length + 1.5)
        sheet.cell(0, _BAR_HEIGHT, bar.said, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
