"""From columns to probabilities: each candidate against the others and against `none of them`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wutong.warehouse.matching.keeping.letters import Numbers
from wutong.warehouse.matching.weighing.comparing import Values

NONE = "none"  # the weight of `none of them`


@dataclass(frozen=True)
class Judge:
    """Weighs columns as declared."""

    columns: tuple[str, ...]
    weights: Mapping[str, float]

    def probabilities(self, features: Values, query_of: Numbers, query_count: int) -> Values:
        """For each pair, how likely its candidate is the one that its query means."""
        points = features @ np.array([self.weights.get(name, 0.0) for name in self.columns], dtype=np.float32)
        none = self.weights.get(NONE, 0.0)
        most = np.full(query_count, none, dtype=np.float32)
        np.maximum.at(most, query_of, points)
        odds = np.exp(points - most[query_of])
        sums = np.bincount(query_of, weights=odds, minlength=query_count) + np.exp(none - most)
        probabilities: Values = (odds / sums[query_of]).astype(np.float32)
        return probabilities
