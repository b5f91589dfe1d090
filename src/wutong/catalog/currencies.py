"""Currencies as registers spell them, with dated rates to the renminbi. Converts nothing."""

from pathlib import Path
from typing import Literal

from pydantic import field_validator

from wutong.catalog.yaml_file import Declaration, Label, read_declaration

Confidence = Literal["high", "medium", "low"]


class Rates(Declaration):
    """CNY for one unit, from the first of January of each year named until the next one."""

    source: Label
    confidence: Confidence
    cny_by_year: dict[int, float]

    @field_validator("cny_by_year")
    @classmethod
    def _positive(cls, value: dict[int, float]) -> dict[int, float]:
        if not value or min(value.values()) <= 0:
            raise ValueError("rates must be given and above zero")
        return value


class Currency(Declaration):
    """One currency (ISO 4217), the words it goes by, and its rates."""

    code: str
    title: Label
    words: tuple[str, ...]
    rates: tuple[Rates, ...]

    def cny_in(self, year: int) -> float:
        """CNY for one unit in `year`: the latest entry not after it, else the earliest."""
        known = {since: rate for rates in self.rates for since, rate in rates.cny_by_year.items()}
        past = [since for since in known if since <= year]
        return known[max(past) if past else min(known)]


def load_currencies(folder: Path) -> dict[str, Currency]:
    """Every currency of catalog/currencies, by ISO code."""
    found = (read_declaration(path, Currency) for path in sorted(folder.glob("*.yml")))
    return {currency.code: currency for currency in found}
