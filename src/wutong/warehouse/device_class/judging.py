"""Judge products by a learned model: the likely codes and risk class of each, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wutong.warehouse.device_class.features import Encoded
from wutong.warehouse.device_class.grams import Floats
from wutong.warehouse.device_class.knowing import RISK_CLASSES
from wutong.warehouse.device_class.solving import softmax
from wutong.warehouse.device_class.texts import Product
from wutong.warehouse.device_class.training import CODE_SHARPNESS, Learned, combined, leads, views

MOST_CODES = 3
SURE = 0.6  # below this an answer says that it is unsure
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class LikelyCode:
    """A code and its share among all codes, from 0 to 1."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is likely of one product. `confidence` is the chance from 0 to 1 that the risk class is right."""

    codes: tuple[LikelyCode, ...]
    risk_class: str
    confidence: float
    next_class: str

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True)
class Judge:
    """A learned model, ready to be asked."""

    learned: Learned

    @cached_property
    def decided(self) -> Encoded:
        return self.learned.decided

    @cached_property
    def coded(self) -> Encoded:
        return self.learned.coded

    def judge(self, products: Sequence[Product]) -> Iterator[Judgement]:
        """A judgement on each product, in order."""
        for start in range(0, len(products), _AT_ONCE):
            yield from self._judged(self.learned.features.encoded(products[start : start + _AT_ONCE]))

    def _judged(self, asked: Encoded) -> Iterator[Judgement]:
        learned = self.learned
        subject = learned.features.subject(asked, self.coded)
        like = views(learned.features.likeness(asked, self.decided))
        said = learned.opinions.said(like, subject, asked.cues)
        shares = combined(learned.weighing, said)
        sure = learned.sureness.shares(leads(shares))[:, 1]
        codes = softmax(CODE_SHARPNESS * learned.opinions.code_scores(subject))
        for code_row, risk_row, confidence in zip(codes, shares, sure, strict=True):
            first, second = np.argsort(-risk_row, kind="stable")[:2]
            yield Judgement(
                codes=self._best(code_row),
                risk_class=RISK_CLASSES[first],
                confidence=float(confidence),
                next_class=RISK_CLASSES[second],
            )

    def _best(self, shares: Floats) -> tuple[LikelyCode, ...]:
        best = np.argsort(-shares, kind="stable")[:MOST_CODES]
        return tuple(LikelyCode(self.learned.known.codes[place], float(shares[place])) for place in best)
