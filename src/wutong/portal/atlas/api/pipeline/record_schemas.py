"""What the lists of approvals, applications, indications and trials answer, and one trial or application."""

from datetime import date

from ninja import Schema
from pydantic import Field

from wutong.portal.atlas.api.pipeline.schemas import ApplicationOut, NameTieOut, PagedParams, PageOut, ScopeParams
from wutong.portal.atlas.api.schemas import OriginOut
from wutong.portal.shared.api.building import both

_FACET = both("筛选代码，可重复；「-」表示未写明", "Code, may be repeated; “-” means not told")


class ApprovalParams(PagedParams, ScopeParams):
    """Which approvals."""

    drug_class: list[str] = Field([], alias="class", description=_FACET)
    modality: list[str] = Field([], description=_FACET)
    scheme: list[str] = Field([], description=_FACET)
    year: list[str] = Field([], description=_FACET)


class ApplicationParams(PagedParams, ScopeParams):
    """Which applications."""

    asks: list[str] = Field([], description=_FACET)
    kind: list[str] = Field([], description=_FACET)
    drug_class: list[str] = Field([], alias="class", description=_FACET)
    made: list[str] = Field([], description=_FACET)
    decision: list[str] = Field([], description=_FACET)
    year: list[str] = Field([], description=_FACET)


class IndicationParams(PagedParams, ScopeParams):
    """Which indications."""

    stage: list[str] = Field([], description=_FACET)
    modality: list[str] = Field([], description=_FACET)


class TrialParams(PagedParams, ScopeParams):
    """Which trials."""

    register_code: list[str] = Field([], alias="register", description=_FACET)
    phase: list[str] = Field([], description=_FACET)
    status: list[str] = Field([], description=_FACET)
    study_type: list[str] = Field([], alias="type", description=_FACET)
    year: list[str] = Field([], description=_FACET)
    numbered: list[str] = Field([], description=_FACET)
    field: list[str] = Field([], description=_FACET)
    country: list[str] = Field([], description=_FACET)
    province: list[str] = Field([], description=_FACET)
    hospital: list[str] = Field([], description=both("医院标识", "Hospital id"))


class TrialPath(Schema):
    """One trial."""

    trial_id: str = Field(description=both("登记号", "The number in its register"))


class ApplicationPath(Schema):
    """One application."""

    number: str = Field(description=both("受理号", "The acceptance number"))


class ApprovalLine(Schema):
    """One approval of a list."""

    approval_number: str
    scheme: str
    approval_class: str
    year: int | None
    product_id: str
    name_zh: str | None
    name_en: str | None
    trade_name: str | None
    holder: str | None
    is_for_repackaging: bool


class ApprovalListOut(PageOut):
    """A page of approvals."""

    items: list[ApprovalLine]


class ApplicationLine(Schema):
    """One application of a list; `days` are calendar days from acceptance to decision."""

    acceptance_number: str
    made: str | None
    kind: str | None
    approval_class: str | None
    asks_for: str | None
    year: int
    drug_text: str | None
    applicant_text: str | None
    accepted_on: date | None
    decided_on: date | None
    decision: str | None
    days: int | None


class ApplicationListOut(PageOut):
    """A page of applications."""

    items: list[ApplicationLine]


class IndicationLine(Schema):
    """One indication of one product, as written."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    stage: str | None
    indication: str
    trial_count: int
    trial_id: str | None
    acceptance_number: str | None


class IndicationListOut(PageOut):
    """A page of indications."""

    items: list[IndicationLine]


class TrialLine(Schema):
    """One trial of a list; `sponsors` are the leading ones, as written."""

    trial_id: str
    register_code: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    drug: str | None
    indication: str | None
    status: str | None
    phase: str | None
    study_type: str | None
    planned_size: int | None
    registered_on: date | None
    sponsors: list[str]


class TrialListOut(PageOut):
    """A page of trials."""

    items: list[TrialLine]


class NamedTrialOut(Schema):
    """A trial that names an application."""

    trial_id: str
    title_zh: str | None
    title_en: str | None
    phase: str | None
    status: str | None


class NamedProductOut(Schema):
    """A product that an application or a trial is of, and how that is known."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    stage: str | None
    matched_by: str


class ApplicationRecordOut(Schema):
    """One application with the trials and products that it is of."""

    release: str
    application: ApplicationOut
    trials: list[NamedTrialOut]
    products: list[NamedProductOut]


class SponsorOut(Schema):
    """A sponsor as written, the enterprise that it was found to be, and where it was read."""

    role: str
    tie: NameTieOut
    origin: OriginOut


class SiteOut(Schema):
    """A site as written, with the hospital that it was tied to, if any."""

    name: str
    country: str | None
    province: str | None
    city: str | None
    hospital_id: str | None
    hospital: str | None


class NumberOut(Schema):
    """Another number of the trial; `trial_id` is set where the release holds that trial."""

    scheme: str
    value: str
    trial_id: str | None


class SaidOut(Schema):
    """What the register said of one field, and as of which day; null where the day is not known."""

    field: str
    value: str
    said_on: date | None
    origin: OriginOut


class TrialOut(Schema):
    """One trial: of each field the latest word, with all that was said before."""

    release: str
    trial_id: str
    register_code: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    status: str | None
    status_text: str | None
    phase: str | None
    phase_text: str | None
    study_type: str | None
    indication: str | None
    drug: str | None
    countries: str | None
    planned_size: int | None
    registered_on: date | None
    started_on: date | None
    completed_on: date | None
    updated_on: date | None
    origin: OriginOut
    sponsors: list[SponsorOut]
    sites: list[SiteOut]
    numbers: list[NumberOut]
    products: list[NamedProductOut]
    history: list[SaidOut]
