"""Names of invented firms as other registers write them: in English, short, without place."""

import re
from dataclasses import dataclass
from functools import cached_property

from pypinyin import lazy_pinyin

from wutong.catalog.demo_records import English
from wutong.catalog.divisions import Divisions, stem_of
from wutong.demo.records.dice import Dice

_BRACKET = re.compile(r"[(（]([^)）]*)[)）]")


@dataclass(frozen=True)
class NameParts:
    """A Chinese name taken apart: place, proper name, trade, legal form. Any part may be empty."""

    place: str
    proper: str
    trade: str
    form: str


@dataclass(frozen=True)
class Writer:
    """Takes names apart and writes them as others do."""

    english: English
    divisions: Divisions

    @cached_property
    def _places(self) -> frozenset[str]:
        """Names of places with and without their rank."""
        names = {row.name for row in self.divisions.rows}
        return frozenset(names | {stem_of(name) for name in names})

    def parts(self, name: str) -> NameParts:
        """The parts of a Chinese name; the place may stand before the rest or in brackets."""
        form = next((form for form in self.english.forms if name.endswith(form)), "")
        rest, bracketed = _without_brackets(name.removesuffix(form))
        place, rest = self._placed(rest)
        proper, trade = self._traded(rest)
        return NameParts(place or bracketed, proper, trade, form)

    def _placed(self, rest: str) -> tuple[str, str]:
        """The narrowest of the places at the beginning, and what follows them (two characters at least)."""
        place = ""
        for _ in range(3):
            sizes = range(min(8, len(rest) - 2), 1, -1)
            found = next((rest[:size] for size in sizes if rest[:size] in self._places), "")
            if not found:
                break
            place, rest = found, rest.removeprefix(found)
        return place, rest

    def _traded(self, rest: str) -> tuple[str, str]:
        """The proper name (two characters at least) and the words of the trade after it."""
        trade = ""
        while found := self._last_word(rest):
            trade, rest = found + trade, rest.removesuffix(found)
        return rest, trade

    def _last_word(self, rest: str) -> str:
        fitting = [word for word in self.english.trades if rest.endswith(word) and len(rest) - len(word) >= 2]
        return max(fitting, key=len, default="")

    def _trade_in_english(self, trade: str, dice: Dice) -> str:
        words: list[str] = []
        while trade:
            word = next(word for word in sorted(self.english.trades, key=len, reverse=True) if trade.startswith(word))
            words.append(dice.one(self.english.trades[word]))
            trade = trade.removeprefix(word)
        return " ".join(words)

    def in_english(self, name: str, dice: Dice) -> str:
        """The name as an English register might write it."""
        parts = self.parts(name)
        trade = self._trade_in_english(parts.trade, dice)
        place, proper = _joined(stem_of(parts.place)), _joined(parts.proper)
        split = " ".join(syllable.capitalize() for syllable in lazy_pinyin(parts.proper))
        writing = dice.weighted(self.english.writings).text
        written = writing.format(
            place=place, proper=proper, trade=trade, split=split,
            PLACE=place.upper(), PROPER=proper.upper(), TRADE=trade.upper(),
        )  # fmt: skip
        return " ".join(written.replace("()", "").split())

    def in_chinese(self, name: str, dice: Dice) -> str:
        """The name as a Chinese list might write it."""
        parts = self.parts(name)
        placeless = parts.proper + parts.trade + parts.form
        bracketed = f"{parts.proper}{parts.trade}（{stem_of(parts.place)}）{parts.form}" if parts.place else name
        writing = dice.weighted(self.english.chinese).text
        return writing.format(
            name=name, bracketed=bracketed, placeless=placeless, proper=parts.proper, trade=parts.trade
        )


def _without_brackets(text: str) -> tuple[str, str]:
    """The text without its bracket, and what stood in it."""
    found = _BRACKET.search(text)
    return (text[: found.start()] + text[found.end() :], found[1]) if found else (text, "")


def _joined(text: str) -> str:
    return "".join(lazy_pinyin(text)).capitalize()
