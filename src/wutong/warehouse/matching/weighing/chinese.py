"""What speaks for and against each candidate of a Chinese name, as numbers. The names of columns are the keys of
`chinese` in catalog/matching/weights.yml."""

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.process import cpdist

from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.making import BRANCH, FURTHER, STOCK
from wutong.warehouse.matching.weighing.comparing import Columns, Compared, Values
from wutong.warehouse.matching.weighing.features import place_marks

COLUMNS = (
    "whole_name", "same_letters", "begins_alike", "alike", "letters_missing", "letters_untold", "short_begins",
    "short_untold", "short_stock", "place_in_name", "place_of_seat", "place_against", "place_unasked", "form_against",
    "branch", "former", "number_against", "rivals", "proper_told", "one_letter",
)  # fmt: skip
_LEAST_ALIKE = 0.4
_LEAST_TRADE = 4  # letters of a short name that says a trade
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class ChineseFeatures:
    """Computes the columns for many pairs at once."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def of(self, compared: Compared) -> Values:
        """A row for each pair, a column for each of COLUMNS."""
        texts = self.texts(compared)
        columns = self._places(compared) | self._firms(compared)
        asked = _asked(compared, (columns["place_in_name"] | columns["place_of_seat"]).tolist())
        columns |= self._letters(asked, texts)
        formed = np.array([read.has_form for read in compared.reads], dtype=np.bool_)[compared.query_of]
        columns |= {
            "short_begins": columns["begins_alike"] * ~formed,
            "short_untold": columns["letters_untold"] * ~formed,
            "same_letters": columns["same_letters"] * formed,
            # Of a list of hospitals the one that goes on (北院) is another.
            "begins_alike": columns["begins_alike"] * (formed & (not self.index.is_list)),
            "letters_untold": columns["letters_untold"] * formed,
        }
        columns |= self._whole(compared)
        columns["rivals"] = self._rivals(compared, asked, columns)
        columns["proper_told"] = self._proper_told(compared, asked, texts)
        return np.stack([columns[name].astype(np.float32) for name in COLUMNS], axis=1)

    def _whole(self, compared: Compared) -> Columns:
        """Is the name as written the same letter by letter, or but for one letter?"""
        fold = self.index.alphabet.fold
        whole = [fold(one) for one in self.index.written(compared.rows.tolist())]
        asked = [compared.reads[query].whole for query in compared.query_of.tolist()]
        apart = np.asarray(cpdist(asked, whole, scorer=Levenshtein.distance, score_cutoff=1)) if whole else np.zeros(0)
        return {"whole_name": (apart == 0).astype(np.float32), "one_letter": (apart <= 1).astype(np.float32)}

    def _proper_told(self, compared: Compared, asked: list[str], texts: list[str]) -> Values:
        """The share of a candidate's proper name that the query holds, in letters or in sound."""
        ends = self.index.ends[compared.rows].astype(np.int64)
        sizes = np.maximum(ends[:, 1] - ends[:, 0], 2).tolist()
        proper = [text[:size] for text, size in zip(texts, sizes, strict=True)]
        sounding = self.index.alphabet.sounding_text
        told = np.zeros(len(proper), dtype=np.float32)
        for one, two in ((proper, asked), ([sounding(text) for text in proper], [sounding(text) for text in asked])):
            if proper:
                shared = np.asarray(cpdist(one, two, scorer=LCSseq.similarity), dtype=np.float32)
                told = np.maximum(told, shared / np.maximum([len(text) for text in one], 1))
        return told

    def _rivals(self, compared: Compared, asked: list[str], columns: Columns) -> Values:
        """How many other firms of the place a short name may be short for. A joint-stock company's name that says its
        trade is not taken for another's."""
        flags = np.asarray(self.index.flags[compared.rows])
        reads, query = compared.reads, compared.query_of
        placed = np.array([bool(read.places) for read in reads], dtype=np.bool_)[query]
        agrees = columns["place_in_name"] | columns["place_of_seat"]
        short = (columns["short_begins"] > 0) & (agrees | ~placed) & ((flags & FURTHER) == 0) & (columns["branch"] == 0)
        long = np.array([len(text) >= _LEAST_TRADE for text in asked], dtype=np.bool_)
        stock = (flags & STOCK) > 0
        every = np.bincount(query[short], minlength=len(reads))[query] - short
        stocks = np.bincount(query[short & stock], minlength=len(reads))[query] - (short & stock)
        rivals: Values = np.where(long & stock, stocks, every) * np.float32(not self.index.is_list)
        return np.where(columns["whole_name"] > 0, np.float32(0), rivals)

    def texts(self, compared: Compared) -> list[str]:
        """The letters of each candidate after its region."""
        begins = self.index.ends[compared.rows][:, 0].tolist()
        rows = compared.letters.tolist()
        return ["".join(map(chr, filter(None, row[begin:]))) for row, begin in zip(rows, begins, strict=True)]

    def _letters(self, asked: list[str], texts: list[str]) -> Columns:
        pairs = list(zip(asked, texts, strict=True))
        alike = np.asarray(cpdist(asked, texts, scorer=fuzz.ratio), dtype=np.float32) / 100 if pairs else np.zeros(0)
        shared = np.asarray(cpdist(asked, texts, scorer=LCSseq.similarity), dtype=np.float32) if pairs else np.zeros(0)
        begins = [bool(one) and (two.startswith(one) or one.startswith(two)) for one, two in pairs]
        return {
            "same_letters": np.array([one == two for one, two in pairs], dtype=np.float32),
            "begins_alike": np.array(begins, dtype=np.float32),
            "alike": np.maximum(alike - _LEAST_ALIKE, 0) / (1 - _LEAST_ALIKE),
            "number_against": np.array([_numbers(one) != _numbers(two) for one, two in pairs], dtype=np.float32),
            "letters_missing": np.minimum(np.array([len(one) for one in asked], dtype=np.float32) - shared, 4),
            "letters_untold": np.minimum(np.array([len(two) for two in texts], dtype=np.float32) - shared, 6),
        }

    def _places(self, compared: Compared) -> Columns:
        region = np.asarray(self.index.regions[compared.rows])
        named, seated, against = place_marks(compared, region, np.asarray(self.index.divisions[compared.rows]))
        asked = np.array([bool(read.places) for read in compared.reads], dtype=np.bool_)[compared.query_of]
        return {
            "place_in_name": named,
            "place_of_seat": seated & ~named,
            "place_against": against,
            "place_unasked": ~asked & (region > 0),
        }

    def _firms(self, compared: Compared) -> Columns:
        flags = np.asarray(self.index.flags[compared.rows])
        query = compared.query_of
        stock = np.array([read.is_stock for read in compared.reads], dtype=np.bool_)[query]
        formed = np.array([read.has_form for read in compared.reads], dtype=np.bool_)[query]
        branch = np.array([read.is_branch for read in compared.reads], dtype=np.bool_)[query]
        is_stock = (flags & STOCK) > 0
        return {
            "short_stock": is_stock & ~formed,
            "form_against": formed & (is_stock != stock),
            "branch": ((flags & BRANCH) > 0) != branch,
            "former": (flags & FURTHER) > 0,
        }


def _asked(compared: Compared, agrees: list[bool]) -> list[str]:
    """The letters that each candidate is held against. Those of a place that may be a proper name belong to them where
    the candidate lies elsewhere: 东方 is a city, and the name of many firms."""
    reads = compared.reads
    found = []
    for query, is_there in zip(compared.query_of.tolist(), agrees, strict=True):
        read = reads[query]
        found.append(read.stem if read.may_be_proper and not is_there else read.letters)
    return found


def _numbers(letters: str) -> str:
    """The digits of a name, in either script: the second hospital is not the third."""
    return "".join(filter(str.isdigit, letters.translate(_DIGITS)))
