"""What has been found in a name of a house so far, whatever its language: gathered left to right into a face."""

from dataclasses import replace

from wutong.warehouse.matching.houses.faces import OWNER, OWNERS, PLAIN_HOUSE, Face, Place, Standing
from wutong.warehouse.matching.keeping.letters import Alphabet
from wutong.warehouse.matching.reading.places import span_of

FINE = ("县", "区", "旗")  # ranks of places below a city
REGION = ("州", "地区", "盟")  # ranks of prefectures that are no city


def rank_of(name: str, code: int) -> str:
    """What the full name of a place says of its rank."""
    if name.endswith(REGION):
        return "region"
    if name.endswith(FINE) and not name.endswith("自治区"):
        return "known"
    return "city" if name.endswith("市") and code % 100 else ""


class Scanned:
    """What was found in a name so far."""

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.chain: list[Place] = []
        self.places: list[Place] = []
        self.kinds: set[str] = set()
        self.houses: list[str] = []
        self.numbers: list[int] = []
        self.fine = ""
        self.site = ""
        self.is_ranked = False
        self.follows_place = False
        self._letters = ""

    @property
    def may_be_place(self) -> bool:
        """True at the beginning of a part."""
        return not self._letters

    def begin(self) -> None:
        self._letters = ""

    def end(self) -> None:
        self._close()
        self._close_chain()

    def letter(self, letter: str) -> None:
        if letter.isalnum():
            self._close_chain()
            self._letters += letter
        self.follows_place = False

    def number(self, number: int) -> None:
        self.end()
        self.numbers.append(number)
        self.follows_place = False

    def place(self, place: Place, rank: str, *, is_full: bool) -> None:
        """A place; one that lies in the place before it tells that place too."""
        self._close()
        around = self.chain[-1].codes if self.chain else ()
        inside = tuple(code for code in place.codes if any(_lies_in(code, one) for one in around))
        if self.chain and not inside:
            self._close_chain()
        self.chain = [replace(place, codes=inside or place.codes)]
        self.fine = rank
        self.is_ranked = self.is_ranked or is_full
        self.follows_place = True

    def word(self, part: str, code: str) -> None:
        if part == "kind":
            self.end()
            self.kinds.add(code)
        elif part == "house":
            self.end()
            self.houses.append(code)
        elif part == "rank":
            self.fine = self.fine or (code if code in FINE else "region" if code.endswith(REGION) else "")
            self.is_ranked = True
            return
        self.follows_place = False

    def _close(self) -> None:
        if self._letters:
            self.chunks.append(self._letters)
        self._letters = ""

    def _close_chain(self) -> None:
        for place in self.chain:
            if all(place.stem != other.stem for other in self.places):  # told twice, it says no more
                self.places.append(place)
                self.chunks.append(place.stem)
        self.chain = []

    def face(self, text: str, site: str, standing: Standing, alphabet: Alphabet) -> Face:
        """The name, taken apart."""
        house = next((one for one in reversed(self.houses) if one != PLAIN_HOUSE), PLAIN_HOUSE)
        if not self.houses and self.kinds & OWNERS:
            house = OWNER
        if house == "centre" and self.kinds - {"university", "medicine", "affiliated"}:
            house = PLAIN_HOUSE
        around = {one.stem for one in self.places if any(_holds(one, other) for other in self.places)}
        chunks = tuple(chunk for chunk in self.chunks if chunk not in around)
        # 青岛市立医院 is Qingdao Municipal Hospital: 立 is not heard.
        sounds = tuple(alphabet.sound(chunk.replace("立", "")) for chunk in chunks)
        return Face(
            written=text,
            chunks=chunks,
            spelled="".join(sounds),
            sounds=sounds,
            places=tuple(one for one in self.places if one.stem not in around),
            kinds=frozenset(self.kinds),
            house=house,
            numbers=tuple(sorted(self.numbers)),
            site=site or self.site,
            fine=self.fine,
            is_ranked=self.is_ranked,
            standing=standing,
        )


def _holds(one: Place, other: Place) -> bool:
    """True of a place of which the other is a part, and tells more."""
    return all(any(_lies_in(code, around) for around in one.codes) for code in other.codes)


def _lies_in(code: int, place: int) -> bool:
    return code != place and code // span_of(place) == place // span_of(place)
