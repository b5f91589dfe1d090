"""Learn from decisions: codes by likeness, then risk classes from several such opinions weighed together.

What the weighing learns from was said of products by learners that had not seen them, so it is not fooled; and so are
confidence and the shares of codes, which therefore mean shares of right answers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wutong.catalog.device_class import DeviceKnowledge
from wutong.warehouse.device_class.features import Encoded, Features, Likeness
from wutong.warehouse.device_class.grams import Floats
from wutong.warehouse.device_class.knowing import RISK_CLASSES, Known
from wutong.warehouse.device_class.solving import Logistic, Ridge, sharpest, softmax

FOLDS = 5
CODE_RIDGE = 0.15
LISTED_TRUST = 0.3  # a listed name counts less than a decision: for codes
ENTRY_TRUST = 0.15  # and an entry of the catalogue, with the classes that it may have, less still: for risk classes
CATEGORY_SHARE = 0.15  # how much of a category's score each of its codes is given
VOTE_SHARPNESS = 8.0  # of codes, and of names listed under them, where they vote on the risk class
WEIGHING = 30.0
RIDGES = (0.1, 0.1, 0.1, 0.2)
WIDE_RIDGE = 0.1
FARTHEST = 0.01  # share of unseen decisions that were still farther from all others
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """Products as learners see them: how like they are to what each of those has learned from."""

    views: tuple[Floats, ...]  # to decisions, by each view of likeness
    wide: Floats  # to decisions and then to the catalogue's entries
    subject: Floats  # to decisions with a code and then to every listed name, by what they are
    names: Floats  # to every listed name, by name
    cues: Floats

    @property
    def nearest(self) -> Floats:
        """The likeness by name or use to the decision that each product is most like."""
        found: Floats = np.maximum(self.views[1], self.views[2]).max(axis=1, initial=0.0)
        return found


@dataclass(frozen=True)
class Opinions:
    """Ridge learners on the same decisions, each by another likeness; the learner of codes; what codes stand for."""

    wide: Ridge  # learned from the catalogue's entries too
    by_risk: tuple[Ridge, ...]
    of_code: Ridge
    code_risk: Floats  # one row a code: the shares of risk classes among decisions there
    listed_risk: Floats  # one row a listed name: the shares of the classes that it may have
    listed_code: Floats  # one row a listed name, one column a code: 1 where it stands
    categories: Floats

    def code_scores(self, subject: Floats) -> Floats:
        """Scores of codes, from likeness to decisions with a code and to listed names."""
        scores = self.of_code.scores(subject)
        found: Floats = scores + CATEGORY_SHARE * (scores @ self.categories @ self.categories.T)
        return found

    def said(self, asked: Asked) -> Floats:
        """All opinions on each product side by side, the main one first."""
        scores = [ridge.scores(view) for ridge, view in zip(self.by_risk, asked.views, strict=True)]
        by_code = VOTE_SHARPNESS * self.code_scores(asked.subject)
        codes, held = softmax(by_code), self.listed_code.sum(axis=0)[:, None]
        of_code = (self.listed_code.T @ self.listed_risk) / np.maximum(held, 1)
        named = softmax(by_code @ self.listed_code.T + VOTE_SHARPNESS * asked.names)
        votes = (codes @ self.code_risk, codes @ self.categories, codes @ of_code, named @ self.listed_risk)
        return np.hstack([self.wide.scores(asked.wide), *scores, *votes, asked.cues])


def views(like: Likeness) -> tuple[Floats, ...]:
    """The likenesses by which risk classes are judged from decisions."""
    text, close = like.text, like.cue_closeness
    return (text * (1 + close) + 2 * like.cue_product, like.names, like.uses, (text + 1) * close)


def wide(like: Likeness) -> Floats:
    """The likeness by which decisions and entries are learned from together."""
    found: Floats = like.text * (1 + like.cue_closeness)
    return found


@dataclass(frozen=True)
class Learned:
    """Everything that the answers are worked out from."""

    known: Known
    features: Features
    encoded: Encoded  # the decisions, then the listed names: the catalogue's entries, then declared words
    opinions: Opinions
    weighing: Logistic
    sureness: Logistic
    code_sharpness: float  # makes shares of codes mean shares of right answers
    sure_from: float
    measured_from: float  # likeness to the nearest decision under which neither was measured

    def asked(self, products: Encoded) -> Asked:
        """`products` as the learners see them."""
        count, entries = len(self.known.decisions), self.known.entry_count
        like = self.features.likeness(products, self.encoded[np.arange(count + entries)])
        return Asked(
            views=tuple(view[:, :count] for view in views(like)),
            wide=wide(like),
            subject=self.features.subject(products, self.encoded[_coded_rows(self.known, np.arange(count))]),
            names=self.features.by_name(products, self.encoded[np.arange(count, len(self.encoded))]),
            cues=products.cues,
        )

    def confidence(self, shares: Floats, seen: Asked) -> Floats:
        """The chance from 0 to 1 that the class of the largest share is right. Of what is unlike all that confidence
        was measured on, no more is known than which class is the most usual."""
        usual = self.known.risk_wanted.mean(axis=0).max()
        sure = self.sureness.shares(leads(shares, seen.nearest))[:, 1]
        found: Floats = np.where(seen.nearest < self.measured_from, np.minimum(sure, usual), sure)
        return found

    def code_shares(self, seen: Asked) -> Floats:
        """Shares of codes that sum to one, calibrated; hardly told apart for what is unlike all."""
        sharpness = np.where(seen.nearest < self.measured_from, 1.0, self.code_sharpness)
        return softmax(sharpness[:, None] * self.opinions.code_scores(seen.subject))

    @property
    def decided(self) -> Encoded:
        """The decisions."""
        return self.encoded[np.arange(len(self.known.decisions))]


def learn(known: Known, knowledge: DeviceKnowledge) -> Learned:
    """A model of all that is known; the same for the same input."""
    features = Features.learned(known.products, [one.product for one in known.listed], knowledge.cues)
    encoded = features.encoded([*known.products, *(one.product for one in known.listed)])
    teacher = _Teacher.of(known, features, encoded)
    opinions = teacher.opinions(np.arange(len(known.decisions)))
    said, codes, near, folds = *teacher.said_unseen(), fold_of(known)
    shares = np.zeros_like(known.risk_wanted)
    for fold in range(FOLDS):
        there = folds == fold
        shares[there] = combined(_weighed(said[~there], known.risk_wanted[~there]), said[there])
    right = shares.argmax(axis=1) == known.risk_wanted.argmax(axis=1)
    return Learned(
        known=known,
        features=features,
        encoded=encoded,
        opinions=opinions,
        weighing=_weighed(said, known.risk_wanted),
        sureness=Logistic.fitted(
            leads(shares, near), np.column_stack([~right, right]).astype(np.float64), strength=1.0
        ),
        code_sharpness=sharpest(codes[known.with_code], known.code_wanted[known.with_code]),
        sure_from=knowledge.sure_from,
        measured_from=float(np.quantile(near, FARTHEST)),
    )


def combined(weighing: Logistic, said: Floats) -> Floats:
    """The weighed shares together with the main opinion, by risk class."""
    found: Floats = weighing.shares(said) + said[:, : len(RISK_CLASSES)]
    return found


def leads(shares: Floats, nearest: Floats) -> Floats:
    """What tells how sure an answer is: its share, its lead over the next, and how near the nearest decision is."""
    ordered = np.sort(shares, axis=1)
    return np.column_stack([ordered[:, -1], ordered[:, -1] - ordered[:, -2], nearest])


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
    wide: Floats  # of decisions and entries to each other
    subject: Floats  # of everything to everything
    names: Floats  # of decisions to listed names
    cues: Floats

    @classmethod
    def of(cls, known: Known, features: Features, encoded: Encoded) -> "_Teacher":
        count, entries = len(known.decisions), known.entry_count
        decided, both = encoded[np.arange(count)], encoded[np.arange(count + entries)]
        like = features.likeness(both, both)
        return cls(
            known=known,
            views=tuple(view[:count, :count] for view in views(like)),
            wide=wide(like),
            subject=features.subject(encoded, encoded),
            names=features.by_name(decided, encoded[np.arange(count, len(encoded))]),
            cues=decided.cues,
        )

    def opinions(self, rows: Rows) -> Opinions:
        """Learned from the decisions at `rows`."""
        known, wanted, codes_wanted = self.known, self.known.risk_wanted[rows], self.known.code_wanted
        coded, widely = _coded_rows(known, rows), self._wide_rows(rows)
        count, entries = len(known.decisions), known.entry_count
        return Opinions(
            wide=Ridge.fitted(
                self.wide[np.ix_(widely, widely)],
                np.vstack([wanted, known.listed_risk[:entries]]),
                ridge=WIDE_RIDGE,
                weights=np.where(widely < count, 1.0, ENTRY_TRUST),
            ),
            by_risk=tuple(
                Ridge.fitted(view[np.ix_(rows, rows)], wanted, ridge=ridge)
                for view, ridge in zip(self.views, RIDGES, strict=True)
            ),
            of_code=Ridge.fitted(
                self.subject[np.ix_(coded, coded)],
                codes_wanted[coded],
                ridge=CODE_RIDGE,
                weights=np.where(coded < count, 1.0, LISTED_TRUST),
            ),
            code_risk=self._code_risk(codes_wanted[rows].T @ wanted),
            listed_risk=known.listed_risk,
            listed_code=codes_wanted[count:],
            categories=known.categories,
        )

    def _wide_rows(self, rows: Rows) -> Rows:
        count = len(self.known.decisions)
        return np.concatenate([rows, np.arange(count, count + self.known.entry_count)])

    def _code_risk(self, counts: Floats) -> Floats:
        """Shares of risk classes at each code; few decisions lean on the category, and on all."""
        of_all = counts.sum(axis=0) / max(counts.sum(), 1.0)
        category = self.known.categories @ (self.known.categories.T @ counts)
        leaning = (category + 2 * of_all) / (category.sum(axis=1, keepdims=True) + 2)
        found: Floats = (counts + 3 * leaning) / (counts.sum(axis=1, keepdims=True) + 3)
        return found

    def said_unseen(self) -> tuple[Floats, Floats, Floats]:
        """What is said of each decision by those who have not seen it: all opinions, the scores of codes, and how near
        the nearest of the others is."""
        folds = fold_of(self.known)
        order = np.argsort(folds, kind="stable")
        made: list[tuple[Floats, Floats, Floats]] = []
        for fold in range(FOLDS):
            asked, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
            opinions, seen = self.opinions(rest), self._asked(asked, rest)
            made.append((opinions.said(seen), opinions.code_scores(seen.subject), seen.nearest))
        back = np.argsort(order, kind="stable")
        said, codes, near = (np.concatenate(parts)[back] for parts in zip(*made, strict=True))
        return said, codes, near

    def _asked(self, asked: Rows, rest: Rows) -> Asked:
        """The decisions at `asked`, as those see them who have learned from the decisions at `rest`."""
        return Asked(
            views=tuple(view[np.ix_(asked, rest)] for view in self.views),
            wide=self.wide[np.ix_(asked, self._wide_rows(rest))],
            subject=self.subject[np.ix_(asked, _coded_rows(self.known, rest))],
            names=self.names[asked],
            cues=self.cues[asked],
        )
