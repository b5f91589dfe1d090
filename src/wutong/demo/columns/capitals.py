"""Registered capital: clean amounts, and the spellings of them that registers hold."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wutong.catalog.demo import Capital, Form, Spelling
from wutong.demo.draws import Choice, Draws, Flags, Floats, Numbers
from wutong.demo.texts import column, take, where


@dataclass(frozen=True)
class Capitals:
    """Capital as written, and what it means; NaN and empty where nothing is stated."""

    text: pa.Array
    amount: Floats
    unit: Numbers
    currency: pa.Array


class CapitalBook:
    """Draws capital by legal form."""

    def __init__(self, capital: Capital, forms: tuple[Form, ...]) -> None:
        self._capital = capital
        self._amounts: Floats = np.array(capital.amounts)
        self._amount_choice = Choice([capital.weights])
        self._spelling_choice = Choice([[spelling.weight for spelling in capital.spellings]])
        self._currencies = column([spelling.currency for spelling in capital.spellings])
        self._units: Numbers = np.array([spelling.unit for spelling in capital.spellings], dtype=np.int64)
        self._missing: Floats = np.array([form.capital_missing for form in forms])
        self._factors: Floats = np.array([form.capital_factor for form in forms])
        self._branch = next(index for index, form in enumerate(forms) if form.id == "branch")

    def of(self, draws: Draws, keys: Numbers, forms: Numbers, is_unreadable: Flags) -> Capitals:
        """The capital of each key. Branches have none, or nought."""
        amounts = self._draw_amounts(draws, keys, forms)
        spelling = self._spelling_choice.pick(draws.uniform(keys, "capital-spelling"))
        is_missing = draws.chance(keys, "capital-missing", self._missing[forms])
        text = where(is_missing, "N/A", self._spell(amounts, spelling))
        unreadable = is_unreadable & ~is_missing
        wrong = self._capital.unreadable
        text = where(unreadable, take(column(wrong), draws.below(keys, "capital-wrong", len(wrong))), text)
        stated = ~is_missing & ~unreadable
        return Capitals(
            text=text,
            amount=np.where(stated, amounts, np.nan),
            unit=self._units[spelling],
            currency=self._currencies.take(pa.array(spelling, mask=~stated)),
        )

    def _draw_amounts(self, draws: Draws, keys: Numbers, forms: Numbers) -> Floats:
        """Amounts in ten thousand: round ones mostly, some odd, a few with a fraction of four digits."""
        listed = self._amounts[self._amount_choice.pick(draws.uniform(keys, "capital"))]
        odd = np.floor(np.exp(4.6 + 1.6 * _normal(draws, keys))) + 1
        amounts = np.where(draws.chance(keys, "capital-odd", self._capital.odd_share), odd, listed)
        amounts = np.maximum(1, np.round(amounts * self._factors[forms]))
        fraction = draws.below(keys, "capital-digits", 9999) / 10_000
        has_fraction = draws.chance(keys, "capital-fraction", self._capital.fraction_share)
        amounts = np.where(has_fraction, np.round(amounts + fraction, 4), amounts)
        is_zero = (forms == self._branch) & draws.chance(keys, "capital-zero", self._capital.zero_share)
        return np.where(is_zero, 0.0, amounts)

    def _spell(self, amounts: Floats, spellings: Numbers) -> pa.Array:
        """Each amount in its spelling; every pair of the two is written once."""
        pairs, place = np.unique(np.stack([amounts, spellings.astype(np.float64)]), axis=1, return_inverse=True)
        declared = self._capital.spellings
        texts = [_written(amount, declared[int(index)]) for amount, index in pairs.T.tolist()]
        return take(column(texts), place.ravel().astype(np.int64))


def _written(amount: float, spelling: Spelling) -> str:
    whole = amount == int(amount)
    digits = 0 if whole else spelling.decimals or len(f"{amount:.4f}".rstrip("0").split(".")[1])
    number = f"{amount:,.{digits}f}" if spelling.grouped else f"{amount:.{digits}f}"
    return spelling.text.format(amount=number)


def _normal(draws: Draws, keys: Numbers) -> Floats:
    """Nearly normal draws: twelve uniform ones summed would be closer, three are enough here."""
    total = sum(draws.uniform(keys, f"capital-size-{turn}") for turn in range(3))
    return (np.asarray(total) - 1.5) * 2.0
