"""How names are matched across languages, as declared in catalog/matching/: words, places, spellings, weights."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

_LEAST_STEM = 5  # letters of a word that others may go on from
Translations = dict[str, tuple[str, ...]]


class TradeWords(Declaration):
    """English words of trade and legal form. `dropped` words say nothing; `groups` are names for a group."""

    dated: str
    source: Label
    dropped: frozenset[str]
    forms: frozenset[str]
    groups: Translations
    trades: Translations


class ProperWords(Declaration):
    """English words that stand for a proper name, or a part of one; and what exchanges write around short names:
    `exchange_marks` before them, `share_marks` and `stock_marks` behind."""

    dated: str
    source: Label
    words: Translations
    exchange_marks: tuple[str, ...]
    share_marks: tuple[str, ...]
    stock_marks: tuple[str, ...]


class Institutions(Declaration):
    """Words of bodies that are no enterprises, and words of companies that say otherwise; in lower case."""

    dated: str
    source: Label
    words: tuple[str, ...]
    company_words: tuple[str, ...]

    @cached_property
    def _of_companies(self) -> re.Pattern[str]:
        """The words of companies as words of their own: `inc` is no part of `provincial`, `pharma` begins a word."""
        words = (
            re.escape(word) + ("(?![a-z])" if len(word) < _LEAST_STEM and word[-1].isalpha() else "")
            for word in self.company_words
        )
        return re.compile(f"(?<![a-z])(?:{'|'.join(words)})")

    def holds(self, name: str) -> bool:
        """True of a name that is a hospital's, a university's or the like, and no company's."""
        plain = name.casefold()
        return any(word in plain for word in self.words) and not self._of_companies.search(plain)


class Written(Declaration):
    """The phrases of both languages for one thing; English ones in small letters."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


class HouseWords(Declaration):
    """What names of hospitals and universities are made of.

    `kinds` and `houses` by code; `written` is English that is no pinyin, with the Chinese it stands for; `renamed`
    are groups of names of one university; `branches` are English words of one site of a house; a part of a name that
    holds a word of `departments` is no house.
    """

    dated: str
    source: Label
    kinds: dict[str, Written]
    houses: dict[str, Written]
    ownership: frozenset[str]
    private: frozenset[str]
    former_marks: tuple[str, ...]
    other_marks: tuple[str, ...]
    sites: tuple[str, ...]
    ranks: Written
    dropped: Written
    written: dict[str, str]
    renamed: tuple[tuple[str, ...], ...]
    branches: tuple[str, ...]
    nameless: tuple[str, ...]
    departments: Written


class PlaceWords(Declaration):
    """English spellings of places that are no pinyin, and one-letter names of provinces."""

    dated: str
    source: Label
    spellings: Translations
    short_names: dict[str, str]


class Spellings(Declaration):
    """Other spellings of Chinese syllables, and what is folded before spellings are compared."""

    dated: str
    source: Label
    beginnings: Translations
    endings: Translations
    syllables: Translations
    sounds: tuple[tuple[str, str], ...]


class MatchWeights(Declaration):
    """Logarithms of odds for each thing that speaks for or against a candidate, by the name of the thing.

    `same` and `unsure` are the least probabilities for those verdicts; `keep` the least for a candidate to be told.
    However likely, a candidate of which a column lies above its bound in `never_same` is not told to be the same.
    """

    dated: str
    source: Label
    english: dict[str, float]
    chinese: dict[str, float]
    same: float = Field(gt=0.5, lt=1)
    unsure: float = Field(gt=0, lt=1)
    keep: float = Field(ge=0, lt=1)
    never_same: dict[str, float]


@dataclass(frozen=True)
class Matching:
    """Everything under catalog/matching."""

    trades: TradeWords
    proper: ProperWords
    places: PlaceWords
    spellings: Spellings
    weights: MatchWeights
    institutions: Institutions
    houses: HouseWords

    @cached_property
    def longest_phrase(self) -> int:
        """The number of words in the longest phrase that has a translation."""
        phrases = (*self.trades.trades, *self.proper.words, *self.places.spellings)
        return max(phrase.count(" ") + 1 for phrase in phrases)


def load_matching(folder: Path) -> Matching:
    """The declarations of catalog/matching/."""
    return Matching(
        trades=read_declaration(folder / "words.yml", TradeWords),
        proper=read_declaration(folder / "proper.yml", ProperWords),
        places=read_declaration(folder / "places.yml", PlaceWords),
        spellings=read_declaration(folder / "spellings.yml", Spellings),
        weights=read_declaration(folder / "weights.yml", MatchWeights),
        institutions=read_declaration(folder / "institutions.yml", Institutions),
        houses=read_declaration(folder / "hospitals.yml", HouseWords),
    )
