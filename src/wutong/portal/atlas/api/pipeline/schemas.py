"""What the operations of the pipeline answer, and what they take."""

from datetime import date

from ninja import Schema
from pydantic import Field

from wutong.portal.atlas.api.params import LAST_PAGE, MOST_ITEMS
from wutong.portal.atlas.api.schemas import OriginOut
from wutong.portal.shared.api.building import both

_FACET = both("筛选代码，可重复；「-」表示未写明", "Code, may be repeated; “-” means not told")


class ScopeParams(Schema):
    """Whose pipeline."""

    place: list[str] = Field([], description=both("区划、集群或片区代码", "Code of a division, cluster or zone"))
    node: list[str] = Field([], description=both("产业链节点代码", "Chain node code"))
    enterprise: list[str] = Field([], description=both("企业标识", "Enterprise id"))


class PagedParams(Schema):
    """A text, an order and a page."""

    q: str = Field("", max_length=100, description=both("名称或编号", "A name or a number"))
    sort: str = Field("", description=both("次序代码，见页面", "Code of an order, as on the page"))
    page: int = Field(1, ge=1, le=LAST_PAGE, description=both("页码，从 1 起", "Page, from 1"))
    limit: int = Field(20, ge=1, le=MOST_ITEMS, description=both("每页条数", "Items a page"))


class ProductParams(PagedParams, ScopeParams):
    """Which products."""

    stage: list[str] = Field([], description=_FACET)
    modality: list[str] = Field([], description=_FACET)
    # Called as in addresses; `class` is a word of Python's own.
    drug_class: list[str] = Field([], alias="class", description=_FACET)
    scheme: list[str] = Field([], description=_FACET)
    form: list[str] = Field([], description=_FACET)
    area: list[str] = Field([], description=_FACET)
    year: list[str] = Field([], description=_FACET)


class HospitalParams(PagedParams):
    """Which hospitals."""

    has_trials: list[str] = Field([], description=_FACET)
    field: list[str] = Field([], description=_FACET)
    phase: list[str] = Field([], description=_FACET)
    province: list[str] = Field([], description=_FACET)
    city: list[str] = Field([], description=_FACET)


class ProductPath(Schema):
    """One product."""

    product_id: str = Field(description=both("产品编号（product_id）", "The id in a list of products"))


class HospitalPath(Schema):
    """One hospital."""

    hospital_id: str = Field(description=both("医院标识（hospital_id）", "The id in a list of hospitals"))


class PageOut(Schema):
    """Where in a list the answer stands; `facets` are counts of every value."""

    release: str
    total: int
    page: int
    pages: int
    limit: int
    facets: dict[str, dict[str, int]]


class ProductLine(Schema):
    """One product of a list. Counts of different things are never to be added."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_names: list[str]
    dosage_form: str | None
    modality: str | None
    drug_class: str | None
    stage: str | None
    holder: str | None
    approval_count: int
    application_count: int
    indication_count: int
    trial_count: int


class ProductListOut(PageOut):
    """A page of products."""

    items: list[ProductLine]


class HospitalLine(Schema):
    """One hospital of a list."""

    hospital_id: str
    name: str
    cities: list[str]
    alias_count: int
    trial_count: int
    sponsored_count: int
    first_year: int | None
    last_year: int | None


class HospitalListOut(PageOut):
    """A page of hospitals."""

    items: list[HospitalLine]


class NameTieOut(Schema):
    """A name as written and what it was found to mean: verdict same, unsure, none, or empty where nobody looked."""

    name: str
    verdict: str
    enterprise_id: str | None
    enterprise: str | None
    reasons_zh: list[str]
    reasons_en: list[str]
    is_judged: bool


class ApprovalOut(Schema):
    """One approval number."""

    number: str
    scheme: str
    approval_class: str
    year: int | None
    issuer: str | None
    is_for_repackaging: bool
    trade_name: str | None
    origin: OriginOut


class ApplicationOut(Schema):
    """One application; `days` are calendar days from acceptance to decision."""

    acceptance_number: str
    made: str | None
    kind: str | None
    approval_class: str | None
    asks_for: str | None
    year: int
    drug_text: str | None
    indication_text: str | None
    accepted_on: date | None
    decided_on: date | None
    decision: str | None
    days: int | None
    applicant: NameTieOut | None
    origin: OriginOut


class IndicationOut(Schema):
    """One indication, as written."""

    text: str
    trial_count: int
    trial_id: str | None
    acceptance_number: str | None


class ProductTrialOut(Schema):
    """One trial of the product; `numbered` is the year of its number where no date is given."""

    trial_id: str
    register_code: str
    phase: str | None
    status: str | None
    indication: str | None
    registered_on: date | None
    started_on: date | None
    completed_on: date | None
    numbered: int | None
    drug_text: str
    matched_by: str
    sponsors: list[NameTieOut]
    origin: OriginOut


class ProductOut(Schema):
    """One product with everything tied to it."""

    release: str
    product_id: str
    name_zh: str | None
    name_en: str | None
    generic_name: str
    dosage_form: str | None
    modality: str | None
    modality_basis: str | None
    stage: str | None
    stage_basis: str | None
    trade_names: list[str]
    therapeutic_areas: list[str]
    origin: OriginOut
    holder: NameTieOut | None
    approvals: list[ApprovalOut]
    applications: list[ApplicationOut]
    indications: list[IndicationOut]
    trials: list[ProductTrialOut]


class AliasOut(Schema):
    """One way of writing a hospital, and why that is it."""

    name: str
    city: str
    records: int
    reasons_zh: list[str]
    reasons_en: list[str]
    is_judged: bool


class SiteYearOut(Schema):
    """Trials of one year at which the hospital is the first site named, or another."""

    year: int
    first: int
    other: int


class SponsoredOut(Schema):
    """A lead sponsor of trials at the hospital."""

    tie: NameTieOut
    trial_count: int


class HospitalOut(Schema):
    """One hospital; `trials` counts those at it by facet."""

    release: str
    hospital_id: str
    name: str
    origin: OriginOut
    aliases: list[AliasOut]
    years: list[SiteYearOut]
    sponsors: list[SponsoredOut]
    sponsor_count: int
    own_trials: int
    unsure: int
    trial_count: int
    trials: dict[str, dict[str, int]]


class PipelineOut(Schema):
    """Counts kept apart, products and trials by facet, and what they cover."""

    release: str
    counts: dict[str, int]
    products: dict[str, dict[str, int]]
    trials: dict[str, dict[str, int]]
    coverage: dict[str, list[int]]
