"""What is read of a product: its name, its description, the sentences that say what it is for, and their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_BLANKS = re.compile(r"\s+")
_SENTENCES = re.compile(r"[。；;]")
_USES = re.compile(r"用于|用来|适用|供|检测")
# Chinese parts no words: they are parted where a sentence is joined, save within words that only look joined.
_RUNS = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_JOINED = re.compile(
    r"(?:中和|缓和|饱和|自由|参与|及时|目的)|"
    r"(?P<joint>适用于|用于|以及|组成|进行|通过|采用|通常|一般|主要|的|或|及|与|由|和)"
)
_LINKS = frozenset(
    ("the", "of", "and", "for", "to", "with", "in", "or", "is", "are", "as", "by", "on", "from", "used", "at", "an")
)


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


@dataclass(frozen=True, slots=True)
class Word:
    """A word as somebody typed it, and where it begins and ends in the same text as `plain` gives it."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text without those that only link others; Chinese is parted at its own links."""
    at = [0, *accumulate(len(plain(letter)) for letter in text)]
    found = (Word(text[start:end], at[start], at[end]) for start, end in _parts(text))
    return [one for one in found if one.end - one.start > 1 and _says_something(one.text)]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUNS.finditer(text):
        start = run.start()
        for joined in _JOINED.finditer(text, *run.span()):
            if joined["joint"]:
                yield start, joined.start()
                start = joined.end()
        yield start, run.end()


def _says_something(word: str) -> bool:
    return word.lower() not in _LINKS and any(letter.isalpha() for letter in word)
