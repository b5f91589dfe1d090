"""Take Chinese names of houses apart. One written name may hold several: former ones, second ones, and a site."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wutong.catalog.catalog import Catalog
from wutong.warehouse.matching.houses.faces import PLAIN_HOUSE, Face, Place, Standing
from wutong.warehouse.matching.houses.scanned import Scanned, rank_of
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.reading.places import Codes, Places, span_of

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]?")
_SEVERAL = re.compile(r"[〓/、,;；\\]|——?")
_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "o": 0, "两": 2}
_NUMBER = re.compile(
    r"第([一二三四五六七八九十百零〇○o]+|[0-9]{1,3})|([0-9]{2,3})(?!年)|([一二三四五六七八九十零〇]{1,3})(?=医院$|附属|附院)"
)
_ENDS = (
    "医院",
    "保健院",
    "卫生院",
    "中心",
    "疗养院",
    "防治院",
    "研究所",
    "研究院",
    "大学",
    "学院",
    "分院",
    "诊所",
    "医科院",
)
_HOUSE_END = re.compile(
    r"医院[^医院]{1,6}?(?:分院|院区)|医院(?!集团|管理)|妇幼保健院|保健院|卫生院|防治院|疗养院|急救中心|保健中心|卫生中心|服务中心"
    r"|保健所|防治所"
)
_SITE_OF = re.compile(r"^(.{4,}?(?:医院|保健院|防治院|中心))(.{0,9})$")
_OWNED = re.compile(r"[^医院]{2,8}(?:大学|医学院|中医学院|学院)|[^第]{2,6}附属|中国人民解放军|解放军|武警")
_HOUSE_WORDS = ("医院", "防治中心", "肿瘤中心", "医学中心")  # of which some stand in the phrase of a kind
_OF_A_SITE = ("医院", "分院", "院区", "中心医院", "协作")
_LONGEST_SITE = 6  # letters of a site in brackets
_LEAST_NAME = 4  # letters of a name of a house


@dataclass(frozen=True, slots=True)
class _Word:
    """What a phrase says: a kind, a house, a rank, or nothing."""

    part: str
    code: str


@dataclass(frozen=True)
class ChineseHouses:
    """Reads Chinese names with the words and places of the catalogue."""

    catalog: Catalog
    alphabet: Alphabet
    places: Places

    @cached_property
    def _simple(self) -> dict[int, int]:
        traditional = self.catalog.names.characters.traditional
        return dict(zip(map(ord, traditional.written), map(ord, traditional.folded), strict=True))

    @cached_property
    def _words(self) -> dict[str, tuple[_Word, ...]]:
        words = self.catalog.matching.houses
        found: dict[str, list[_Word]] = {}
        for part, table in (("kind", words.kinds), ("house", words.houses)):
            for code, one in table.items():
                for phrase in one.zh:
                    found.setdefault(phrase, []).append(_Word(part, code))
        for phrase in words.ranks.zh:
            found.setdefault(phrase, []).append(_Word("rank", phrase))
        for phrase in words.dropped.zh:
            found.setdefault(phrase, []).append(_Word("dropped", phrase))
        return {phrase: tuple(told) for phrase, told in found.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._words))

    @cached_property
    def _renamed(self) -> tuple[tuple[str, str], ...]:
        return tuple((old, group[-1]) for group in self.catalog.matching.houses.renamed for old in group[:-1])

    def folded(self, text: str) -> str:
        """`text` in small simplified letters without blanks."""
        plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        return plain.translate(self._simple)

    def faces(self, name: str) -> tuple[Face, ...]:
        """Every name that a written name holds, the present one first."""
        text = self.folded(name)
        main, others, site = self._unbracketed(text)
        pieces = [(piece, Standing.CURRENT) for piece in self._pieces(main)]
        pieces += [(piece, standing) for other, standing in others for piece in self._pieces(other)]
        faces = [self._face(piece, standing) for piece, standing in pieces]
        known = [face for face in faces if face is not None]
        of_name = next((face.site for face in known if face.standing is Standing.CURRENT), "")
        # A second name in brackets behind a site is that site's; a former one is that of what it was before.
        sites = {Standing.CURRENT: site, Standing.ALIAS: site or of_name, Standing.FORMER: ""}
        is_private = any(mark in text for mark in self.catalog.matching.houses.private)
        return tuple(dict.fromkeys(face.placed_at(sites[face.standing], is_private=is_private) for face in known))

    def _unbracketed(self, text: str) -> tuple[str, list[tuple[str, Standing]], str]:
        """The name without its brackets, the names that stand in them, and the site that they tell."""
        words = self.catalog.matching.houses
        others: list[tuple[str, Standing]] = []
        site = ""

        def read(match: re.Match[str]) -> str:
            nonlocal site
            said = match[1].strip(":： ")
            if not said or said in words.ownership:
                return ""
            former = next((mark for mark in words.former_marks if said.startswith(mark)), "")
            other = next((mark for mark in words.other_marks if said.startswith(mark)), "")
            rest = said.removeprefix(former or other).strip(":： ")
            is_site = rest.endswith(("分院", "院区")) and len(rest) <= _LONGEST_SITE
            if former or (_is_house(rest) and len(rest) >= _LEAST_NAME and not is_site):
                others.append((rest, Standing.FORMER if former else Standing.ALIAS))
                return ""
            if self._is_place(said):
                return said
            site = _site(said, words.sites)
            return ""

        main = text
        while (changed := _BRACKET.sub(read, main)) != main:
            main = changed
        return main.strip("()[]【】"), others, site

    def _is_place(self, text: str) -> bool:
        size, code = self.places.leading(text + "〇〇")
        return bool(code) and size == len(text)

    def _pieces(self, text: str) -> Iterator[str]:
        """The names that stand one after another."""
        for part in _SEVERAL.split(text):
            begin = 0
            for match in _HOUSE_END.finditer(part):
                name, rest = part[begin : match.end()], part[match.end() :]
                if len(name) >= _LEAST_NAME and self._begins_a_name(rest, name):
                    yield name
                    begin = match.end()
            if len(part) > begin:
                yield part[begin:]

    def _begins_a_name(self, rest: str, before: str) -> bool:
        """True of what is a name of its own, and no site of the name before it."""
        if len(rest) < _LEAST_NAME or not _is_house(rest):
            return False
        if _OWNED.match(rest):
            return True
        size, codes, is_full = self._place_at(rest, 0)
        if not codes or (not is_full and rest[size:].startswith(_OF_A_SITE)):
            return False
        _, around, _ = self._place_at(before, 0)
        return not around or any(_are_near(one, other) for one in codes for other in around)

    def _face(self, text: str, standing: Standing) -> Face | None:
        for old, new in self._renamed:
            text = text.replace(old, new) if old in text else text
        name, site = self._parted(text)
        scanned = Scanned()
        self.scan(name, scanned)
        if not (scanned.chunks or scanned.kinds or scanned.numbers):
            return None
        return scanned.face(text, site, standing, self.alphabet)

    def _parted(self, text: str) -> tuple[str, str]:
        """A name, and the site that it ends with."""
        match = _SITE_OF.match(text)
        if match is None or not match[2]:
            return text, ""
        tail = match[2]
        size, code = self.places.leading(tail + "〇〇")
        is_site = tail.endswith((*self.catalog.matching.houses.sites, "院", "部"))
        is_site = is_site and not tail.endswith(("卫生院", "保健院"))
        is_site = is_site or (bool(code) and tail[size:] == "医院")
        return (match[1], _site(tail, self.catalog.matching.houses.sites)) if is_site else (text, "")

    def scan(self, text: str, into: "Scanned") -> None:
        """Add what `text` says."""
        at = 0
        into.begin()
        while at < len(text):
            at = self._number(text, at, into) or self._place(text, at, into) or self._word(text, at, into)
        into.end()

    def _number(self, text: str, at: int, into: "Scanned") -> int:
        match = _NUMBER.match(text, at)
        if match is None or (match[3] and at == 0):
            return 0
        into.number(number_of(match[1] or match[2] or match[3]))
        return match.end()

    def _place(self, text: str, at: int, into: "Scanned") -> int:
        """The place that begins here, if a place may."""
        if not into.may_be_place or len(text) - at < 3:
            return 0
        size, codes, is_full = self._place_at(text, at)
        if not codes:
            return 0
        stem = self._stem(text[at : at + size]) if is_full else text[at : at + size]
        rank = rank_of(text[at : at + size], codes[0]) if is_full else ""
        into.place(Place(stem, self.alphabet.sound(stem), codes), rank, is_full=is_full)
        return at + size

    def _place_at(self, text: str, at: int) -> tuple[int, Codes, bool]:
        """How long the place is that begins here, what it may mean, and whether its rank is said. A district that is
        not said to be one is a name like another."""
        for length in range(min(11, len(text) - at - 1), 1, -1):
            found = text[at : at + length]
            codes = self.places.by_stem.get(found, ())
            if not codes:
                continue
            is_full = self._stem(found) != found or any(self.places.titles.get(code) == found for code in codes)
            if not is_full:
                codes = tuple(code for code in codes if code % 100 == 0 or self._is_county_city(code, at))
            if codes:
                return length, codes, is_full
        return 0, (), False

    def _stem(self, name: str) -> str:
        """A place without its rank."""
        ranks = (rank for rank in self._ranks if name.endswith(rank) and len(name) - len(rank) > 1)
        return name.removesuffix(next(ranks, ""))

    @cached_property
    def _ranks(self) -> tuple[str, ...]:
        return tuple(sorted(self.catalog.matching.houses.ranks.zh, key=len, reverse=True))

    def _is_county_city(self, code: int, at: int) -> bool:
        return at == 0 and self.places.titles.get(code, "").endswith("市")

    def _word(self, text: str, at: int, into: "Scanned") -> int:
        for length in range(min(self._longest, len(text) - at), 0, -1):
            words = self._words.get(text[at : at + length])
            if words is not None and not (words[0].part == "rank" and not into.follows_place):
                for word in words:
                    into.word(word.part, word.code)
                if text[at : at + length].endswith(_HOUSE_WORDS):
                    into.houses.append(PLAIN_HOUSE)
                return at + length
        into.letter(text[at])
        return at + 1


def number_of(text: str) -> int:
    """第二十一 → 21; 二〇六 → 206; 411 → 411."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text or "百" in text:
        total, digit = 0, 0
        for letter in text:
            if letter in "十百":
                total += max(digit, 1) * (10 if letter == "十" else 100)
                digit = 0
            else:
                digit = _DIGITS.get(letter, 0)
        return total + digit
    return int("".join(str(_DIGITS.get(letter, 0)) for letter in text) or 0)


def _is_house(text: str) -> bool:
    return text.endswith(_ENDS)


def _site(text: str, sites: tuple[str, ...]) -> str:
    """A site by its own name: 余杭院区 and 余杭分院 are 余杭, 东院区 is 东."""
    name = text
    for ending in ("分院区", "院区", "分院", "医院", "院部", "分部", "分中心", "区", "院", "部"):
        if name.endswith(ending) and len(name) > len(ending):
            name = name.removesuffix(ending)
            break
    return name.removesuffix("市").removesuffix("区") or text


def _are_near(one: int, other: int) -> bool:
    """True of places of which one lies in the other."""
    span = max(span_of(one), span_of(other))
    return one // span == other // span
