"""Points of a hit. Each is a declared weight (catalog/search/weights.yml) times what is counted here. Pure."""

from wutong.catalog.search import Noise, Weights
from wutong.warehouse.search.finding.aligning import Alignment
from wutong.warehouse.search.keeping.shelf import Standing

_ENDINGS = ("股份有限公司", "有限责任公司", "股份公司", "有限公司", "公司")
_MOST_APART = 8  # letters beyond which more of them say no more
_FAR = 4
_FULL = 1 << 24  # of prominence


class Ranking:
    """Gives points by declared weights."""

    def __init__(self, weights: Weights, noise: Noise) -> None:
        self.weights, self._common = weights, noise.common

    def points(self, name: str, standing: Standing, found: Alignment, typed: int) -> float:
        """Points of a name (cleaned) in which a query of `typed` letters lies as `found` says."""
        lying = self._lie(name, standing, found, typed)
        return self.standing(standing) + self.weights.typo * found.missing + lying

    def standing(self, standing: Standing) -> float:
        """Points for what the enterprise is, whatever was asked."""
        weights = self.weights
        total = weights.prominence * standing.prominence / _FULL + weights.branch * standing.is_branch
        return total + weights.joint_stock * standing.is_stock

    def _lie(self, name: str, standing: Standing, found: Alignment, typed: int) -> float:
        """Points for where and how the query lies in the name."""
        weights, blocks = self.weights, found.blocks
        start, first = blocks[0]
        end = found.end
        body = body_length(name)
        inside = found.length
        total = weights.block * (len(blocks) - 1) + weights.first_block * first / max(typed, 1)
        if start == standing.region:
            total += weights.after_region + weights.whole_proper_name * (first == standing.proper)
        elif start == 0:
            total += weights.at_start
        else:
            total += weights.elsewhere * min(abs(start - standing.region), _FAR)
        total += weights.gap * min(end - start - inside, _MOST_APART)
        tail = name[end:body]
        common = sum(len(word) for word in self._common if word in tail)
        total += weights.tail * min(max(len(tail) - common, 0), _MOST_APART)
        return total + weights.common_tail * min(common, _MOST_APART) + self._whole(name, body, start, inside)

    def _whole(self, name: str, body: int, start: int, inside: int) -> float:
        """Points where nothing of the name is left out, with or without its legal form."""
        if start:
            return 0.0
        return self.weights.whole_name * (inside == len(name)) + self.weights.whole_body * (inside == body)


def body_length(name: str) -> int:
    """Letters of a cleaned name before its legal form."""
    for ending in _ENDINGS:
        if name.endswith(ending):
            return len(name) - len(ending)
    return len(name)
