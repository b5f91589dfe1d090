"""A dossier as docx: real headings, tables whose heads repeat, page numbers that Word counts, charts as pictures."""

from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from wutong.portal.dossiers.content.document import Bars, Dossier, Grid, Piece, Section, Words
from wutong.portal.dossiers.writers import phrases
from wutong.portal.dossiers.writers.picture import picture_of

_SOFT = RGBColor(92, 102, 112)
_FONT = "Noto Sans SC"
_EPW_CM = 17.0

Progress = Callable[[int, int], None]


def write(dossier: Dossier, path: Path, progress: Progress) -> None:
    """Write `dossier` to `path`; raises FontMissing where a chart must be drawn without a font."""
    paper = Document()
    _set_up(paper, dossier)
    _cover(paper, dossier)
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for done, section in enumerate(dossier.sections):
        _section(paper, section)
        progress(done, len(dossier.sections))
    _section(paper, Section("notes", phrases.notes_title(), (phrases.notes_grid(dossier),)))
    paper.save(str(path))


def _set_up(paper: Written, dossier: Dossier) -> None:
    page = paper.sections[0]
    page.start_type = WD_SECTION.NEW_PAGE
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
        style = paper.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(attribute), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    paper.styles["Normal"].font.size = Pt(10)
    _set_language(paper, "zh-CN" if dossier.language == "zh" else "en-GB")
    about = paper.core_properties
    about.title = f"{dossier.title} · {dossier.subtitle}"
    about.author, about.comments = "Wutong", ""
    about.created = about.modified = dossier.release.created_at
    about.language = dossier.language
    _foot(page.footer.paragraphs[0], dossier)


def _set_language(paper: Written, code: str) -> None:
    """Spelling is checked, and lines are broken, in the language of the document."""
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), code)
    said.set(qn("w:eastAsia"), "zh-CN")
    properties.append(said)


def _foot(foot: Paragraph, dossier: Dossier) -> None:
    before, between, after = phrases.page_of("\0", "\0").split("\0")
    for text, field in ((f"{phrases.running_title(dossier)}    {before}", "PAGE"), (between, "NUMPAGES"), (after, "")):
        run = foot.add_run(text)
        run.font.size, run.font.color.rgb = Pt(8), _SOFT
        if field:
            _field(foot, field)


def _field(foot: Paragraph, name: str) -> None:
    """A field that Word fills in."""
    run = foot.add_run()
    run.font.size, run.font.color.rgb = Pt(8), _SOFT
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _cover(paper: Written, dossier: Dossier) -> None:
    paper.add_paragraph(dossier.subtitle, style="Subtitle").paragraph_format.space_before = Pt(90)
    paper.add_paragraph(dossier.title, style="Title")
    table = paper.add_table(rows=0, cols=2)
    for title, value in dossier.cover:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(6), Cm(11)
        cells[0].text, cells[1].text = title, value
        cells[0].paragraphs[0].runs[0].font.color.rgb = _SOFT
    heading = paper.add_paragraph(phrases.cautions_title(), style="Heading 2")
    heading.paragraph_format.space_before = Pt(36)
    for caution in dossier.cautions:
        paper.add_paragraph(caution, style="List Bullet")


def _section(paper: Written, section: Section) -> None:
    paper.add_heading(section.title, level=1)
    for piece in section.pieces:
        _piece(paper, piece)


def _piece(paper: Written, piece: Piece) -> None:
    if isinstance(piece, Grid):
        _grid(paper, piece)
    elif isinstance(piece, Bars):
        _bars(paper, piece)
    else:
        _words(paper, piece)


def _words(paper: Written, words: Words) -> None:
    run = paper.add_paragraph().add_run(words.cell.said)
    if words.is_caution:
        run.font.size, run.font.color.rgb = Pt(8.5), _SOFT


def _bars(paper: Written, chart: Bars) -> None:
    paper.add_heading(chart.title, level=2)
    shape = paper.add_picture(picture_of(chart), width=Cm(_EPW_CM))
    # What the picture shows, for those who hear the document.
    told = "; ".join(f"{bar.label}: {bar.said}" for bar in chart.bars)
    shape._inline.docPr.set("descr", f"{chart.title}. {told}")


def _grid(paper: Written, grid: Grid) -> None:
    if grid.title:
        paper.add_heading(grid.title, level=2)
    table = paper.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    table.autofit = False
    for column, title in enumerate(grid.heads):
        _fill(table, 0, column, title, is_bold=True, is_right=column in grid.numeric)
    _mark(table, 0, "w:tblHeader")
    for number, row in enumerate(grid.rows, start=1):
        table.add_row()
        for column, cell in enumerate(row):
            _fill(table, number, column, cell.said, is_right=column in grid.numeric)
        _mark(table, number, "w:cantSplit")
    whole = sum(grid.widths)
    for column, share in enumerate(grid.widths):
        for cell in table.columns[column].cells:
            cell.width = Cm(_EPW_CM * share / whole)
    after = paper.add_paragraph()
    if grid.remark:
        run = after.add_run(grid.remark)
        run.font.size, run.font.color.rgb = Pt(8.5), _SOFT


def _fill(table: Table, row: int, column: int, text: str, *, is_bold: bool = False, is_right: bool = False) -> None:
    paragraph = table.cell(row, column).paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(8.5), is_bold
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(table: Table, row: int, name: str) -> None:
    properties = table.rows[row]._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))
