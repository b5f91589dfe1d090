"""What matching answers: candidates with scores and reasons, and one verdict for each name."""

import enum
from dataclasses import dataclass

from wutong.kernel.bilingual import Text


class Verdict(enum.StrEnum):
    """Is the best candidate the one that is meant?"""

    SAME = "same"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise that a name may mean. `score` is the probability, 0 to 1, that it does."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    score: float
    verdict: Verdict
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidates of one name, the best first, and the verdict on the best; why, where there is none."""

    name: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    reasons: tuple[Text, ...]
