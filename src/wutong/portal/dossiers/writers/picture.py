"""Bars as a picture, for files that can hold no drawing."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from wutong.portal.dossiers.content.document import Bars
from wutong.portal.shared.printing import fonts

_WIDE, _LINE, _SIZE, _EDGE = 1700, 52, 28, 10
_INK, _BAR = (28, 33, 38), (58, 122, 94)


def picture_of(chart: Bars) -> BytesIO:
    """The bars as PNG; raises FontMissing."""
    font = ImageFont.truetype(str(fonts.regular()), _SIZE)
    image = Image.new("RGB", (_WIDE, _LINE * len(chart.bars) + 2 * _EDGE), "white")
    pen = ImageDraw.Draw(image)
    most = max((bar.value for bar in chart.bars), default=0) or 1
    labels = min(max((font.getlength(bar.label) for bar in chart.bars), default=0) + 30, _WIDE * 0.35)
    said = max((font.getlength(bar.said) for bar in chart.bars), default=0) + 30
    for number, bar in enumerate(chart.bars):
        top = _EDGE + number * _LINE
        end = labels + max((_WIDE - labels - said) * max(bar.value, 0) / most, 2)
        pen.text((0, top + 4), bar.label, font=font, fill=_INK)
        pen.rectangle((labels, top + 8, end, top + _LINE - 8), fill=_BAR)
        pen.text((end + 14, top + 4), bar.said, font=font, fill=_INK)
    held = BytesIO()
    image.save(held, format="PNG", optimize=True)
    held.seek(0)
    return held
