"""A name that was read: its units of meaning with what each may be in Chinese, its places, and its letters."""

import enum
from dataclasses import dataclass


class Part(enum.IntEnum):
    """What a unit is in its name."""

    PROPER = 0
    TRADE = 1
    PLACE = 2
    GROUP = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that a unit may be in a Chinese name: letters, or only their syllables.

    `loss` is what spelling it so costs: 0 for pinyin and translations, more for freer spellings.
    """

    numbers: tuple[int, ...]  # code points of letters, or numbers of syllables
    is_letters: bool
    shown: str
    loss: float = 0.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase as written, and the ways to find it."""

    written: str
    part: Part
    ways: tuple[Way, ...]
    size: int  # letters as written


@dataclass(frozen=True, slots=True)
class Read:
    """A name as it was read."""

    text: str
    is_chinese: bool
    units: tuple[Unit, ...]
    places: tuple[int, ...]  # codes that the name may mean; any will do
    finer_places: tuple[int, ...]  # places inside those, where the name says them
    place_written: str
    told_places: tuple[int, ...]  # codes of the column of cities
    is_stock: bool  # its legal form may be a joint-stock company's
    spelled: str  # the proper name, in small Latin letters
    letters: str = ""  # a Chinese name's folded letters without region and legal form
    stem: str = ""  # as the index holds a name: region and letters, or the bare words of an English one
    whole: str = ""  # all folded letters of a Chinese name
    has_form: bool = True
    is_bare: bool = False  # an English name of several words of which none is a firm's: most are people's
    is_branch: bool = False
    is_sure_place: bool = False  # no other place has the name of that before a Chinese name
    may_be_proper: bool = False  # the place before a short Chinese name may be a part of it
