"""Invented trials: the phases that a product went through, one after another, at hospitals that are nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wutong.catalog.demo_records import Indication, Phase, Status, Trials
from wutong.demo.records.cast import Firm
from wutong.demo.records.dice import Dice
from wutong.demo.records.hospitals import Hospital
from wutong.demo.records.products import Product

# No register has given out numbers as high as these.
_SERIALS, _MOST = 6_000, 4_000


@dataclass(frozen=True)
class Filing:
    """An application of a product: its acceptance number, the day, and the day of the decision if there is one."""

    product: Product
    number: str
    day: date
    decided_on: date | None
    is_marketing: bool


@dataclass(frozen=True)
class Trial:
    """A trial with what registers of both languages say of it; `partner` is a second sponsor."""

    number: int
    product: Product
    phase: Phase
    indication: Indication
    ctr: str
    nct: str | None
    acceptance: str
    status: Status
    partner: Firm | None
    registered_on: date
    started_on: date | None
    completed_on: date | None
    size: int
    sites: tuple[Hospital, ...]


@dataclass(frozen=True)
class Pipeline:
    """All filings and trials of the invented products."""

    filings: tuple[Filing, ...]
    trials: tuple[Trial, ...]


def run_trials(
    products: Iterable[Product], hospitals: Sequence[Hospital], firms: Sequence[Firm], declared: Trials, seed: int
) -> Pipeline:
    """The filings and trials of all products, in their order; numbers count up through them."""
    filings: list[Filing] = []
    trials: list[Trial] = []
    for product in products:
        dice = Dice(seed, "trials", product.number)
        days = _days(product, declared, dice)
        consent = days["application"] + timedelta(days=dice.between(70, 95))  # sixty working days of silence
        clinical = _filing(product, "L", days["application"], consent if consent <= declared.last_day else None)
        filings.append(clinical)
        if "submitted" in days:
            filings.append(_filing(product, "S", days["submitted"], days.get("approved")))
        for phase, begun in _phases(product, days, declared):
            trial = _trial(len(trials), product, phase, begun, clinical.number, hospitals, firms, declared, dice)
            trials.append(trial)
    return Pipeline(tuple(filings), tuple(trials))


def approval_number(filing: Filing) -> str | None:
    """The number under which the product of a filing was approved, if it was."""
    if not filing.is_marketing or filing.decided_on is None:
        return None
    serial = _SERIALS + filing.product.number % _MOST
    return f"国药准字{filing.product.kind.letter}{filing.decided_on.year}{serial}"


def _days(product: Product, declared: Trials, dice: Dice) -> dict[str, date]:
    """The day of each step: the last one lately, each earlier one a year or more before."""
    day = declared.last_day - timedelta(days=dice.between(20, 800))
    days: dict[str, date] = {}
    for step in reversed(product.steps):
        days[step] = day
        day -= timedelta(days=dice.between(260, 560))
    return days


def _filing(product: Product, asks: str, day: date, decided_on: date | None) -> Filing:
    number = f"CX{product.kind.letter}{asks}{day:%y}{90_000 + product.number}"
    return Filing(product, number, day, decided_on, is_marketing=asks == "S")


def _phases(product: Product, days: dict[str, date], declared: Trials) -> Iterator[tuple[Phase, date]]:
    return ((phase, days[phase.stage]) for phase in declared.phases if phase.stage in days)


def _trial(
    number: int,
    product: Product,
    phase: Phase,
    begun: date,
    acceptance: str,
    hospitals: Sequence[Hospital],
    firms: Sequence[Firm],
    declared: Trials,
    dice: Dice,
) -> Trial:
    is_running = product.stage == phase.stage
    status = dice.weighted(declared.statuses.running if is_running else declared.statuses.ended)
    return Trial(
        number=number,
        product=product,
        phase=phase,
        indication=dice.one(product.indications),
        ctr=f"CTR{begun.year}{_SERIALS + number % _MOST}",
        nct=f"NCT{90_000_000 + number}" if dice.chance(declared.also_abroad) else None,
        acceptance=acceptance,
        status=status,
        partner=dice.one(firms) if dice.chance(declared.jointly_sponsored) else None,
        registered_on=begun - timedelta(days=dice.between(5, 60)),
        started_on=None if dice.chance(declared.without_start) else begun,
        completed_on=None if is_running else begun + timedelta(days=dice.between(200, 420)),
        size=dice.between(phase.least, phase.most),
        sites=tuple(dice.some(hospitals, dice.between(max(1, phase.sites // 2), phase.sites * 3 // 2))),
    )
