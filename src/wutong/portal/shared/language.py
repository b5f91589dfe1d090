"""The reader's language, and catalogue texts in it."""

from typing import Protocol

from django.utils.translation import get_language

from wutong.kernel.bilingual import Language


class Bilingual(Protocol):
    """Anything with both wordings: a catalogue Label or a kernel Text."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def reader_language() -> Language:
    """The language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def wording(label: Bilingual) -> str:
    """`label` in the reader's language."""
    return label.en if reader_language() == "en" else label.zh
