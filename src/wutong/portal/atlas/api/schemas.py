"""Shapes of answers. Codes are what they are in the release; every label comes in both languages."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, Field

from wutong.portal.shared.api.building import both
from wutong.portal.shared.language import Bilingual


def _in_utc(at: datetime) -> datetime:
    """Releases keep moments in UTC without saying so; programs are told."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class Words(Schema):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, label: Bilingual) -> "Words":
        """A catalogue label or kernel text."""
        return cls(zh=label.zh, en=label.en)


class OriginOut(Schema):
    """Where a value was read."""

    source_id: str
    file: str
    file_id: str
    sha256: str
    row_number: int
    read_at: Moment | None


class ValueOut(Schema):
    """A value and where it is from: its row, its wording there, and the rule that made it."""

    name: str
    value: str
    origin: OriginOut
    written: str = Field("", description=both("登记原文", "As the register writes it"))
    rule: str = Field(
        "", description=both("规则（按 Accept-Language 的语言）", "The rule, in the language of Accept-Language")
    )


class EnterpriseOut(Schema):
    """One line of a list."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    tier: str
    segment: str
    nodes: list[str]
    kind: str
    is_branch: bool
    capital_cny: float | None
    registered_on: date | None
    division_code: str | None
    province: str | None
    city: str | None
    district: str | None
    zone_codes: list[str]
    why: list[Words] = []
    url: str


class EnterprisesOut(Schema):
    """One page of a list. `is_bounded`: only the best 500 matches of the text were looked at."""

    release: str
    total: int
    is_bounded: bool
    page: int
    pages: int
    limit: int
    next: str | None
    items: list[EnterpriseOut]


class ChoiceOut(Schema):
    """One value of a facet and its enterprises."""

    code: str
    count: int


class FacetsOut(Schema):
    """Counts under a filter. A facet that is itself filtered is counted as if it were not."""

    release: str
    total: int
    facets: dict[str, list[ChoiceOut]]


class HitOut(Schema):
    """One suggestion."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    score: float
    why: list[Words]
    url: str


class SuggestOut(Schema):
    """Suggestions, the likeliest first."""

    release: str
    query: str
    items: list[HitOut]


class EvidenceOut(Schema):
    """Words that speak for the place on the chain."""

    field: str
    word: str
    at: int
    node: str
    role: str


class RelativeOut(Schema):
    """An enterprise beside another."""

    enterprise_id: str
    name_zh: str
    tier: str
    url: str


class CalledOut(Schema):
    """A name or an identifier."""

    kind: str
    value: str
    origin: OriginOut


class RecordOut(Schema):
    """A registration that was merged into the enterprise."""

    is_primary: bool
    rule: str
    origin: OriginOut


class DisagreementOut(Schema):
    """A value that was not taken."""

    field: str
    value: str
    chosen: str | None
    rule: str
    origin: OriginOut


class RemarkOut(Schema):
    """An issue in one of its rows."""

    reason: str
    field: str | None
    value: str | None
    origin: OriginOut


class PortraitOut(Schema):
    """One enterprise with everything behind it."""

    release: str
    enterprise: EnterpriseOut
    values: list[ValueOut]
    business_scope: str | None
    evidence: list[EvidenceOut]
    placement_rule: str | None
    names: list[CalledOut]
    identifiers: list[CalledOut]
    parent: RelativeOut | None
    branches: list[RelativeOut]
    branch_count: int
    records: list[RecordOut]
    disagreements: list[DisagreementOut]
    remarks: list[RemarkOut]


class NodeOut(Schema):
    """One node of the chain."""

    code: str
    segment: str
    title: Words
    definition: Words
    upstream: list[str]
    downstream: list[str]


class SegmentOut(Schema):
    """One segment of the chain."""

    code: str
    field: str
    title: Words
    definition: Words


class ChainOut(Schema):
    """The chain as declared."""

    code: str
    title: Words
    segments: list[SegmentOut]
    nodes: list[NodeOut]


class FigureOut(Schema):
    """Enterprises of one subject in one place. Shares and quotient concern core and related enterprises."""

    subject: str
    core: int
    related: int
    peripheral: int
    share_of_nation: float | None
    share_of_region: float | None
    location_quotient: float | None


class StandingOut(Schema):
    """A subject in a place and in the nation."""

    local: FigureOut | None
    nation: FigureOut | None


class PlaceOut(Schema):
    """A place and its enterprises by tier."""

    kind: str
    code: str
    title: Words
    core: int
    related: int
    peripheral: int


class PlacesOut(Schema):
    """Places with figures, the largest first."""

    release: str
    total: int
    page: int
    pages: int
    items: list[PlaceOut]


class ChainFiguresOut(Schema):
    """The chain in one place."""

    release: str
    place: str
    segments: dict[str, StandingOut]
    nodes: dict[str, StandingOut]


class YearOut(Schema):
    """Enterprises registered in one year; null where it is not known."""

    year: int | None
    core: int
    related: int
    peripheral: int


class ComparedOut(Schema):
    """One place of a comparison."""

    place: str
    title: Words
    tiers: list[FigureOut]
    segments: list[FigureOut]
    years: list[YearOut]


class CompareOut(Schema):
    """Places side by side."""

    release: str
    items: list[ComparedOut]


class SourceOut(Schema):
    """One source."""

    source_id: str
    title: Words | None
    file_count: int
    rows_read: int
    rows_used: int
    rows_held_back: int
    read_at: Moment | None


class FileOut(Schema):
    """One file that was read."""

    file_id: str
    source_id: str
    name: str
    sha256: str
    byte_count: int
    encoding: str | None
    format: str
    rows_read: int
    rows_used: int
    rows_held_back: int
    read_at: Moment | None


class IssueOut(Schema):
    """One problem of one raw row."""

    source_id: str
    file_id: str
    row_number: int
    stage: str
    reason: str
    is_held_back: bool
    field: str | None
    value: str | None
    raw: str | None


class IssuesOut(Schema):
    """One page of issues."""

    release: str
    total: int
    page: int
    pages: int
    items: list[IssueOut]


class ReleaseOut(Schema):
    """One release that is kept."""

    version: str
    created_at: Moment
    code_version: str
    enterprise_count: int
    issue_count: int
    is_served: bool


class ColumnOut(Schema):
    """One column of a table."""

    name: str
    type: str
    unit: str | None
    title: Words
    note: Words | None
    nullable: bool


class TableOut(Schema):
    """One table of a release."""

    name: str
    title: Words
    row: Words
    key: list[str]
    columns: list[ColumnOut]


class ManifestOut(Schema):
    """The manifest as it stands in the release."""

    manifest: dict[str, Any]
