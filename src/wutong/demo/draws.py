"""Random draws that depend on the seed, the enterprise's number and the question alone, never on what was drawn before.

So any block of enterprises can be made anywhere, in any order, and comes out the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True)
class Draws:
    """Draws of one seed. `stream` names the question; two streams are independent of each other."""

    seed: int

    def uniform(self, numbers: Numbers, stream: str) -> Floats:
        """One float in [0, 1) for each number."""
        salt = int.from_bytes(blake2b(f"{self.seed}/{stream}".encode(), digest_size=8).digest(), "little")
        with np.errstate(over="ignore"):
            bits = numbers.astype(np.uint64) * _STEP + np.uint64(salt)
            bits = (bits ^ (bits >> np.uint64(30))) * _MIX_1
            bits = (bits ^ (bits >> np.uint64(27))) * _MIX_2
            bits ^= bits >> np.uint64(31)
        return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, numbers: Numbers, stream: str, limit: int | Numbers) -> Numbers:
        """One whole number in [0, limit) for each number; the limit may differ from row to row."""
        return (self.uniform(numbers, stream) * limit).astype(np.int64)

    def chance(self, numbers: Numbers, stream: str, share: float | Floats) -> Flags:
        """True for about `share` of the numbers."""
        return self.uniform(numbers, stream) < share


class Choice:
    """Weighted choice within groups: every group has its own members and weights."""

    def __init__(self, groups: Iterable[Sequence[float]]) -> None:
        weights = [np.asarray(group, dtype=np.float64) for group in groups]
        self.sizes = np.array([len(group) for group in weights], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])[:-1].astype(np.int64)
        shares = [np.cumsum(group) / group.sum() for group in weights]
        # Group g occupies the interval (g, g + 1]; one search then serves all groups at once.
        self._bounds = np.concatenate([share + index for index, share in enumerate(shares)])

    def pick(self, uniform: Floats, group: Numbers | int = 0) -> Numbers:
        """The flat position (over all groups, in order) of the member that each draw falls on."""
        found: Numbers = np.searchsorted(self._bounds, group + uniform, side="right").astype(np.int64)
        last: Numbers = self.starts[group] + self.sizes[group] - 1
        return np.minimum(found, last)


def apportion(total: int, weights: Floats) -> Numbers:
    """`total` split in whole numbers by `weights`, the largest remainders rounded up; the sum is `total`."""
    exact = weights / weights.sum() * total
    counts: Numbers = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: total - int(counts.sum())]] += 1
    return counts
