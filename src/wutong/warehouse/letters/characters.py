"""How a character of a name is read: cleaned for comparing, and as pinyin. The same for names and for queries."""

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

BASIC_PLANE = 0x10000
_AS_THEY_ARE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4))  # Chinese and Korean
_HAN = re.compile("[㐀-鿿]")


class _Cleaning(dict[int, int | None]):
    """A table for str.translate, filled as characters are met: full width to half, capitals to small, marks away."""

    def __missing__(self, code: int) -> int | None:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        plain = _without_accent(plain) if len(plain) == 1 else chr(code)
        cleaned = ord(plain)
        kept = cleaned if unicodedata.category(chr(cleaned))[0] in "LN" else None
        self[code] = kept
        return kept


CLEANING = _Cleaning()


def _without_accent(letter: str) -> str:
    """`ā` as `a`; anything but an accented Latin letter as it is."""
    apart = unicodedata.normalize("NFD", letter)
    if len(apart) == 1 or not apart[0].isascii():
        return letter
    return without_tone(letter) if len(apart) == 3 else apart[0]


def clean(text: str) -> str:
    """A name or query as it is compared: letters, digits and Chinese characters only, of one width and case."""
    return text.translate(CLEANING)


def is_han(text: str) -> bool:
    """True where there is a Chinese character in `text`."""
    return _HAN.search(text) is not None


@cache
def cleaning_table() -> Codes:
    """Code point to cleaned code point (0 = dropped) over the basic plane, for whole batches at once."""
    table = np.arange(BASIC_PLANE, dtype=np.uint32)
    others = sorted({*range(BASIC_PLANE)}.difference(*_AS_THEY_ARE))
    table[others] = [CLEANING[code] or 0 for code in others]
    return table


def _tones() -> dict[int, str | None]:
    """Every vowel with a tone mark to the letter that is typed for it; marks that stand alone away."""
    marks = "\u0300\u0301\u0304\u030c"
    table: dict[int, str | None] = {ord(mark): None for mark in marks}
    for base, typed in {**{letter: letter for letter in "aeioumn"}, "ü": "v", "ê": "e"}.items():
        composed = [base, *(unicodedata.normalize("NFC", base + mark) for mark in marks)]
        table |= {ord(one): typed for one in composed if len(one) == 1}
    return table


_TONES = _tones()


def without_tone(reading: str) -> str:
    """`lǜ` as it is typed: `lv`."""
    return reading.translate(_TONES)


@cache
def first_readings() -> dict[str, str]:
    """Each Chinese character of the dictionary with its commonest reading.

    Read from the library's file: to import the library takes a third of a second, for phrases that nobody asks of.
    """
    library = find_spec("pypinyin")
    assert library is not None, "it is among the dependencies"
    read = json.loads((Path(str(library.origin)).parent / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {chr(int(code)): without_tone(readings.split(",")[0]) for code, readings in read.items()}
