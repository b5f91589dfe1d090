"""Where enterprises lie: provinces, districts, the spots of a demonstrated cluster, and their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wutong.catalog.demo import Addresses, Demo, Profile, Province, Spot
from wutong.catalog.divisions import Division, Divisions, stem_of
from wutong.demo.draws import Choice, Draws, Flags, Floats, Numbers
from wutong.demo.texts import column, fill, join, take, where

_NUMERALS = 4000
_TOWNS_EACH, _ROADS_EACH, _VILLAGES_EACH = 12, 60, 90


@dataclass(frozen=True)
class _Place:
    """A district of today (or a city without districts), as words for names and addresses."""

    division: str
    weight: float
    province: str
    province_full: str
    city: str
    city_full: str
    county: str
    county_full: str
    area: str
    former: str | None
    spot: int


class Geography:
    """All places of a profile, by province. `spot` 0 means no spot; spot k is the k-th of the cluster."""

    def __init__(self, demo: Demo, profile: Profile, cluster: str | None, divisions: Divisions) -> None:
        self.provinces = demo.provinces
        self.province_weights: Floats = np.array(
            [province.weight * profile.province_factors.get(province.code, 1.0) for province in self.provinces]
        )
        self.spots: tuple[Spot, ...] = profile.clusters[cluster] if cluster else ()
        former = {row.successor_code: row.name for row in divisions.former if row.level == "district"}
        shares = self.province_weights / self.province_weights.sum()
        groups = [
            _places_of(province, share, divisions, former, self.spots, demo.addresses.peoples)
            for province, share in zip(self.provinces, shares, strict=True)
        ]
        places = [place for group in groups for place in group]
        self._choice = Choice([[place.weight for place in group] for group in groups])
        self.words: Mapping[str, pa.Array] = {
            field: column([getattr(place, field) for place in places])
            for field in (
                "division",
                "province",
                "province_full",
                "city",
                "city_full",
                "county",
                "county_full",
                "area",
                "former",
            )
        }
        self.spot: Numbers = np.array([place.spot for place in places], dtype=np.int64)
        self.is_municipality: Flags = np.array([place.division[:2] in ("11", "12", "31", "50") for place in places])
        cities = [place.division[:2] + place.city for place in places]
        self.city_index: Numbers = np.unique(cities, return_inverse=True)[1].astype(np.int64)

    def pick(self, draws: Draws, numbers: Numbers, provinces: Numbers) -> Numbers:
        """The place of each number within its province."""
        return self._choice.pick(draws.uniform(numbers, "place"), provinces)

    def word(self, field: str, places: Numbers) -> pa.Array:
        """A word of each place: division, province, city, county (bare or `_full`), area, former."""
        return take(self.words[field], places)


class AddressBook:
    """Streets, towns and villages of every place, and addresses in the shapes that are declared."""

    def __init__(self, addresses: Addresses, geography: Geography) -> None:
        self._geography = geography
        first = addresses.road_characters
        pairs = [a + b for a in first for b in first if a != b]
        self._roads = column([*addresses.roads, *_suffixed(pairs, addresses.road_suffixes)])
        self._common_roads = len(addresses.roads)
        self._towns = column(_suffixed(pairs, addresses.town_suffixes))
        self._villages = column(_suffixed(pairs, addresses.village_suffixes))
        self._pairs = len(pairs)
        self._parks, self._buildings = column(addresses.parks), column(addresses.buildings)
        self._characters = column(list(first))
        self._numerals = column([str(number) for number in range(_NUMERALS)])
        self._heads = [head.text for head in addresses.heads]
        self._templates = [body.text for body in addresses.bodies]
        self._templates += [text for spot in geography.spots for text in spot.addresses]
        self._head_choice = Choice([[head.weight for head in addresses.heads]])
        bodies = [body.weight for body in addresses.bodies]
        self._body_choice = Choice([bodies, *([1.0] * len(spot.addresses) for spot in geography.spots)])

    def streets(self, draws: Draws, numbers: Numbers, places: Numbers) -> dict[str, pa.Array]:
        """Words of the street of each number: road, town, village, park, building and their numbers."""

        def local(table: pa.Array, stream: str, each: int, start: int = 0) -> pa.Array:
            # A place knows only a few of the names, so that neighbours share their streets.
            chosen = draws.below(numbers, stream, each) + places * each
            return take(table, start + chosen * 7919 % self._pairs)

        common = draws.chance(numbers, "road-common", 0.35)
        general = take(self._roads, draws.below(numbers, "road-general", self._common_roads))
        road = where(common, general, local(self._roads, "road", _ROADS_EACH, self._common_roads))
        named = take(self._characters, draws.below(numbers, "building-1", len(self._characters)))
        second = take(self._characters, draws.below(numbers, "building-2", len(self._characters)))
        kinds = take(self._buildings, draws.below(numbers, "building-kind", len(self._buildings)))
        return {
            "road": road,
            "road2": local(self._roads, "road-2", _ROADS_EACH, self._common_roads),
            "town": local(self._towns, "town", _TOWNS_EACH),
            "village": local(self._villages, "village", _VILLAGES_EACH),
            "park": join(
                self._geography.word("county", places),
                take(self._parks, draws.below(numbers, "park", len(self._parks))),
            ),
            "building": join(named, second, kinds),
        }

    def addresses(
        self, draws: Draws, numbers: Numbers, places: Numbers, streets: Mapping[str, pa.Array], is_former: Flags
    ) -> pa.Array:
        """The address of each number, with a former name of its district where `is_former`."""
        spots = self._geography.spot[places]
        county = self._geography.word("county_full", places)
        former = self._geography.word("former", places)
        fields = {
            field: self._geography.word(field, places) for field in ("province", "province_full", "city", "city_full")
        }
        # A municipality is province and city in one and is written once.
        fields["province_full"] = where(self._geography.is_municipality[places], "", fields["province_full"])
        fields["county_full"] = where(is_former & np.asarray(former.is_valid()), former, county)
        head = self._head_choice.pick(draws.uniform(numbers, "address-head"))
        # An address inside a spot names at least its district, or nobody could tell where it is.
        head = np.where((spots > 0) & (head == len(self._heads) - 1), 1, head)
        body = self._body_choice.pick(draws.uniform(numbers, "address-body"), spots)
        house = (draws.uniform(numbers, "house") ** 2.2 * 1500).astype(np.int64) + 1
        room = draws.below(numbers, "floor", 20) * 100 + draws.below(numbers, "door", 20) + 101
        details = dict(streets) | {
            "n": take(self._numerals, house),
            "m": take(self._numerals, draws.below(numbers, "small", 25) + 1),
            "m2": take(self._numerals, draws.below(numbers, "small-2", 12) + 1),
            "room": take(self._numerals, room),
        }
        return join(fill(self._heads, head, fields), fill(self._templates, body, details))


def _places_of(
    province: Province,
    share: float,
    divisions: Divisions,
    former: Mapping[str | None, str],
    spots: Sequence[Spot],
    peoples: Sequence[str],
) -> list[_Place]:
    """The districts of a province with their weights, then its spots; a spot keeps its share of the whole."""
    full = divisions.by_code[province.code].name
    leaves = _leaves(divisions, province.code)
    factors = [province.cities.get(f"{code[:4]}00", 1.0) for code in leaves]
    mine = [(index + 1, spot) for index, spot in enumerate(spots) if spot.division[:2] == province.code[:2]]
    left = max(0.05, 1.0 - sum(spot.share for _, spot in mine) / share)
    weights = [left * factor / sum(factors) for factor in factors]
    entries = [*zip(leaves, weights, [0] * len(leaves), strict=True)]
    entries += [(spot.division, spot.share / share, index) for index, spot in mine]
    return [
        _place(divisions, code, weight, spot, (province.name, full), former.get(code), peoples)
        for code, weight, spot in entries
    ]


def _leaves(divisions: Divisions, province: str) -> list[str]:
    """The districts of a province, and its cities that have none."""
    inside = [row for row in divisions.rows if row.code[:2] == province[:2] and row.level != "province"]
    parents = {row.parent_code for row in inside if row.level == "district"}
    return [row.code for row in inside if row.code not in parents]


def _place(
    divisions: Divisions,
    code: str,
    weight: float,
    spot: int,
    province: tuple[str, str],
    former: str | None,
    peoples: Sequence[str],
) -> _Place:
    row = divisions.by_code[code]
    parent = divisions.by_code[row.parent_code or code]
    is_municipality = parent.name == province[1]
    city = row if row.level == "city" or parent.level == "province" else parent
    county = "" if city is row else row.name
    return _Place(
        division=code,
        weight=weight,
        province=province[0],
        province_full=province[1],
        city=_short(city, peoples),
        city_full=city.name,
        county=_short(row, peoples),
        county_full=county,
        area=_short(row if is_municipality else city, peoples),
        former=former if former != row.name else None,
        spot=spot,
    )


def _short(row: Division, peoples: Sequence[str]) -> str:
    """The name without rank and without the peoples of an autonomous place: 恩施土家族苗族自治州 → 恩施."""
    name = stem_of(row.name.removesuffix("新区"))
    while True:
        shorter = next((name.removesuffix(p) for p in peoples if name.endswith(p) and len(name) - len(p) >= 2), name)
        if shorter == name:
            return name
        name = shorter


def _suffixed(pairs: Sequence[str], suffixes: Sequence[str]) -> list[str]:
    return [pair + suffixes[index * 7 % len(suffixes)] for index, pair in enumerate(pairs)]
