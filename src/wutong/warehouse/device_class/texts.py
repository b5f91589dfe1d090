"""What is read of a product: its name, its description, and the sentences that say what it is for."""

import re
from dataclasses import dataclass

_BLANKS = re.compile(r"\s+")
_SENTENCES = re.compile(r"[。；;]")
_USES = re.compile(r"用于|用来|适用|供|检测")


@dataclass(frozen=True, slots=True)
class Product:
    """A product as it is asked about or was decided on."""

    name: str
    description: str = ""

    @property
    def plain_name(self) -> str:
        """The name without blanks, in lower case."""
        return plain(self.name)

    @property
    def plain_description(self) -> str:
        """The description likewise; the name where there is none."""
        return plain(self.description) or self.plain_name

    @property
    def use(self) -> str:
        """The sentences that say what it is for; all of them where none does."""
        sentences = [one for one in _SENTENCES.split(self.plain_description) if _USES.search(one)]
        return "。".join(sentences) or self.plain_description

    @property
    def whole(self) -> str:
        """Everything in one text, for cues."""
        return f"{self.plain_name}。{self.plain_description}"


def plain(text: str) -> str:
    """Without blanks, in lower case."""
    return _BLANKS.sub("", text).lower()
