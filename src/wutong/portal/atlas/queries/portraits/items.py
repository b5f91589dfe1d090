"""What records tell of an enterprise, as values: one class for each block of its portrait. Reads nothing.

Codes stand as in the release. `tie` says through which name as written an item came here, and why; `origin`, which row
of which file told it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from wutong.portal.atlas.queries.portraits.origins import Origin
from wutong.portal.atlas.queries.portraits.ties import Listing, Tie


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of which the enterprise is a sponsor; `role` is lead or collaborator."""

    trial_id: str
    register: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    phase: str | None
    status: str | None
    study_type: str | None
    drug: str | None
    indication: str | None
    planned_size: int | None
    registered_on: date | None
    updated_on: date | None
    role: str
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Product:
    """A product whose holder the enterprise is. `stage` is approved, or listed where no approval is known."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    modality: str | None
    dosage_form: str | None
    trade_names: tuple[str, ...]
    therapeutic_areas: tuple[str, ...]
    approval_count: int
    stage: str
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval of such a product. `year` is what the number says.

    `matched_by` is holder, trade_name (with the full name), or name alone, which is unsure: lists of approvals name no
    holder.
    """

    approval_number: str
    scheme: str
    approval_class: str
    year: int | None
    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_name: str | None
    matched_by: str
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Application:
    """A drug application by its acceptance number, of the firm that leads the trial which names the number."""

    acceptance_number: str
    kind: str | None
    approval_class: str | None
    asks_for: str | None
    year: int
    drug_text: str | None
    indication_text: str | None
    accepted_on: date | None
    decided_on: date | None
    decision: str | None
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Round:
    """A round of financing. Amounts are a range in CNY; `amount_basis` says how it was read."""

    announced_on: date | None
    round: str | None
    round_text: str | None
    investors: tuple[str, ...]
    amount_text: str | None
    amount_low_cny: float | None
    amount_high_cny: float | None
    amount_basis: str | None
    tie: Tie
    origin: Origin


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one statement. `period` is 2015Q4, counted from the first of January, or `snapshot`."""

    stock_code: str
    period: str
    statement: str
    metric: str
    value: float
    unit: str
    written_unit: str
    basis: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Candidate:
    """A drug in trials that the enterprise leads, as registers write it: its phases, and how many trials name it.

    `product_id` is set where one product, and no more, goes by that text and no other firm is known to hold it.
    """

    drug: str
    product_id: str | None
    phases: tuple[str, ...]
    trial_count: int
    first_registered_on: date | None
    last_registered_on: date | None


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """The first items of one block and how many there are; those that are tied for certain, and the unsure apart."""

    items: tuple[T, ...] = ()
    total: int = 0
    unsure: tuple[T, ...] = ()
    unsure_total: int = 0

    @property
    def is_empty(self) -> bool:
        """True where there is nothing at all, not even what is unsure."""
        return not (self.total or self.unsure_total)


@dataclass(frozen=True, slots=True)
class Reported:
    """The figures of one listing, oldest period first."""

    listing: Listing
    figures: tuple[Figure, ...]
