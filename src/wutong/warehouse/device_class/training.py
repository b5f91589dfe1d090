"""Learn from decisions: codes by likeness, then risk classes from several such opinions weighed together.

What the weighing learns from was said of products by learners that had not seen them, so it is not fooled.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wutong.catalog.device_class import DeviceKnowledge
from wutong.warehouse.device_class.features import Encoded, Features, Likeness
from wutong.warehouse.device_class.grams import Floats
from wutong.warehouse.device_class.knowing import RISK_CLASSES, Known
from wutong.warehouse.device_class.solving import Logistic, Ridge, softmax

FOLDS = 5
CODE_RIDGE = 0.15
LISTED_TRUST = 0.3  # a listed name counts less than a decision
CATEGORY_SHARE = 0.15  # how much of a category's score each of its codes is given
CODE_SHARPNESS = 8.0
WEIGHING = 30.0
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Opinions:
    """Ridge learners on the same decisions, each by another likeness; and the learner of codes."""

    by_risk: tuple[Ridge, ...]
    of_code: Ridge
    code_risk: Floats  # one row a code: the shares of risk classes there
    categories: Floats

    def code_scores(self, subject: Floats) -> Floats:
        """Scores of codes, from likeness to decisions with a code and to listed names."""
        scores = self.of_code.scores(subject)
        found: Floats = scores + CATEGORY_SHARE * (scores @ self.categories @ self.categories.T)
        return found

    def said(self, like: Sequence[Floats], subject: Floats, cues: Floats) -> Floats:
        """All opinions on each product side by side, the main one first. `like` are the views of likeness."""
        scores = [ridge.scores(view) for ridge, view in zip(self.by_risk, like, strict=True)]
        codes = softmax(CODE_SHARPNESS * self.code_scores(subject))
        return np.hstack([*scores, codes @ self.code_risk, codes @ self.categories, cues])


def views(like: Likeness) -> tuple[Floats, ...]:
    """The likenesses by which risk classes are judged; the main one first."""
    text, close = like.text, like.cue_closeness
    return (text * (1 + close) + 2 * like.cue_product, like.names, like.uses, (text + 1) * close)


RIDGES = (0.1, 0.1, 0.1, 0.2)


@dataclass(frozen=True)
class Learned:
    """Everything that the answers are worked out from."""

    known: Known
    features: Features
    encoded: Encoded  # the decisions, then the listed names
    opinions: Opinions
    weighing: Logistic
    sureness: Logistic

    @property
    def coded(self) -> Encoded:
        """What codes are learned from: decisions that have one, and listed names."""
        return self.encoded[_coded_rows(self.known, np.arange(len(self.known.decisions)))]

    @property
    def decided(self) -> Encoded:
        """The decisions."""
        return self.encoded[np.arange(len(self.known.decisions))]


def learn(known: Known, knowledge: DeviceKnowledge) -> Learned:
    """A model of all that is known; the same for the same input."""
    features = Features.learned(known.products, [one.product for one in known.listed], knowledge.cues)
    encoded = features.encoded([*known.products, *(one.product for one in known.listed)])
    decided = encoded[np.arange(len(known.decisions))]
    teacher = _Teacher(
        known,
        views=views(features.likeness(decided, decided)),
        subject=features.subject(encoded, encoded),
        cues=decided.cues,
    )
    everything = np.arange(len(known.decisions))
    opinions = teacher.opinions(everything)
    said, folds = teacher.said_unseen(), fold_of(known)
    weighing = _weighed(said, known.risk_wanted)
    shares = np.zeros_like(known.risk_wanted)
    for fold in range(FOLDS):
        there = folds == fold
        shares[there] = combined(_weighed(said[~there], known.risk_wanted[~there]), said[there])
    right = shares.argmax(axis=1) == known.risk_wanted.argmax(axis=1)
    sureness = Logistic.fitted(leads(shares), np.column_stack([~right, right]).astype(np.float64), strength=1.0)
    return Learned(known, features, encoded, opinions, weighing, sureness)


def combined(weighing: Logistic, said: Floats) -> Floats:
    """The weighed shares together with the main opinion, by risk class."""
    found: Floats = weighing.shares(said) + said[:, : len(RISK_CLASSES)]
    return found


def leads(shares: Floats) -> Floats:
    """What tells how sure an answer is: its share, and its lead over the next."""
    ordered = np.sort(shares, axis=1)
    return np.column_stack([ordered[:, -1], ordered[:, -1] - ordered[:, -2]])


def fold_of(known: Known) -> Rows:
    """A fold for each decision, each class spread evenly; the order of equal ones follows their texts."""
    order = sorted(
        range(len(known.decisions)),
        key=lambda place: (known.decisions[place].risk_class, hash_of(known.decisions[place].product), place),
    )
    folds = np.zeros(len(order), dtype=np.int64)
    folds[np.array(order, dtype=np.int64)] = np.arange(len(order)) % FOLDS
    return folds


def hash_of(text: str) -> int:
    """A number that depends on the text alone, in every process."""
    value = 0
    for character in text:
        value = (value * 1_000_003 + ord(character)) % 2_147_483_647
    return value


def _weighed(said: Floats, wanted: Floats) -> Logistic:
    return Logistic.fitted(said, wanted, strength=WEIGHING)


def _coded_rows(known: Known, rows: Rows) -> Rows:
    """Of `rows` those whose decision names a code, and then every listed name."""
    count = len(known.decisions)
    return np.concatenate([np.intersect1d(rows, known.with_code), np.arange(count, count + len(known.listed))])


@dataclass(frozen=True)
class _Teacher:
    """Learns from some of the decisions, and asks about others. Likeness is worked out once, for all."""

    known: Known
    views: tuple[Floats, ...]  # of decisions to decisions
    subject: Floats  # of everything to everything
    cues: Floats

    def opinions(self, rows: Rows) -> Opinions:
        """Learned from the decisions at `rows`."""
        wanted, codes_wanted = self.known.risk_wanted[rows], self.known.code_wanted
        coded = _coded_rows(self.known, rows)
        trust = np.where(coded < len(self.known.decisions), 1.0, LISTED_TRUST)
        return Opinions(
            by_risk=tuple(
                Ridge.fitted(view[np.ix_(rows, rows)], wanted, ridge=ridge)
                for view, ridge in zip(self.views, RIDGES, strict=True)
            ),
            of_code=Ridge.fitted(
                self.subject[np.ix_(coded, coded)], codes_wanted[coded], ridge=CODE_RIDGE, weights=trust
            ),
            code_risk=self._code_risk(codes_wanted[rows].T @ wanted),
            categories=self.known.categories,
        )

    def _code_risk(self, counts: Floats) -> Floats:
        """Shares of risk classes at each code; few decisions lean on the category, and on all."""
        of_all = counts.sum(axis=0) / max(counts.sum(), 1.0)
        category = self.known.categories @ (self.known.categories.T @ counts)
        leaning = (category + 2 * of_all) / (category.sum(axis=1, keepdims=True) + 2)
        found: Floats = (counts + 3 * leaning) / (counts.sum(axis=1, keepdims=True) + 3)
        return found

    def said_unseen(self) -> Floats:
        """What is said of each decision by those who have not seen it."""
        folds = fold_of(self.known)
        made: dict[int, Floats] = {}
        for fold in range(FOLDS):
            asked, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
            opinions = self.opinions(rest)
            like = [view[np.ix_(asked, rest)] for view in self.views]
            subject = self.subject[np.ix_(asked, _coded_rows(self.known, rest))]
            said = opinions.said(like, subject, self.cues[asked])
            made |= dict(zip(asked.tolist(), said, strict=True))
        return np.array([made[place] for place in range(len(folds))])
