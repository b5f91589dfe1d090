"""Products as numbers, and how like each other they are, in several respects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from wutong.catalog.device_class import Cue
from wutong.warehouse.device_class.grams import Floats, Grams
from wutong.warehouse.device_class.texts import Product

_WIDTH = 12.0  # cues that may differ before two products count as unlike


@dataclass(frozen=True)
class Encoded:
    """Products row by row: runs of the name, of the description and of its uses; cues as 0 or 1."""

    names: csr_matrix
    descriptions: csr_matrix
    uses: csr_matrix
    cues: Floats

    def __getitem__(self, rows: "slice | np.ndarray[tuple[int], np.dtype[np.int64]]") -> "Encoded":
        return Encoded(self.names[rows], self.descriptions[rows], self.uses[rows], self.cues[rows])

    def __len__(self) -> int:
        return int(self.names.shape[0])


@dataclass(frozen=True)
class Likeness:
    """How like each row is to each column, from 0 to 1: by name, description and use; by cues, as a product and as
    a closeness."""

    names: Floats
    descriptions: Floats
    uses: Floats
    cue_product: Floats
    cue_closeness: Floats

    @property
    def text(self) -> Floats:
        """By all that is written."""
        return (self.names + self.descriptions + self.uses) / 3


@dataclass(frozen=True)
class Features:
    """What was learned of the texts of decisions and of the catalogue."""

    names: Grams
    descriptions: Grams
    uses: Grams
    cues: tuple[Cue, ...]
    usual_cues: Floats

    @classmethod
    def learned(cls, decided: Sequence[Product], listed: Sequence[Product], cues: Sequence[Cue]) -> "Features":
        """From products that were decided on, and names that the catalogue lists."""
        everything = [*decided, *listed]
        found = cls(
            names=Grams.learned([one.plain_name for one in everything]),
            descriptions=Grams.learned([one.plain_description for one in everything], least_texts=2),
            uses=Grams.learned([one.use for one in decided], least_texts=2),
            cues=tuple(cues),
            usual_cues=np.zeros(len(cues)),
        )
        usual = found.encoded(decided).cues.mean(axis=0)
        return cls(found.names, found.descriptions, found.uses, found.cues, usual)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(cue.pattern) for cue in self.cues)

    def encoded(self, products: Sequence[Product]) -> Encoded:
        """`products` as numbers."""
        cues = [[bool(pattern.search(one.whole)) for pattern in self._patterns] for one in products]
        return Encoded(
            names=self.names.of(one.plain_name for one in products),
            descriptions=self.descriptions.of(one.plain_description for one in products),
            uses=self.uses.of(one.use for one in products),
            cues=np.array(cues, dtype=np.float64).reshape(len(products), len(self.cues)),
        )

    def likeness(self, asked: Encoded, known: Encoded) -> Likeness:
        """Of each of `asked` to each of `known`."""
        left, right = asked.cues - self.usual_cues, known.cues - self.usual_cues
        differing = asked.cues @ (1 - known.cues).T + (1 - asked.cues) @ known.cues.T
        return Likeness(
            names=_products(asked.names, known.names),
            descriptions=_products(asked.descriptions, known.descriptions),
            uses=_products(asked.uses, known.uses),
            cue_product=left @ right.T / max(len(self.cues), 1),
            cue_closeness=np.exp(-differing / _WIDTH),
        )

    def subject(self, asked: Encoded, known: Encoded) -> Floats:
        """How like by what it is, whatever it is for: what codes go by."""
        return (_products(asked.names, known.names) + _products(asked.descriptions, known.descriptions)) / 2

    def by_name(self, asked: Encoded, known: Encoded) -> Floats:
        """How like by name alone."""
        return _products(asked.names, known.names)


def _products(left: csr_matrix, right: csr_matrix) -> Floats:
    found: Floats = (left @ right.T).toarray()
    return found
