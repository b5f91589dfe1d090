"""Images: whole, of a sane number of pixels, and ending where they end."""

from typing import BinaryIO

from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from wutong.portal.files.kinds import Kind
from wutong.portal.files.looking.room import Room
from wutong.portal.files.refusals import FileDamaged, ImageTooLarge, TwoFilesInOne

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
JPG_HEAD = b"\xff\xd8\xff"
_END_OF_JPEG = b"\xff\xd9"


def look_at_png(file: BinaryIO, name: str, _: Room) -> None:
    """Raises ImageTooLarge, TwoFilesInOne, or whatever Pillow raises where the checksum of a part is wrong."""
    file.seek(0)
    image = PngImageFile(file)
    _limit(image.size, name)
    image.verify()
    if _end_of_png(file, name) != file.seek(0, 2):
        raise TwoFilesInOne(name=name)


def look_at_jpg(file: BinaryIO, name: str, _: Room) -> None:
    """Raises ImageTooLarge or FileDamaged, or whatever Pillow raises.

    What cameras put after the end (a second view, a moving picture) is let be.
    """
    file.seek(0)
    with JpegImageFile(file) as image:
        size = image.size
    _limit(size, name)
    file.seek(0)
    if _END_OF_JPEG not in file.read():
        raise FileDamaged(name=name, kind_zh=Kind.JPG.card.name.zh, kind_en=Kind.JPG.card.name.en)


def _limit(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise ImageTooLarge(name=name, width=width, height=height, most=f"{MOST_PIXELS:,}")


def _end_of_png(file: BinaryIO, name: str) -> int:
    """Where the last part of the image ends."""
    place = len(PNG_HEAD)
    while True:
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            raise FileDamaged(name=name, kind_zh=Kind.PNG.card.name.zh, kind_en=Kind.PNG.card.name.en)
        place += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return place
