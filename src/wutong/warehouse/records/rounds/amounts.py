"""Amounts in figures or in words, as a range in their own currency. What says nothing stays without a range."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wutong.catalog.currencies import Currency
from wutong.catalog.finance import AmountWord, AmountWords

_BETWEEN = re.compile(r"\s*(?:-|~|—|–|至|到)\s*")
_FORGIVEN = re.compile(r"[\s,]+|总计|合计|整$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A range of money. `basis`: figure, or the word that makes the range, or undisclosed; None: cannot be read."""

    currency: str | None
    low: float | None
    high: float | None
    basis: str | None


UNREADABLE = Amount(None, None, None, None)
UNDISCLOSED = Amount(None, None, None, "undisclosed")


class AmountReader:
    """Reads amounts by declared units, currencies and words."""

    def __init__(self, units: Mapping[str, int], currencies: Mapping[str, Currency], words: AmountWords) -> None:
        self._units = units
        self._words = words
        self._currencies = {
            word.upper(): code for code, currency in currencies.items() for word in currency.words if word
        }
        self._currency = re.compile(_any_of(self._currencies))
        unit = f"(?:{_any_of(units)})"
        piece = rf"(?:[0-9]+(?:\.[0-9]+)?{unit}?|{unit})"
        before = _any_of(word for one in words.words for word in one.before)
        after = _any_of(word for one in words.words for word in one.after)
        self._shape = re.compile(rf"(?P<before>{before})?(?P<pieces>{piece}+)(?P<after>{after})?")
        self._piece = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+)?)?(?P<unit>{unit})?")

    def read(self, text: str | None) -> Amount:
        """The range that `text` tells."""
        plain = _FORGIVEN.sub("", unicodedata.normalize("NFKC", text or "")).upper()
        if not plain or plain.casefold() in self._words.undisclosed:
            return UNDISCLOSED
        found = {self._currencies[word] for word in self._currency.findall(plain)}
        foreign = found - {"CNY"}
        if len(foreign) > 1 or (not found and plain.replace(".", "", 1).isdigit()):
            return UNREADABLE  # two currencies, or a number of nobody knows what
        currency = foreign.pop() if foreign else "CNY"
        rest = self._currency.sub("", plain)
        ends = _BETWEEN.split(rest)
        return self._range(currency, *ends) if len(ends) == 2 else self._one(currency, rest)

    def _one(self, currency: str, rest: str) -> Amount:
        match = self._shape.fullmatch(rest)
        if match is None:
            return UNREADABLE
        figure = self._figure(match["pieces"])
        word = self._word(match["before"], match["after"])
        if word is None:
            return Amount(currency, float(figure), float(figure), "figure")
        high = None if word.high is None else float(figure * Decimal(str(word.high)))
        return Amount(currency, float(figure * Decimal(str(word.low))), high, f"word: {word.code}")

    def _range(self, currency: str, first: str, last: str) -> Amount:
        ends = [self._shape.fullmatch(end) for end in (first, last)]
        if any(end is None or end["before"] or end["after"] for end in ends):
            return UNREADABLE
        unit = self._piece.match(last)
        if first.replace(".", "", 1).isdigit() and unit and unit["unit"]:
            first += unit["unit"]
        low, high = float(self._figure(first)), float(self._figure(last))
        return Amount(currency, low, high, "figure") if low <= high else UNREADABLE

    def _word(self, before: str | None, after: str | None) -> AmountWord | None:
        for one in self._words.words:
            if before in one.before or after in one.after:
                return one
        return None

    def _figure(self, pieces: str) -> Decimal:
        found = (match for match in self._piece.finditer(pieces) if match[0])
        return sum((Decimal(one["number"] or 1) * self._units.get(one["unit"] or "", 1) for one in found), Decimal(0))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
