"""What the API answers of the blocks of a portrait: the items of queries.portraits.items, with their codes."""

from datetime import date
from typing import Literal

from ninja import Schema

from wutong.portal.atlas.api.schemas import Moment, OriginOut, PortraitOut

BlockName = Literal["products", "trials", "approvals", "applications", "financing", "figures"]


class TieOut(Schema):
    """A name as written, and why it is taken for this enterprise's. What is `unsure` is counted nowhere."""

    name: str
    verdict: Literal["same", "unsure"]
    basis: Literal["matched", "judged", "credit_code", "full_name"]
    score: float | None
    reasons_zh: list[str]
    reasons_en: list[str]
    judgement_id: str | None


class TiedOut(Schema):
    """What every item of a block has."""

    tie: TieOut
    origin: OriginOut


class TrialItem(TiedOut):
    """A trial of which the enterprise is a sponsor."""

    trial_id: str
    register_code: str
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
    url: str


class ProductItem(TiedOut):
    """A product whose holder the enterprise is."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    modality: str | None
    dosage_form: str | None
    trade_names: list[str]
    therapeutic_areas: list[str]
    approval_count: int
    stage: str
    url: str


class ApprovalItem(TiedOut):
    """An approval of such a product."""

    approval_number: str
    scheme: str
    approval_class: str
    year: int | None
    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_name: str | None
    matched_by: Literal["holder", "trade_name", "name"]


class ApplicationItem(TiedOut):
    """A drug application whose trial the enterprise leads."""

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
    url: str


class RoundItem(TiedOut):
    """A round of financing; amounts are a range in CNY."""

    announced_on: date | None
    round: str | None
    round_text: str | None
    investors: list[str]
    amount_text: str | None
    amount_low_cny: float | None
    amount_high_cny: float | None
    amount_basis: str | None


class FigureItem(Schema):
    """One figure of a listed firm, counted from the first of January to the end of the quarter."""

    stock_code: str
    period: str
    statement: str
    metric: str
    value: float
    unit: str
    written_unit: str
    basis: str
    origin: OriginOut


class CandidateItem(Schema):
    """A drug in trials that the enterprise leads."""

    drug: str
    product_id: str | None
    phases: list[str]
    trial_count: int
    first_registered_on: date | None
    last_registered_on: date | None


class AliasItem(TiedOut):
    """A name that a source gives beside the full one."""

    text: str
    kind: str
    language: str


class ListingItem(TiedOut):
    """A stock code of the enterprise."""

    stock_code: str
    name_zh: str
    short_name: str | None
    name_en: str | None


class LookedInOut(Schema):
    """A source that was looked in, and when it was read."""

    source_id: str
    read_at: Moment | None


class BlockOut(Schema):
    """What every block has: how many items are certain, how many unsure, what was looked in, and the whole list."""

    total: int
    unsure_total: int
    looked_in: list[LookedInOut]
    url: str


class TrialsOut(BlockOut):
    """Trials; the first ones."""

    items: list[TrialItem]
    unsure: list[TrialItem]


class ProductsOut(BlockOut):
    """Products held, and drugs in its trials; the first ones."""

    items: list[ProductItem]
    unsure: list[ProductItem]
    in_trials: list[CandidateItem]


class ApprovalsOut(BlockOut):
    """Approvals; the first ones."""

    items: list[ApprovalItem]
    unsure: list[ApprovalItem]


class ApplicationsOut(BlockOut):
    """Applications; the first ones."""

    items: list[ApplicationItem]
    unsure: list[ApplicationItem]


class FinancingOut(BlockOut):
    """Rounds of financing; the first ones."""

    items: list[RoundItem]
    unsure: list[RoundItem]


class FiguresOut(BlockOut):
    """Listings, and all figures of those that are certain."""

    listings: list[ListingItem]
    items: list[FigureItem]


class NamesOut(Schema):
    """Aliases, and names as records write them. Present and former names are in `names` of the portrait."""

    aliases: list[AliasItem]
    ties: list[TieOut]


class BlocksOut(Schema):
    """The blocks of one enterprise."""

    products: ProductsOut
    trials: TrialsOut
    approvals: ApprovalsOut
    applications: ApplicationsOut
    financing: FinancingOut
    figures: FiguresOut
    known_as: NamesOut


class WholePortraitOut(PortraitOut):
    """One enterprise with everything behind it, and what records tell of it."""

    blocks: BlocksOut


class RecordsOut(Schema):
    """One page of one block."""

    release: str
    enterprise_id: str
    block: BlockName
    total: int
    other_total: int
    page: int
    pages: int
    items: list[TrialItem | ProductItem | ApprovalItem | ApplicationItem | RoundItem | FigureItem]
