"""A monthly statement as PDF, on A4 lying, with room for signatures. In the language that is active."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import VAlign, XPos, YPos
from fpdf.fonts import FontFace

from wutong.kernel import clock
from wutong.portal.materials.kinds import COUNTED, KINDS
from wutong.portal.materials.measuring import category_of, short, unit_of, with_unit
from wutong.portal.materials.queries.statements import Statement
from wutong.portal.materials.templatetags.materials import signed
from wutong.portal.shared.language import reader_language, wording
from wutong.portal.shared.printing import fonts
from wutong.portal.shared.printing.lines import wrapped
from wutong.portal.shared.templatetags.wutong import day

_FONT = "noto"
_MARGIN, _SMALL, _TEXT, _TITLE = 15.0, 8.0, 10.0, 16.0
_LEADING, _MM, _PAD = 1.45, 0.3528, 1.2
_HEAD = (238, 242, 240)


def drawn(found: Statement) -> bytes:
    """The statement as a file; raises FontMissing."""
    sheet = _sheet(found)
    _line(sheet, f"{_('Monthly statement')} {found.first:%Y-%m}", _TITLE, style="B")
    _line(sheet, f"{wording(found.holder.name)} · {day(found.first)} – {day(found.last)}", _TEXT)
    _line(sheet, _("as entered by %(day)s") % {"day": day(clock.today())}, _SMALL)
    sheet.ln(3)
    _table(sheet, _heads(), _rows(found), (3.2, *[1.0] * (len(_heads()) - 1)))
    counts = _counts(found)
    if counts:
        sheet.ln(4)
        _line(sheet, _("Physical counts"), _TEXT, style="B")
        heads = [_("Substance"), _("Storage place"), _("Day"), _("Counted"), _("In the book"), _("Difference")]
        _table(sheet, heads, counts, (2.4, 2, 1.4, 1.2, 1.2, 1))
    sheet.ln(12)
    _line(
        sheet, "          ".join(f"{name} ____________" for name in (_("Keeper"), _("Keeper"), _("Checked by"))), _TEXT
    )
    return bytes(sheet.output())


def _sheet(found: Statement) -> FPDF:
    sheet = FPDF(orientation="landscape", format="A4")
    sheet.add_font(_FONT, "", fonts.regular())
    sheet.add_font(_FONT, "B", fonts.bold())
    sheet.set_margin(_MARGIN)
    sheet.set_auto_page_break(True, margin=_MARGIN)
    sheet.set_lang("zh-CN" if reader_language() == "zh" else "en")
    sheet.set_title(f"{found.holder.name_zh} {found.first:%Y-%m}")
    sheet.set_creator("Wutong")
    sheet.set_creation_date(clock.now())
    sheet.add_page()
    return sheet


def _heads() -> list[str]:
    kinds = [wording(kind.name) for code, kind in KINDS.items() if code != COUNTED.code]
    return [_("Substance"), _("Opening"), *kinds, _("Closing"), _("In use"), _("Against the count")]


def _rows(found: Statement) -> list[list[str]]:
    return [
        [
            f"{line.substance.name}\n{wording(category_of(line.substance.category).title)} · "
            f"{wording(unit_of(line.substance.unit).title)}",
            short(line.opening),
            *(short(line.by_kind[code]) if line.by_kind[code] else "–" for code in line.by_kind),
            short(line.closing),
            short(line.closing_in_use),
            signed(line.difference),
        ]
        for line in found.lines
    ]


def _counts(found: Statement) -> list[list[str]]:
    return [
        [
            line.substance.name,
            one.place,
            day(one.day),
            wording(with_unit(one.counted, line.substance.unit)),
            wording(with_unit(one.booked, line.substance.unit)),
            signed(one.difference),
        ]
        for line in found.lines
        for one in line.counts
    ]


def _table(sheet: FPDF, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
    sheet.set_font(_FONT, "", _SMALL)
    widths = [sheet.epw * share / sum(shares) for share in shares]
    with sheet.table(
        col_widths=tuple(shares),
        text_align=("LEFT", *["RIGHT"] * (len(heads) - 1)),
        borders_layout="HORIZONTAL_LINES",
        line_height=_SMALL * _MM * _LEADING,
        padding=_PAD,
        v_align=VAlign.T,
        headings_style=FontFace(emphasis="BOLD", fill_color=_HEAD),
        repeat_headings=1,
    ) as table:
        for cells in (heads, *rows):
            row = table.row()
            for text, wide in zip(cells, widths, strict=True):
                # Half a millimetre to spare, since the table measures a little more narrowly than the text is.
                room = wide - 2 * _PAD - 2 * sheet.c_margin - 0.5
                row.cell("\n".join(wrapped(text, room, sheet.get_string_width)))


def _line(sheet: FPDF, text: str, size: float, *, style: str = "") -> None:
    sheet.set_font(_FONT, style, size)
    sheet.cell(0, size * _MM * _LEADING + 1, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
