"""A text in the two languages of the product. Both are always present; a label is never a key."""

from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label, in Chinese and in English."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"a text needs both languages: zh={self.zh!r}, en={self.en!r}")

    def in_language(self, language: Language) -> str:
        """The wording for a reader of `language`."""
        return self.zh if language == "zh" else self.en

    def format(self, **params: object) -> Self:
        """The same text with its `{names}` filled in; a Text among them is told in each language."""
        return type(self)(zh=self.zh.format(**_told(params, "zh")), en=self.en.format(**_told(params, "en")))


def _told(params: dict[str, object], language: Language) -> dict[str, object]:
    return {name: one.in_language(language) if isinstance(one, Text) else one for name, one in params.items()}
