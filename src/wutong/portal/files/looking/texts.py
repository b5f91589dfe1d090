"""Plain text: UTF-8 or GB18030 throughout, and nothing that a program would run."""

import codecs
import re
from typing import BinaryIO

_CHUNK = 1 << 18
_ENCODINGS = ("utf-8", "gb18030")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Beginnings of what is text to the eye and something else to a program.
_PROGRAM = re.compile(
    rb"\s*(<(!doctype|html|head|body|script|svg|iframe|img|xml|\?xml|\?php|%|!--)|#!|\{\\rtf|mime-version:|%!ps)",
    re.IGNORECASE,
)


def is_text(file: BinaryIO) -> bool:
    """True where all of it reads as text in one encoding and does not begin as a page or a program."""
    file.seek(0)
    head = file.read(1024).removeprefix(codecs.BOM_UTF8)
    return not _PROGRAM.match(head) and any(_reads_as(file, encoding) for encoding in _ENCODINGS)


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := file.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        return not _CONTROL.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False
