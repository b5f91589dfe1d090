"""What speaks for and against each candidate of an English name, as numbers. The names of columns are the keys of
`english` in catalog/matching/weights.yml."""

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.letters import WIDTH, Letters, Numbers, digest_of, digest_of_text
from wutong.warehouse.matching.keeping.making import BRANCH, FURTHER, GROUP, STOCK
from wutong.warehouse.matching.keeping.sounds import Ear
from wutong.warehouse.matching.reading.units import Part, Read
from wutong.warehouse.matching.weighing.comparing import Columns, Compared, Flags, Values

COLUMNS = (
    "proper_matched", "proper_missing", "proper_alike", "initials", "name_told", "name_untold", "trade_matched",
    "trade_missing", "trade_untold", "place_in_name", "place_of_seat", "place_against", "place_unasked",
    "stock", "branch", "former", "group_agrees", "group_against", "freely_spelled", "bits", "whole", "first_letter",
    "known_name",
)  # fmt: skip
_EXPLAINED = ("proper_matched", "name_told", "trade_matched", "bits")  # what lies in a candidate's letters
_LEAST_ALIKE = 0.4
_PLACES_MOST = 6
_LATIN, _HAN = 4, 0x2E80  # so many letters below that code point at its beginning: a name in Latin letters


class Features:
    """Computes the columns for many pairs at once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._ear = Ear(index.catalog.matching.spellings)
        self._heard = [self._ear.hear(one) for one in index.alphabet.syllables]

    def of(self, compared: Compared) -> Values:
        """A row for each pair, a column for each of COLUMNS."""
        columns = self._units(compared) | self._names(compared) | self._places(compared) | self._firms(compared)
        outside = ~self._is_inside(compared)
        columns |= {name: columns[name] * outside for name in _EXPLAINED}
        columns["proper_missing"] = np.where(outside, columns["proper_missing"], 1.0)
        columns |= self._sounds(compared, columns["proper_matched"])
        told = columns["name_told"] * columns["proper_matched"] * columns["trade_matched"]
        columns["whole"] = ((told > 0.95) & (columns["trade_untold"] < 0.01)).astype(np.float32)
        return np.stack([columns[name].astype(np.float32) for name in COLUMNS], axis=1)

    def _units(self, compared: Compared) -> Columns:
        """How much of the query lies in the candidate."""
        part = np.concatenate(
            [
                np.tile(_parts(read), int(count))
                for read, count in zip(compared.reads, np.diff(compared.starts), strict=True)
            ]
            or [np.zeros(0, np.int64)]
        )
        size = np.concatenate(
            [
                np.tile(_sizes(read), int(count))
                for read, count in zip(compared.reads, np.diff(compared.starts), strict=True)
            ]
            or [np.zeros(0, np.float32)]
        )
        lies = compared.unit_way >= 0
        pair, count = compared.unit_pair, len(compared.rows)
        proper, trade = part == Part.PROPER, part == Part.TRADE

        def total(values: Values) -> Values:
            return np.bincount(pair, weights=values, minlength=count).astype(np.float32)

        asked, found = total(size * proper), total(size * proper * lies * (1 - 0.3 * compared.unit_loss))
        trades, trades_found = total(trade), total(trade & lies)
        matched = np.where(asked > 0, found / np.maximum(asked, 1), 0.0)
        return {
            "proper_matched": matched,
            "proper_missing": np.where(asked > 0, 1 - matched, 0.0),
            "trade_matched": np.where(trades > 0, trades_found / np.maximum(trades, 1), 1.0),
            "trade_missing": np.minimum(trades - trades_found, 3),
            "freely_spelled": total(compared.unit_loss * lies),
        }

    def _is_inside(self, compared: Compared) -> Flags:
        """True of a learned name in Latin letters that nothing of the query begins: letters in its midst are chance."""
        further = (np.asarray(self.index.flags[compared.rows]) & FURTHER) > 0
        latin = (compared.letters[:, :_LATIN] > 0).all(axis=1) & (compared.letters[:, :_LATIN] < _HAN).all(axis=1)
        inside: Flags = further & latin & ((compared.explained & 1) == 0)
        return inside

    def _names(self, compared: Compared) -> Columns:
        """How much of the candidate the query explains."""
        begin, end = self._proper_zone(compared)
        places = np.arange(WIDTH)
        covered = ((compared.explained[:, None] >> places.astype(np.uint32)) & 1).astype(np.bool_)
        rarity = self.index.rarity[compared.letters]
        proper = (places >= begin[:, None]) & (places < end[:, None])
        trade = places >= end[:, None]
        untold = (rarity * (proper & ~covered)).sum(axis=1)
        whole = (rarity * proper).sum(axis=1)
        return {
            "name_told": 1 - untold / np.maximum(whole, 1),
            "name_untold": untold / 10,
            "trade_untold": (rarity * (trade & ~covered)).sum(axis=1) / 10,
            "bits": (rarity * covered).sum(axis=1) / 10,
        }

    def _proper_zone(self, compared: Compared) -> tuple[Numbers, Numbers]:
        ends = self.index.ends[compared.rows].astype(np.int64)
        return ends[:, 0], np.maximum(ends[:, 1], np.minimum(ends[:, 0] + 2, WIDTH))

    def _places(self, compared: Compared) -> Columns:
        """Does the place agree with the candidate's name, or with where it lies?"""
        region = np.asarray(self.index.regions[compared.rows])
        lying = np.asarray(self.index.divisions[compared.rows])
        named, seated, against = place_marks(compared, region, lying)
        asked = np.array([bool(read.places) for read in compared.reads], dtype=np.bool_)[compared.query_of]
        return {
            "place_in_name": named,
            "place_of_seat": seated & ~named,
            "place_against": against,
            "place_unasked": ~asked & (region > 0),
        }

    def _firms(self, compared: Compared) -> Columns:
        flags = np.asarray(self.index.flags[compared.rows])
        grouped = np.array([_is_group(read) for read in compared.reads], dtype=np.bool_)[compared.query_of]
        stock = np.array([read.is_stock for read in compared.reads], dtype=np.bool_)[compared.query_of]
        group = (flags & GROUP) > 0
        stems = np.array([digest_of_text(read.stem) for read in compared.reads], dtype=np.uint64)[compared.query_of]
        return {
            "stock": ((flags & STOCK) > 0) & stock,
            "branch": (flags & BRANCH) > 0,
            "former": (flags & FURTHER) > 0,
            "known_name": ((flags & FURTHER) > 0) & (digest_of(compared.letters) == stems),
            "group_agrees": group & grouped,
            "group_against": group != grouped,
        }

    def _sounds(self, compared: Compared, matched: Values) -> Columns:
        """How alike the proper names sound where they are not spelled alike."""
        begin, end = self._proper_zone(compared)
        spelled = [read.spelled for read in compared.reads]
        heard = [self._ear.hear(one) for one in spelled]
        alike, initials, first = (np.zeros(len(compared.rows), dtype=np.float32) for _ in range(3))
        says = np.array([bool(one) for one in spelled], dtype=np.bool_)[compared.query_of]
        open_pairs = np.flatnonzero((matched < 0.99) & says)
        left = [heard[query] for query in compared.query_of[open_pairs].tolist()]
        right = self._heard_of(compared.syllables[open_pairs], begin[open_pairs], end[open_pairs])
        if left:
            alike[open_pairs] = cpdist(left, right, scorer=fuzz.ratio) / 100
            first[open_pairs] = [bool(two) and one[0] == two[0] for one, two in zip(left, right, strict=True)]
        is_short = np.array([1 < len(one) < 6 for one in spelled], dtype=np.bool_)[compared.query_of[open_pairs]]
        for pair in open_pairs[is_short].tolist():
            written = spelled[compared.query_of[pair]]
            letters = compared.syllables[pair, begin[pair] : begin[pair] + len(written)].tolist()
            initials[pair] = "".join(self.index.alphabet.syllables[n][:1] for n in letters) == written
        alike = np.maximum(alike - _LEAST_ALIKE, 0) / (1 - _LEAST_ALIKE)
        return {"proper_alike": alike, "initials": initials, "first_letter": first * (alike > 0)}

    def _heard_of(self, syllables: Letters, begin: Numbers, end: Numbers) -> list[str]:
        """How the proper name of each candidate sounds."""
        rows = zip(syllables.tolist(), begin.tolist(), end.tolist(), strict=True)
        sound = self._heard.__getitem__
        return ["".join(map(sound, row[one:two])) for row, one, two in rows]


def place_marks(compared: Compared, region: Numbers, lying: Numbers) -> tuple[Flags, Flags, Flags]:
    """Pair by pair: the name's place agrees, the seat agrees, and both that are known speak against it."""
    wide = np.zeros((len(compared.reads), _PLACES_MOST), dtype=np.int64)
    sure = np.zeros(len(compared.reads), dtype=np.bool_)
    for number, read in enumerate(compared.reads):
        codes = (read.places or read.told_places)[:_PLACES_MOST]
        wide[number, : len(codes)] = codes
        sure[number] = read.is_sure_place or any(code % 100 == 0 for code in codes)
    places = wide[compared.query_of]
    spans = np.select([places % 10_000 == 0, places % 100 == 0], [10_000, 100], 1)
    inside = (region[:, None] // spans == places // spans) & (places > 0)
    # 浙江 in a name agrees with Hangzhou, if the seat is there or unknown.
    own = np.select([region % 10_000 == 0, region % 100 == 0], [10_000, 100], 1)[:, None]
    around = (region[:, None] > 0) & (places > 0) & (places // own == region[:, None] // own)
    seat = (lying[:, None] // spans == places // spans) & (places > 0)
    named = (inside | (around & (seat | (lying[:, None] == 0)))).any(axis=1)
    seated = seat.any(axis=1)
    known = (region > 0) | (lying > 0)
    against = sure[compared.query_of] & known & ~named & ~seated & ~around.any(axis=1)
    return named, seated, against


def _parts(read: Read) -> Numbers:
    return np.array([int(unit.part) for unit in read.units], dtype=np.int64)


def _sizes(read: Read) -> Values:
    return np.array([unit.size for unit in read.units], dtype=np.float32)


def _is_group(read: Read) -> bool:
    return any(unit.part is Part.GROUP for unit in read.units)
