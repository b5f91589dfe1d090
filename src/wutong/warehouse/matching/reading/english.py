"""Read an English name: its place, its trade, its legal form, and the proper name, which is what is left."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.reading.places import Codes, Places, span_of
from wutong.warehouse.matching.reading.spelling import Speller
from wutong.warehouse.matching.reading.units import Part, Read, Unit, Way

_WORD = re.compile(r"[a-z0-9]+")
_NO_STOCK = frozenset({"llc", "lp", "llp", "gmbh"})
_MOST_WAYS = 9
_LEAST_FREE = 4  # letters of a word that may be spelled freely
_MOST_WORDS = 24
_MOST_KEPT = 100_000  # words whose ways are remembered

Ways = tuple[Way, ...]


@dataclass(frozen=True)
class EnglishReader:
    """Reads English names with the words, places and spellings of the catalogue."""

    catalog: Catalog
    alphabet: Alphabet
    places: Places

    @cached_property
    def speller(self) -> Speller:
        return Speller(self.alphabet)

    @cached_property
    def _known(self) -> dict[str, tuple[Part, Ways]]:
        """Phrase to its part and translations. A word that may be proper is proper, and keeps all translations."""
        words = self.catalog.matching
        known: dict[str, tuple[Part, Ways]] = {}
        for part, table in ((Part.GROUP, words.trades.groups), (Part.TRADE, words.trades.trades)):
            known |= {phrase: (part, self._translated(texts)) for phrase, texts in table.items()}
        for phrase, texts in words.proper.words.items():
            both = tuple(dict.fromkeys((*texts, *words.trades.trades.get(phrase, ()))))
            known[phrase] = (Part.PROPER, self._translated(both))
        return known

    @cached_property
    def _known_ways(self) -> dict[str, Ways]:
        return {}

    @cached_property
    def _known_sounds(self) -> dict[str, Ways]:
        return {}

    def read(self, text: str, told_places: Codes = ()) -> Read:
        """A name as units. Never fails: what says nothing has no units."""
        written = _words(text)
        form = next((word for word in reversed(written) if word in self.catalog.matching.trades.forms), "")
        words = bare_words(text, self.catalog)
        units, places, finer, place_written = self._units(words[:_MOST_WORDS])
        spelled = "".join(unit.written for unit in units if unit.part is Part.PROPER and not _is_translated(unit))
        return Read(
            text=text,
            is_chinese=False,
            units=tuple(units),
            places=places,
            finer_places=finer,
            place_written=place_written,
            told_places=told_places,
            is_stock=form not in _NO_STOCK,
            spelled=spelled.replace(" ", ""),
            stem="".join(words),
            has_form=bool(form),
            is_bare=not form and len(written) > 1 and not any(map(_says_a_firm, units)),
        )

    def _units(self, words: list[str]) -> tuple[list[Unit], Codes, Codes, str]:
        units: list[Unit] = []
        places: Codes = ()
        finer: Codes = ()
        place_written = ""
        at = 0
        while at < len(words):
            size, codes = self._place(words, at, places)
            if codes:
                written = " ".join(words[at : at + size])
                units.append(Unit(written, Part.PLACE, self._sounded(written.replace(" ", "")), len(written)))
                if not places:
                    places, place_written = codes, written.title()
                else:
                    finer = finer or tuple(code for code in codes if code not in places)
                at += size
                continue
            size, unit = self._known_unit(words, at)
            if unit is None:
                size, unit = self._unknown_unit(words, at)
            units.append(unit)
            at += size
        return units, places, finer, place_written

    def _place(self, words: list[str], at: int, before: Codes) -> tuple[int, Codes]:
        """The longest place that begins at a word. A county stands first, or after a place that it lies in."""
        for size in range(min(4, len(words) - at), 0, -1):
            joined = "".join(words[at : at + size])
            codes = self.places.by_spelling.get(joined)
            if not codes or len(joined) < 4:
                continue
            is_small = all(code % 100 for code in codes)
            inside = any(code // span_of(one) == one // span_of(one) for code in codes for one in before)
            if is_small and ((at and not inside) or joined in self._known or len(joined) < 5):
                continue
            return size, codes
        return 0, ()

    def _known_unit(self, words: list[str], at: int) -> tuple[int, Unit | None]:
        for size in range(min(self.catalog.matching.longest_phrase, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            for form in (phrase, *_singulars(phrase)):
                if form in self._known:
                    part, ways = self._known[form]
                    sounded = self._sounded(phrase) if size == 1 and len(phrase) > 2 else ()
                    if sounded and part is Part.TRADE and at == 0:
                        part = Part.PROPER
                    return size, Unit(phrase, part, (ways + sounded)[: _MOST_WAYS + 2], len(phrase))
        return 1, None

    def _unknown_unit(self, words: list[str], at: int) -> tuple[int, Unit]:
        """Syllables written apart are one word."""
        size = 1
        while at + size < len(words) and self._is_syllable(words[at]) and self._is_syllable(words[at + size]):
            size += 1
            if size == 5:
                break
        written = "".join(words[at : at + size])
        return size, Unit(written, Part.PROPER, self._ways(written), len(written))

    def _is_syllable(self, word: str) -> bool:
        return word in self.speller.pinyin and word not in self._known and len(word) > 1

    def _ways(self, word: str) -> Ways:
        """Kept: files name the same firms again and again."""
        return _kept(self._known_ways, word, self._all_ways)

    def _all_ways(self, word: str) -> Ways:
        """As letters where they may stand in the Chinese name as they are; as pinyin; as freer spellings; as a word
        of the dictionary and pinyin joined."""
        ways: list[Way] = []
        if len(word) <= 6:
            ways.append(Way(tuple(map(ord, word)), True, word.upper()))
        sounded = self._sounded(word)
        ways += sounded
        ways += self._compounds(word)
        if not sounded and len(word) >= _LEAST_FREE and word.isalpha():
            for syllables, cost in self.speller.spelt_freely(word)[:4]:
                ways.append(self._way(syllables, cost))
        return tuple(ways[:_MOST_WAYS])

    def _compounds(self, word: str) -> list[Way]:
        """`Northglass` as 北 and 玻璃, `Newhuadu` as 新 and hua du: both parts in a row."""
        found: list[Way] = []
        for cut in range(3, len(word) - 2):
            head, tail = self._known.get(word[:cut]), self._known.get(word[cut:])
            if head and tail:
                for one in head[1][:2]:
                    for two in tail[1][:2]:
                        found.append(Way(one.numbers + two.numbers, True, one.shown + two.shown, 0.2))
        return found[:4]

    def _sounded(self, word: str) -> Ways:
        return _kept(self._known_sounds, word, self._all_sounds)

    def _all_sounds(self, word: str) -> Ways:
        return tuple(self._way(syllables, cost) for syllables, cost in self.speller.spelt(word)[:3])

    def _way(self, syllables: tuple[str, ...], cost: float) -> Way:
        numbers = tuple(self.alphabet.number_of[one] for one in syllables)
        return Way(numbers, False, " ".join(syllables), cost)

    def _translated(self, texts: tuple[str, ...]) -> Ways:
        return tuple(Way(tuple(map(ord, text)), True, text) for text in texts[:_MOST_WAYS])


def _kept(known: dict[str, Ways], word: str, make: Callable[[str], Ways]) -> Ways:
    if word not in known:
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[word] = make(word)
    return known[word]


def bare_words(text: str, catalog: Catalog) -> list[str]:
    """The words of an English name in small letters, without legal form and articles."""
    declared = catalog.matching.trades
    return [word for word in _words(text) if word not in declared.forms and word not in declared.dropped]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("ü", "v")).lower()
    plain = re.sub(r"['’‘`´]s\b", "s", plain)
    plain = re.sub(r"['’‘`´]", "", plain)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _is_translated(unit: Unit) -> bool:
    return any(way.is_letters and not way.shown.isascii() for way in unit.ways)


def _says_a_firm(unit: Unit) -> bool:
    return unit.part is not Part.PROPER or _is_translated(unit)


def _singulars(phrase: str) -> tuple[str, ...]:
    if phrase.endswith("ies"):
        return (phrase[:-3] + "y",)
    if phrase.endswith("es"):
        return (phrase[:-1], phrase[:-2])
    return (phrase[:-1],) if phrase.endswith("s") and len(phrase) > 3 else ()
