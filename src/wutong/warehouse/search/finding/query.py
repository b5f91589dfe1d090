"""What a person typed, as the ways of finding need it. Pure."""

import re
from dataclasses import dataclass

from wutong.catalog.search import Noise
from wutong.warehouse.letters.characters import clean, is_han

JOINT_STOCK = "股份"
_LONG = 5  # letters; short names of firms have four at most, but for a few
MOST_LETTERS = 60  # of a query that are looked at; no name of a firm is longer than a few more


@dataclass(frozen=True)
class Asked:
    """A cleaned query. `letters` is what must be found, `ends_a_name` that it ends as whole names do."""

    text: str
    letters: str
    ends_a_name: bool

    @property
    def is_long(self) -> bool:
        """Too long for a short name."""
        return len(self.letters) >= _LONG

    @property
    def is_han(self) -> bool:
        return is_han(self.letters)

    @property
    def may_be_code(self) -> bool:
        """At least four letters and digits without Chinese, with a digit."""
        return bool(re.fullmatch(r"(?=.*\d)[0-9a-z]{4,}", self.letters))


def ask(text: str, noise: Noise) -> Asked:
    """A query without the marks that markets put around short names, and without “股份” for “a joint-stock firm”."""
    letters = clean(text)[:MOST_LETTERS]
    if is_han(letters):
        letters = _without_marks(letters, noise)
    stock = len(letters) > len(JOINT_STOCK) + 1 and letters.endswith(JOINT_STOCK)
    return Asked(
        text=text,
        letters=letters.removesuffix(JOINT_STOCK) if stock else letters,
        ends_a_name=letters.endswith(noise.endings),
    )


def _without_marks(letters: str, noise: Noise) -> str:
    for mark in sorted((clean(mark) for mark in noise.before), key=len, reverse=True):
        rest = letters.removeprefix(mark)
        if rest != letters and is_han(rest[:1]):
            letters = rest
            break
    for mark in noise.after:
        rest = letters.removesuffix(mark)
        if rest != letters and is_han(rest[-1:]):
            return rest
    return letters
