"""What is paid for one year of a doctor in an enterprise, and why that much. Pure; money in yuan and fen."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from wutong.catalog.placements import Grade, SubsidyScheme

_FEN = Decimal("0.01")


@dataclass(frozen=True)
class Claimed:
    """A year as it is claimed: which year of the placement, its rating, the pay, its months.

    `already` is what was paid for the same person in that year elsewhere: the cap is per person.
    """

    year: int
    grade: Grade
    pay: Decimal
    months: int = 12
    already: Decimal = Decimal(0)


@dataclass(frozen=True)
class Reckoned:
    """What is paid, with the sum before the cap, the cap that held, and the rule that decided.

    `rule` is `share`, `cap`, `years` (beyond the most that is paid for) or `nothing` (the rating bears no share).
    """

    amount: Decimal
    uncapped: Decimal
    cap: Decimal
    percent: int
    rule: str


def reckon(scheme: SubsidyScheme, claimed: Claimed) -> Reckoned:
    """The subsidy for a year; a year of fewer months has that part of the cap. Raises ValueError for odd figures."""
    if claimed.pay < 0 or claimed.already < 0 or claimed.year < 1 or not 1 <= claimed.months <= 12:
        raise ValueError(f"no such year: {claimed}")
    percent = scheme.share(claimed.grade).percent
    uncapped = _fen(claimed.pay * percent / 100)
    whole = Decimal(scheme.cap_a_person_year.yuan) * claimed.months / 12
    cap = max(Decimal(0), _fen(whole) - claimed.already)
    if claimed.year > scheme.most_years.years:
        return Reckoned(Decimal(0), uncapped, cap, percent, "years")
    if not percent:
        return Reckoned(Decimal(0), uncapped, cap, percent, "nothing")
    return Reckoned(min(uncapped, cap), uncapped, cap, percent, "cap" if uncapped > cap else "share")


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(_FEN, rounding=ROUND_DOWN)
