"""A name of a house, taken apart: place, ownership, kind, number, own name and site. Compares; reads nothing."""

import enum
from dataclasses import dataclass, replace

Key = tuple[frozenset[str], str, tuple[int, ...], tuple[str, ...]]
PLAIN_HOUSE = "hospital"
OWNER = "owner"  # a university or an academy itself
OWNERS = frozenset({"university", "medicine", "academy"})
# Whose house it is, said by the kinds of its owner alone; beside these, "affiliated" tells houses apart.
_OF_OWNERS = frozenset({"university", "medicine", "academy", "affiliated", "clinical"})


class Standing(enum.IntEnum):
    """What a name is to its house; the lower, the more it says."""

    CURRENT = 0
    ALIAS = 1
    FORMER = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a name: its stem, how that sounds, and the divisions that it may mean."""

    stem: str
    sound: str
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """One of the names that a written name holds.

    `chunks` are stems of places and own names, in order; `sounds` are they in pinyin, or as English spells them;
    `fine` tells which rank is said of its place: "known" of a county or district by its full name, "city" of a city
    below cities, "region" of a prefecture, else the rank as it is written; `is_ranked`, that any is.
    `site` names a part of the house.
    """

    written: str
    chunks: tuple[str, ...]
    spelled: str
    sounds: tuple[str, ...]
    places: tuple[Place, ...]
    kinds: frozenset[str]
    house: str
    numbers: tuple[int, ...]
    site: str
    fine: str
    standing: Standing
    is_ranked: bool
    is_private: bool = False

    @property
    def is_bare(self) -> bool:
        """True where nothing tells this house from its like but, perhaps, a kind."""
        if not self.chunks:
            return not ("army" in self.kinds and self.numbers)
        return not (self.numbers or self.kinds or self.house != PLAIN_HOUSE or self.own or len(self.chunks) > 1)

    @property
    def is_common(self) -> bool:
        """True of a name that a city may give now to one house and now to another: the third hospital of a city."""
        return not self.own and not self.kinds & {*OWNERS, "army"}

    @property
    def own(self) -> tuple[str, ...]:
        """What is a name of its own, and no place."""
        stems = {place.stem for place in self.places}
        return tuple(chunk for chunk in self.chunks if chunk not in stems)

    def key(self, *, in_chinese: bool) -> Key:
        """Equal for names of one house, in Chinese or across languages, save for the places' codes and the site."""
        told = tuple(sorted(self.chunks)) if in_chinese else ("".join(sorted(self.spelled)),)
        return self._kinds, self.house, self.numbers, told

    @property
    def _kinds(self) -> frozenset[str]:
        """The kinds, without what is said or not said at will."""
        of_university = "university" in self.kinds and self.house != OWNER  # its medical school is told at will
        kinds = self.kinds - {"medicine"} if of_university else self.kinds
        is_told_apart = bool(kinds - _OF_OWNERS) or bool(self.numbers) or len(self.chunks) > 1
        return kinds - {"affiliated", "clinical"} if is_told_apart else kinds

    def placed_at(self, site: str, *, is_private: bool) -> "Face":
        """The same at another site, and of a private house."""
        return replace(self, site=self.site or site, is_private=is_private)


def places_agree(one: Face, other: Face) -> bool:
    """False where the two tell places of one sound that are not the same."""
    known: dict[str, set[int]] = {}
    for place in one.places:
        known.setdefault(place.sound, set()).update(place.codes)
    return all(known[place.sound] & set(place.codes) for place in other.places if place.sound in known)
