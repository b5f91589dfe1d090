"""Shapes of answers about whole places and nodes. Figures are those of the cockpit and of the node's page."""

from datetime import date

from ninja import Schema

from wutong.portal.atlas.api.schemas import (
    FigureOut,
    FileOut,
    Moment,
    NodeOut,
    PlaceOut,
    SourceOut,
    StandingOut,
    TableOut,
    Words,
    YearOut,
)


class EntrantOut(Schema):
    """An enterprise that is new."""

    enterprise_id: str
    name_zh: str
    tier: str
    segment: str
    registered_on: date
    url: str


class CoverageOut(Schema):
    """For how many core and related enterprises of a place a value is known."""

    total: int
    credit_code: int
    registered_on: int
    capital_cny: int
    district: int


class CockpitOut(Schema):
    """The figures of one place."""

    release: str
    created_at: Moment
    newest_registration: date | None
    place: str
    title: Words
    tiers: list[FigureOut]
    segments: list[FigureOut]
    years: list[YearOut]
    parts: list[PlaceOut]
    newest: list[EntrantOut]
    coverage: CoverageOut


class NodePlaceOut(Schema):
    """A node in one region."""

    code: str
    core: int
    related: int
    peripheral: int
    location_quotient: float | None


class NodeFiguresOut(Schema):
    """One node in one place: its standing, its years, and the regions where it is strongest."""

    release: str
    place: str
    node: NodeOut
    standing: StandingOut
    is_gap: bool
    years: list[YearOut]
    regions: list[NodePlaceOut]


class NeighbourOut(Schema):
    """An enterprise of the same node, and how near it is: district, city, province or nation."""

    enterprise_id: str
    name_zh: str
    tier: str
    nearness: str
    url: str


class NeighboursOut(Schema):
    """The neighbours on each of an enterprise's first nodes."""

    release: str
    enterprise_id: str
    nodes: dict[str, list[NeighbourOut]]


class SourcesOut(Schema):
    """One page of sources."""

    release: str
    total: int
    page: int
    pages: int
    items: list[SourceOut]


class FilesOut(Schema):
    """One page of files."""

    release: str
    total: int
    page: int
    pages: int
    items: list[FileOut]


class TablesOut(Schema):
    """One page of tables."""

    release: str
    total: int
    page: int
    pages: int
    items: list[TableOut]


class IndicatorOut(Schema):
    """One figure as declared; `grain` says what a row of its `table` is, `told_by` what it can be asked by."""

    code: str
    title: Words
    definition: Words
    formula: Words
    caveat: Words
    unit: str
    of_unit: str
    scope: str
    grain: Words
    numerator: Words | None
    denominator: Words | None
    is_secret: bool
    since: str
    table: str
    told_by: list[str]


class ReasonOut(Schema):
    """How many issues of one source have one reason; `is_held_back` where the row could not be used."""

    source_id: str
    reason: str
    is_held_back: bool
    count: int


class ZoneOut(Schema):
    """One zone of a cluster."""

    code: str
    title: Words


class ClusterOut(Schema):
    """A declared cluster with its zones."""

    code: str
    title: Words
    definition: Words
    source: Words
    zones: list[ZoneOut]
