"""Take English names of Chinese houses apart, into the same parts as Chinese ones."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.houses.chinese import ChineseHouses
from wutong.warehouse.matching.houses.faces import OWNERS, PLAIN_HOUSE, Face, Place, Standing
from wutong.warehouse.matching.houses.scanned import Scanned
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.reading.places import Codes, Places

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
_BRACKET = re.compile(r"\(([^()]*)\)")
# A stroke or a stop between parts; one inside a word (Sun Yat-sen) parts nothing.
_PART = re.compile(r"\s[-–—/|]+\s|[;,]|(?<=hospital)[-–/]|(?<=center)[-–/]|(?<=university)[-–/]")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth"),
)
_NUMBER = re.compile(r"(?:no)?(\d{1,3})(?:st|nd|rd|th)?")
_HOUSE_WORDS = frozenset({"hospital", "center", "centre"})  # of which some stand in the phrase of a kind
_MOST = 6  # words of a phrase
_LEAST_MENDED, _LONG = 7, 9  # letters of a word of which one may be wrong, and of one of which two may
_FINE = {"county": "县", "district": "区"}

Words = tuple[str, ...]


@dataclass(frozen=True)
class EnglishHouses:
    """Reads English names with the words and places of the catalogue."""

    catalog: Catalog
    alphabet: Alphabet
    places: Places
    chinese: ChineseHouses

    @cached_property
    def _phrases(self) -> dict[Words, tuple[tuple[str, str], ...]]:
        """Words to what they say: kinds and houses by code, Chinese text, ranks, or nothing."""
        words = self.catalog.matching.houses
        found: dict[Words, list[tuple[str, str]]] = {}
        for part, table in (("kind", words.kinds), ("house", words.houses)):
            for code, one in table.items():
                for phrase in one.en:
                    found.setdefault(_words(phrase), []).append((part, code))
        for phrase in words.ranks.en:
            found[_words(phrase)] = [("rank", phrase)]
        for phrase in words.dropped.en:
            found[_words(phrase)] = [("dropped", phrase)]
        for phrase in words.branches:
            found[_words(phrase)] = [("branch", phrase)]
        for phrase, text in words.written.items():
            found[_words(phrase)] = [("written", text)]
        return {words: tuple(told) for words, told in found.items() if words}

    @cached_property
    def _departments(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.catalog.matching.houses.departments.en))})\b")

    def is_nameless(self, text: str) -> bool:
        """True of what stands where a name should stand."""
        plain = text.casefold()
        return any(one in plain for one in self.catalog.matching.houses.nameless)

    def faces(self, name: str, told: Codes = ()) -> tuple[Face, ...]:
        """The name, with what stands in brackets and without, and without the place `told` beside it; a name that says
        nothing has no face."""
        if self.is_nameless(name):
            return ()
        plain = _plain(name)
        inner = [match[1] for match in _BRACKET.finditer(plain)]
        outer = _BRACKET.sub(" ", plain)
        faces = [self._face(outer, name, Standing.CURRENT)]
        if any(self._is_place(text) for text in inner):
            faces.insert(0, self._face(_BRACKET.sub(lambda match: f" {match[1]} ", plain), name, Standing.CURRENT))
        faces += [self._face(text, name, Standing.ALIAS) for text in inner if _is_house(text)]
        known = [face for face in faces if face is not None]
        return tuple(dict.fromkeys((*known, *(less for face in known for less in _without_city(face, told)))))

    def _is_place(self, text: str) -> bool:
        words = _words(text)
        return bool(words) and bool(self.places.by_spelling.get("".join(words)))

    def _face(self, text: str, name: str, standing: Standing) -> Face | None:
        scanned = Scanned()
        for part in self._parts(text):
            self._scan(tuple(self._mended(word) for word in _words(part)), scanned)
        is_house = bool(scanned.houses) or "university" in scanned.kinds
        if not is_house or not (scanned.chunks or scanned.numbers):
            return None
        return scanned.face(name, "", standing, self.alphabet)

    def _parts(self, text: str) -> Iterator[str]:
        """The parts between commas and strokes, without departments where another part is the house."""
        parts = [part for part in _PART.split(text) if part.strip()]
        houses = [part for part in parts if _is_house(part)]
        for part in parts:
            if part in houses and self._departments.search(part) and len(houses) > 1 and not _is_strong(part):
                continue
            if houses and part not in houses and self._departments.search(part) and "university" not in part:
                continue
            yield part

    def _scan(self, words: Words, into: Scanned) -> None:
        at = 0
        into.begin()
        while at < len(words):
            at = self._phrase(words, at, into) or self._number(words, at, into) or self._place(words, at, into)
        into.end()

    def _phrase(self, words: Words, at: int, into: Scanned) -> int:
        for length in range(min(_MOST, len(words) - at), 0, -1):
            for part, told in self._phrases.get(words[at : at + length], ()):
                if part == "written":
                    into.end()
                    self.chinese.scan(told, into)
                elif part == "rank":
                    into.fine = into.fine or _FINE.get(told, "")
                    into.end()
                elif part == "dropped":
                    into.end()
                elif part == "branch":
                    into.end()
                    into.site = told
                else:
                    into.word(part, told)
            if words[at : at + length] in self._phrases:
                if _HOUSE_WORDS & set(words[at : at + length]):
                    into.houses.append(PLAIN_HOUSE)
                return at + length
        return 0

    def _mended(self, word: str) -> str:
        """A long word of the vocabulary for one that is spelled almost so."""
        if len(word) < _LEAST_MENDED or word in self._vocabulary or word in self.places.by_spelling:
            return word
        most = 1 if len(word) < _LONG else 2
        found = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=most)
        return str(found[0]) if found else word

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        return tuple(sorted({word for phrase in self._phrases for word in phrase if len(word) >= _LEAST_MENDED}))

    def _number(self, words: Words, at: int, into: Scanned) -> int:
        word = words[at]
        if word in _ORDINALS:
            into.number(_ORDINALS.index(word) + 1)
            return at + 1
        match = _NUMBER.fullmatch(word)
        if match is None:
            return 0
        into.number(int(match[1]))
        return at + 1

    def _place(self, words: Words, at: int, into: Scanned) -> int:
        """The place that begins here; any other word is part of the house's own name."""
        for length in range(min(3, len(words) - at), 0, -1):
            spelled = "".join(words[at : at + length])
            is_full = at + length < len(words) and words[at + length] in _FINE
            codes = self._below_cities.get(spelled, ()) if is_full else self.places.by_spelling.get(spelled, ())
            fitting = tuple(code for code in codes if is_full or not self._is_district(code))
            if fitting:
                stem = self._stems.get(fitting[0], spelled)
                into.place(Place(stem, self.alphabet.sound(stem), fitting), "known" if is_full else "", is_full=is_full)
                into.end()
                return at + length
        for letter in words[at].replace("'", ""):
            into.letter(letter)
        return at + 1

    def _is_district(self, code: int) -> bool:
        return code % 100 != 0 and self.places.titles.get(code, "区").endswith("区")

    @cached_property
    def _below_cities(self) -> dict[str, Codes]:
        """Sound to the counties and districts that are called so."""
        found: dict[str, list[int]] = {}
        for code, stem in self._stems.items():
            if code % 100:
                found.setdefault(self.alphabet.sound(stem), []).append(code)
        return {sound: tuple(sorted(codes)) for sound, codes in found.items()}

    @cached_property
    def _stems(self) -> dict[int, str]:
        """Code to the shortest name of a place."""
        found: dict[int, str] = {}
        for name, codes in self.places.by_stem.items():
            for code in codes:
                if code not in found or len(name) < len(found[code]):
                    found[code] = name
        return found


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("`", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _words(text: str) -> Words:
    plain = _plain(text).replace("&", " and ").replace("no.", "no ")
    return tuple(word.replace("'", "") for word in _WORD.findall(plain))


def _is_house(text: str) -> bool:
    return re.search(r"hospi|hosp\b|cent(?:er|re)|infirmary|clinic|sanatorium|institut", text) is not None


def _is_strong(text: str) -> bool:
    return re.search(r"hospi|hosp\b|infirmary", text) is not None


def _without_city(face: Face, told: Codes) -> Iterator[Face]:
    """A university's house, without the place that is told besides: Wuhan Union Hospital, Huazhong University …"""
    if not face.kinds & OWNERS or len(face.chunks) < 2:
        return
    for place in (one for one in face.places if set(one.codes) & set(told)):
        places = tuple(one for one in face.places if one is not place)
        chunks = tuple(chunk for chunk in face.chunks if chunk != place.stem)
        sounds = tuple(sound for sound in face.sounds if sound != place.sound)
        yield replace(
            face, places=places, chunks=chunks, sounds=sounds, spelled="".join(sounds), standing=Standing.ALIAS
        )
