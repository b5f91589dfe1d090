"""Judge products by a learned model: the likely codes and risk class of each, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wutong.warehouse.device_class.features import Encoded
from wutong.warehouse.device_class.grams import Floats
from wutong.warehouse.device_class.knowing import RISK_CLASSES
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.device_class.training import Learned, combined

MOST_CODES = 3
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class LikelyCode:
    """A code and the chance from 0 to 1 that it is right, if the product is a device at all."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is likely of one product. `confidence` is the chance from 0 to 1 that the risk class is right.

    Below the declared level an answer is not sure.
    """

    codes: tuple[LikelyCode, ...]
    risk_class: str
    confidence: float
    next_class: str
    is_sure: bool


@dataclass(frozen=True)
class Judge:
    """A learned model, ready to be asked."""

    learned: Learned

    @cached_property
    def decided(self) -> Encoded:
        return self.learned.decided

    def judge(self, products: Sequence[Product]) -> Iterator[Judgement]:
        """A judgement on each product, in order."""
        for start in range(0, len(products), _AT_ONCE):
            yield from self._judged(self.learned.features.encoded(products[start : start + _AT_ONCE]))

    def _judged(self, asked: Encoded) -> Iterator[Judgement]:
        learned, seen = self.learned, self.learned.asked(asked)
        shares = combined(learned.weighing, learned.opinions.said(seen))
        sure = learned.confidence(shares, seen)
        codes = learned.code_shares(seen)
        for code_row, risk_row, confidence in zip(codes, shares, sure, strict=True):
            first, second = np.argsort(-risk_row, kind="stable")[:2]
            yield Judgement(
                codes=self._best(code_row),
                risk_class=RISK_CLASSES[first],
                confidence=float(confidence),
                next_class=RISK_CLASSES[second],
                is_sure=bool(confidence >= learned.sure_from),
            )

    def _best(self, shares: Floats) -> tuple[LikelyCode, ...]:
        best = np.argsort(-shares, kind="stable")[:MOST_CODES]
        return tuple(LikelyCode(self.learned.known.codes[place], float(shares[place])) for place in best)
