"""The ways of learning that are used: ridge regression on likeness, logistic regression on few numbers, and how sharply
scores are told apart."""

from dataclasses import dataclass

import numpy as np

from wutong.warehouse.device_class.grams import Floats


@dataclass(frozen=True)
class Ridge:
    """Scores of each choice: `base` plus likeness to known products times `shares`."""

    base: Floats
    shares: Floats

    @classmethod
    def fitted(cls, likeness: Floats, wanted: Floats, *, ridge: float, weights: Floats | None = None) -> "Ridge":
        """From the likeness of known products to each other and what is wanted of each; less weight, less trust."""
        from scipy.linalg import solve  # noqa: PLC0415 - slow to import, and most builds learn nothing

        trust = np.ones(len(wanted)) if weights is None else weights
        base = np.average(wanted, axis=0, weights=trust)
        held = (likeness + ridge * np.diag(1 / trust)).astype(np.float32)  # half the time, and exact enough
        shares = solve(held, (wanted - base).astype(np.float32), assume_a="pos", overwrite_a=True, check_finite=False)
        return cls(base=base, shares=shares.astype(np.float64))

    def scores(self, likeness: Floats) -> Floats:
        """A row of scores for each row of likeness to the same known products."""
        found: Floats = self.base + likeness @ self.shares
        return found


@dataclass(frozen=True)
class Logistic:
    """Shares of each choice by a weighted sum of numbers, each brought to the same spread."""

    centre: Floats
    spread: Floats
    weights: Floats  # one row a number and a last one for the constant; one column a choice

    @classmethod
    def fitted(cls, numbers: Floats, choice: Floats, *, strength: float) -> "Logistic":
        """From rows of numbers and the choice of each (one of its columns is 1). `strength` keeps weights small."""
        from scipy.optimize import minimize  # noqa: PLC0415 - slow to import, and most builds learn nothing

        centre, spread = numbers.mean(axis=0), numbers.std(axis=0)
        spread = np.where(spread > 0, spread, 1.0)
        rows = _with_constant((numbers - centre) / spread)
        shape = (rows.shape[1], choice.shape[1])

        def loss(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(shape)
            shares = softmax(rows @ weights)
            held = weights[:-1]
            value = -np.log(np.maximum((shares * choice).sum(axis=1), 1e-12)).sum() + strength / 2 * (held**2).sum()
            slope = rows.T @ (shares - choice)
            slope[:-1] += strength * held
            return float(value), slope.ravel()

        found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
        return cls(centre=centre, spread=spread, weights=found.x.reshape(shape))

    def shares(self, numbers: Floats) -> Floats:
        """Shares that sum to one, a row for each row of numbers."""
        return softmax(_with_constant((numbers - self.centre) / self.spread) @ self.weights)


def softmax(scores: Floats) -> Floats:
    """Scores as shares that sum to one in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def sharpest(scores: Floats, wanted: Floats) -> float:
    """How much to raise `scores` so that their softmax gives what was wanted its true share; 1 without any row."""
    if not len(scores):
        return 1.0
    steps = np.exp(np.linspace(0.0, np.log(64.0), 49))
    losses = [-np.log(np.maximum((softmax(step * scores) * wanted).sum(axis=1), 1e-12)).sum() for step in steps]
    return float(steps[int(np.argmin(losses))])


def _with_constant(rows: Floats) -> Floats:
    return np.hstack([rows, np.ones((len(rows), 1))])
