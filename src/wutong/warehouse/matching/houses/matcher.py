"""Match written names of hospitals and universities to standard ones: take both apart, and compare the parts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from wutong.catalog.catalog import Catalog
from wutong.kernel.bilingual import Text
from wutong.warehouse.letters.characters import is_han
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.matching.houses.chinese import ChineseHouses
from wutong.warehouse.matching.houses.english import EnglishHouses
from wutong.warehouse.matching.houses.faces import Face, Key, Standing, places_agree
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.matcher import Asked
from wutong.warehouse.matching.reading.places import Codes, Places

_SURE, _LIKELY, _ALIKE = 1.0, 0.97, 0.5
_LEAST_ALIKE = 88.0  # of 100: how alike spellings must be to be shown to somebody
_MOST = 5
_RANKS = {"city": "known"}  # a county may have become a city: their codes tell
_SAID_AT_WILL = {"", "city"}  # 江阴 is 江阴市
_LEAST_SHORT = 4  # letters of a name without its university
_OWNER_OF = re.compile(r"^.*(?:附属|大学医学院|大学|医学院)(?=.{2,}(?:医院|中心)$)")
_WHOLE = Text(zh="名称完全相同", en="the whole name is the same")
_PARTS = Text(zh="地点、序号、类别和名号均一致：{name}", en="place, number, kind and own name agree: {name}")
_OTHER = Text(zh="是其另一名称：{name}", en="it is another of its names: {name}")
_FORMER = Text(zh="是其曾用名：{name}", en="it is a former name: {name}")
_SHORT = Text(zh="是去掉所属高校的简称：{name}", en="it is its name without its university: {name}")
_CITY = Text(zh="所在地一致：{city}", en="the place told agrees: {city}")
_AGAINST = Text(zh="所在地不符：{city}", en="the place told disagrees: {city}")
_SITE = Text(zh="院区不同：{one} / {other}", en="it is another site: {one} / {other}")
_MAIN = Text(zh="总院", en="the main one")
_RANK = Text(zh="一方写明县、区，另一方没有", en="only one of them says county or district")
_PRIVATE = Text(zh="一方为民营", en="only one of them is private")
_BARE = Text(zh="名称过于宽泛", en="the name says too little")
_SEVERAL_PLACES = Text(zh="同音或同名的地方不止一处", en="more than one place is called so")
_PAST = Text(zh="该名称现属另一家", en="another house has that name now")
_NUMBERS = Text(zh="序号不同", en="the numbers differ")
_LETTERS = Text(zh="写法相近：{name}", en="spelled alike: {name}")
_NAMESAKES = Text(zh="另有 {count} 家同名", en="{count} others are named so")
_NOTHING = Text(zh="标准名称中没有相同的", en="no standard name is the same")
_NAMELESS = Text(zh="没有写明是哪一家", en="it does not say which house")


@dataclass(frozen=True, slots=True)
class House:
    """A house by its standard name."""

    house_id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Listed:
    house: int
    face: Face
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A house that a name may mean, how well, and why."""

    house: int
    rank: int
    doubts: tuple[Text, ...]
    reasons: tuple[Text, ...]
    agrees_with_city: bool


class HouseMatcher:
    """Answers names of houses."""

    def __init__(self, catalog: Catalog, houses: Sequence[House]) -> None:
        alphabet, places = Alphabet(catalog), Places(catalog)
        self.houses = houses
        self._places = places
        self._chinese = ChineseHouses(catalog, alphabet, places)
        self._english = EnglishHouses(catalog, alphabet, places, self._chinese)
        self._texts: dict[str, int] = {}
        self._by_key: dict[bool, dict[Key, list[_Listed]]] = {True: {}, False: {}}
        self._by_place: dict[str, list[tuple[Face, int]]] = {}
        self._faces: list[tuple[Face, ...]] = []
        self._where: list[frozenset[int]] = []  # provinces of each house's places
        for number, house in enumerate(houses):
            self._add(number, house)

    def match(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """An answer for each name, in order."""
        for one in asked:
            yield self._answer(one)

    def _add(self, number: int, house: House) -> None:
        text = self._chinese.folded(house.name)
        self._texts.setdefault(text, number)
        faces = self._chinese.faces(house.name) if is_han(house.name) else self._english.faces(house.name)
        self._faces.append(faces)
        self._where.append(frozenset(province for face in faces for province in _provinces(face)))
        listed = [_Listed(number, face) for face in faces]
        listed += [_Listed(number, short, is_short=True) for face in faces for short in self._short(face)]
        for one in listed:
            for in_chinese in (True, False):
                self._by_key[in_chinese].setdefault(one.face.key(in_chinese=in_chinese), []).append(one)
        for stem in {place.stem for face in faces for place in face.places}:
            self._by_place.setdefault(stem, []).append((faces[0], number))

    def _short(self, face: Face) -> Iterator[Face]:
        """The name without the university that a house belongs to, where something of its own is left."""
        own = _OWNER_OF.sub("", face.written)
        if own != face.written and len(own) >= _LEAST_SHORT:
            for short in self._chinese.faces(own):
                if not short.numbers and (short.own or len(short.chunks) > 1):
                    yield short.placed_at(face.site, is_private=face.is_private)

    def _answer(self, asked: Asked) -> Answer:
        whole = self._texts.get(self._chinese.folded(asked.name))
        if whole is not None:
            return self._told(asked, [_Found(whole, 0, (), (_WHOLE,), False)])
        is_chinese = is_han(asked.name)
        told = self._places.named(asked.city) if asked.city.strip() else ()
        faces = self._chinese.faces(asked.name) if is_chinese else self._english.faces(asked.name, told)
        if not faces:
            return Answer(asked.name, Verdict.NONE, (), (_NAMELESS,))
        found = [
            self._unless_numbered(one, faces)
            for face in faces
            for one in self._like(face, told, asked.city, is_chinese)
        ]
        return self._told(asked, found) if found else self._nearly(asked, faces)

    def _like(self, face: Face, told: Codes, city: str, is_chinese: bool) -> Iterator[_Found]:
        for listed in self._by_key[is_chinese].get(face.key(in_chinese=is_chinese), ()):
            if places_agree(face, listed.face) and (is_chinese or _is_spelled(face, listed.face)):
                yield self._compared(face, listed, told, city)

    def _compared(self, face: Face, listed: _Listed, told: Codes, city: str) -> _Found:
        other = listed.face
        where = self._where[listed.house]
        agrees = bool(told) and any(code // 10_000 in where for code in told)
        doubts = list(_doubts(face, other))
        if told and where and not agrees and _is_placed(other):
            doubts.append(_AGAINST.format(city=city))
        if not agrees and not all(_is_one_province(place.codes) for place in face.places):
            doubts.append(_SEVERAL_PLACES)
        if listed.is_short and not agrees:
            doubts.append(_BARE)
        if (
            face.standing is Standing.FORMER
            and listed.face.standing is Standing.CURRENT
            and len(self._faces[listed.house]) > 1
        ):
            doubts.append(_PAST)  # it goes by more names than the one that the other has no more
        why = _why(listed, other)
        reasons = (why, *((_CITY.format(city=city),) if agrees else ()))
        rank = int(face.standing) + int(other.standing) + listed.is_short
        return _Found(listed.house, rank, tuple(doubts), reasons, agrees and _is_near(other, told))

    def _unless_numbered(self, found: _Found, faces: Sequence[Face]) -> _Found:
        """The same, doubted where two of their present names differ in nothing but the number."""
        others = [face for face in self._faces[found.house] if face.standing is Standing.CURRENT]
        differ = any(
            _differ_in_number(face, other) for face in faces if face.standing is Standing.CURRENT for other in others
        )
        return replace(found, doubts=(*found.doubts, _NUMBERS)) if differ else found

    def _told(self, asked: Asked, found: Sequence[_Found]) -> Answer:
        """The best of each house; one alone without a doubt is the one."""
        best: dict[int, _Found] = {}
        times = Counter(one.house for one in found if not one.doubts)
        for one in sorted(found, key=lambda one: (len(one.doubts), one.rank)):
            best.setdefault(one.house, one)

        def weight(one: _Found) -> tuple[bool, bool, int, int]:
            return bool(one.doubts), not one.agrees_with_city, -times[one.house], one.rank

        ordered = sorted(best.values(), key=weight)
        first = ordered[0]
        rivals = [one for one in ordered[1:] if not one.doubts and weight(one) == weight(first)]
        verdict = Verdict.UNSURE if first.doubts or rivals else Verdict.SAME
        score = _ALIKE if verdict is Verdict.UNSURE else _SURE if first.reasons == (_WHOLE,) else _LIKELY
        candidates = [self._candidate(first, verdict, score)]
        candidates += [self._candidate(one, Verdict.UNSURE, min(score, _ALIKE)) for one in ordered[1:_MOST]]
        why = (_NAMESAKES.format(count=len(rivals)),) if rivals else ()
        return Answer(asked.name, verdict, tuple(candidates), why)

    def _candidate(self, one: _Found, verdict: Verdict, score: float) -> Candidate:
        house = self.houses[one.house]
        return Candidate(house.house_id, None, house.name, score, verdict, (*one.reasons, *one.doubts))

    def _nearly(self, asked: Asked, faces: Sequence[Face]) -> Answer:
        """Houses of the same place that are spelled nearly so, for somebody to look at."""
        first = faces[0]
        near: dict[int, float] = {}
        for stem in {place.stem for face in faces for place in face.places}:
            for other, number in self._by_place.get(stem, ()):
                if _is_of_a_kind(first, other):
                    alike = fuzz.ratio(first.written, other.written, score_cutoff=_LEAST_ALIKE)
                    near[number] = max(alike, near.get(number, 0.0))
        numbers = sorted((one for one in near if near[one]), key=lambda number: (-near[number], number))[:_MOST]
        if not numbers:
            return Answer(asked.name, Verdict.NONE, (), (_NOTHING,))
        candidates = tuple(
            self._candidate(
                _Found(number, 9, (), (_LETTERS.format(name=self.houses[number].name),), False),
                Verdict.UNSURE,
                round(near[number] / 250, 4),
            )
            for number in numbers
        )
        return Answer(asked.name, Verdict.UNSURE, candidates, ())


def _differ_in_number(one: Face, other: Face) -> bool:
    is_alike = (one.chunks, one.kinds, one.house, one.site) == (other.chunks, other.kinds, other.house, other.site)
    return is_alike and bool(one.numbers and other.numbers) and one.numbers != other.numbers


def _is_spelled(face: Face, other: Face) -> bool:
    """True where every part of an English name is part of the other: equal letters are not yet equal words."""
    return all(chunk in other.spelled for chunk in face.sounds)


def _is_of_a_kind(one: Face, other: Face) -> bool:
    """True where only letters differ, or whether it is said to be the people's."""
    is_alike = (one.numbers, one.house, one.site) == (other.numbers, other.house, other.site)
    return is_alike and one.kinds ^ other.kinds <= {"people"}


def _doubts(face: Face, other: Face) -> Iterator[Text]:
    if face.site != other.site:
        yield _SITE.format(one=face.site or _MAIN.zh, other=other.site or _MAIN.zh)
    if (
        _RANKS.get(face.fine, face.fine) != _RANKS.get(other.fine, other.fine)
        and {face.fine, other.fine} != _SAID_AT_WILL
    ):
        yield _RANK
    if face.is_private != other.is_private and face.is_ranked != other.is_ranked and not face.own:
        yield _PRIVATE
    if face.is_common and _may_be_given_on(face, other):
        yield _PAST
    if face.is_bare or (face.standing is other.standing is Standing.FORMER and not face.own):
        yield _BARE


def _may_be_given_on(face: Face, other: Face) -> bool:
    """True of a name that one of the two has no more, unless it is a county's that is one no more."""
    if other.standing is Standing.FORMER:
        return True
    return face.standing is Standing.FORMER and (bool(face.numbers) or not face.fine)


def _why(listed: _Listed, other: Face) -> Text:
    if listed.is_short:
        return _SHORT.format(name=other.written)
    return {Standing.CURRENT: _PARTS, Standing.ALIAS: _OTHER, Standing.FORMER: _FORMER}[other.standing].format(
        name=other.written
    )


def _provinces(face: Face) -> set[int]:
    return {code // 10_000 for place in face.places for code in place.codes}


def _is_placed(face: Face) -> bool:
    """True of a name that begins with its place."""
    return bool(face.places) and face.written.startswith(face.places[0].stem)


def _is_near(face: Face, told: Codes) -> bool:
    """True where the city that is told is one of the name."""
    cities = {code // 100 for place in face.places for code in place.codes}
    return any(code // 100 in cities for code in told)


def _is_one_province(codes: Codes) -> bool:
    return len({code // 10_000 for code in codes}) < 2
