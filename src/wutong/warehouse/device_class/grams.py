"""Texts as weighted counts of their short runs of characters (n-grams of 1 to 4). Rare runs weigh more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
LONGEST = 4


@dataclass(frozen=True)
class Grams:
    """The runs that are known, in the order of their columns, and the weight of each."""

    vocabulary: dict[str, int]
    weights: Floats

    @classmethod
    def learned(cls, texts: Sequence[str], *, least_texts: int = 1) -> "Grams":
        """The runs that stand in at least `least_texts` of `texts`."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(set(runs(text)))
        known = sorted(gram for gram, count in seen.items() if count >= least_texts)
        counts = np.array([seen[gram] for gram in known], dtype=np.float64)
        weights = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls({gram: place for place, gram in enumerate(known)}, weights)

    def of(self, texts: Iterable[str]) -> csr_matrix:
        """A row of length one (or zero, where nothing is known) for each text."""
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            counted = Counter(self.vocabulary[gram] for gram in runs(text) if gram in self.vocabulary)
            found = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
            weighed = (1 + np.log(np.fromiter(counted.values(), dtype=np.float64, count=len(counted)))) * self.weights[
                found
            ]
            length = float(np.sqrt(weighed @ weighed)) or 1.0
            places.extend(found.tolist())
            values.extend((weighed / length).tolist())
            ends.append(len(places))
        return csr_matrix((values, places, ends), shape=(len(ends) - 1, len(self.weights)))


def runs(text: str) -> list[str]:
    """Every run of 1 to 4 characters."""
    return [text[start : start + size] for size in range(1, LONGEST + 1) for start in range(len(text) - size + 1)]
