"""What speaks for and against each candidate of a Chinese name, as numbers. The names of columns are the keys of
`chinese` in catalog/matching/weights.yml."""

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from wutong.warehouse.matching.keeping.index import Index
from wutong.warehouse.matching.keeping.making import BRANCH, FURTHER, STOCK
from wutong.warehouse.matching.weighing.comparing import Columns, Compared, Values
from wutong.warehouse.matching.weighing.features import place_marks

COLUMNS = (
    "whole_name", "same_letters", "begins_alike", "alike", "letters_missing", "letters_untold", "short_begins",
    "short_untold", "short_stock", "place_in_name", "place_of_seat", "place_against", "place_unasked", "form_against",
    "branch", "former", "number_against",
)  # fmt: skip
_LEAST_ALIKE = 0.4
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class ChineseFeatures:
    """Computes the columns for many pairs at once."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def of(self, compared: Compared) -> Values:
        """A row for each pair, a column for each of COLUMNS."""
        texts = self.texts(compared)
        asked = [compared.reads[query].letters for query in compared.query_of]
        columns = self._letters(asked, texts) | self._places(compared) | self._firms(compared)
        formed = np.array([read.has_form for read in compared.reads], dtype=np.bool_)[compared.query_of]
        columns |= {
            "short_begins": columns["begins_alike"] * ~formed,
            "short_untold": columns["letters_untold"] * ~formed,
            "same_letters": columns["same_letters"] * formed,
            # Of a list of hospitals the one that goes on (北院) is another.
            "begins_alike": columns["begins_alike"] * (formed & (not self.index.is_list)),
            "letters_untold": columns["letters_untold"] * formed,
        }
        whole = [self.index.alphabet.fold(one) for one in self.index.written(compared.rows.tolist())]
        same = [compared.reads[query].whole == one for query, one in zip(compared.query_of, whole, strict=True)]
        columns["whole_name"] = np.array(same, dtype=np.float32)
        return np.stack([columns[name].astype(np.float32) for name in COLUMNS], axis=1)

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


def _numbers(letters: str) -> str:
    """The digits of a name, in either script: the second hospital is not the third."""
    return "".join(filter(str.isdigit, letters.translate(_DIGITS)))
