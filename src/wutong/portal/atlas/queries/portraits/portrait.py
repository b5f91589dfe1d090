"""Everything that a release says about one enterprise, in at most five reads.

Rows are fetched by `enterprise_id`, or by the (file_id, row_number) of the registration that an enterprise's values
were taken from: both are how the tables lie on disk, so that each read touches a few row groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, RowKey, origin_of
from wutong.portal.atlas.queries.portraits.relatives import Neighbour, Relatives, neighbours_of, relatives_of

# Not the scope: it is the widest column by far, and the standardized one beside it says the same.
_RAW = (
    "name_zh",
    "code_text",
    "registered_on_text",
    "kind_text",
    "capital_text",
    "province_text",
    "city_text",
    "address_text",
)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The row of `enterprises`, and its parent."""

    enterprise_id: str
    credit_code: str | None
    name_zh: str
    name_region: str | None
    proper_name: str | None
    trade: str | None
    legal_form: str | None
    kind: str
    is_branch: bool
    parent_name: str | None
    parent_enterprise_id: str | None
    tier: str
    segment: str
    further_segments: tuple[str, ...]
    nodes: tuple[str, ...]
    capital_cny: float | None
    registered_on: date | None
    province_code: str | None
    city_code: str | None
    district_code: str | None
    division_code: str | None
    province: str | None
    city: str | None
    district: str | None
    zone_codes: tuple[str, ...]
    file_id: str
    row_number: int
    record_count: int
    has_conflict: bool

    @property
    def key(self) -> RowKey:
        """The registration that its values come from."""
        return (self.file_id, self.row_number)


NODES_WITH_NEIGHBOURS = 3
_ENTERPRISE = ", ".join(Enterprise.__slots__)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak for a placement: in which field, at which character, for which node, and in which role."""

    field: str
    word: str
    at: int
    node: str
    role: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What standardizing kept beside the enterprise's own values, and how it was placed."""

    identifier_scheme: str | None = None
    identifier: str | None = None
    branch_mark: str | None = None
    kind_text: str | None = None
    capital_amount: float | None = None
    capital_currency: str | None = None
    capital_unit: int | None = None
    business_scope: str | None = None
    address: str | None = None
    placement_rule: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """One name (kind current or former) or identifier (kind = its scheme), with where it was read."""

    kind: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value that another registration gives and that was not taken, and by which rule."""

    field: str
    value: str
    chosen: str | None
    rule: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Remark:
    """An issue found in one of its rows."""

    reason: str
    field: str | None
    value: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Record:
    """A registration that was merged into the enterprise, and the rule that merged it."""

    is_primary: bool
    rule: str
    origin: Origin


Known = tuple[tuple[Record, ...], tuple[Called, ...], tuple[Called, ...]]


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything on the page of one enterprise, but its neighbours."""

    enterprise: Enterprise
    registration: Registration
    origin: Origin
    names: tuple[Called, ...]
    identifiers: tuple[Called, ...]
    records: tuple[Record, ...]
    disagreements: tuple[Disagreement, ...]
    remarks: tuple[Remark, ...]
    relatives: Relatives


def portrait_of(release: Release, enterprise_id: str) -> Portrait | None:
    """The portrait, or None where the release has no such enterprise. Found once a release."""
    return remember(release, f"portrait:{enterprise_id}", lambda: _find(release, enterprise_id))


def _find(release: Release, enterprise_id: str) -> Portrait | None:
    placed = "enterprises LEFT JOIN enterprise_parents USING (enterprise_id)"
    rows = release.query(f"SELECT {_ENTERPRISE} FROM {placed} WHERE enterprise_id = ?", (enterprise_id,)).rows
    if not rows:
        return None
    enterprise = _enterprise(rows[0])
    registration, raw = _registration(release, enterprise)
    only = origin_of(release, enterprise.key, raw)
    # Nearly every enterprise has one registration: all that it is known by stands in that row.
    known = _known_as(release, enterprise) if enterprise.record_count > 1 else _of_one(enterprise, registration, only)
    records, names, identifiers = known
    disagreements, remarks = _doubts(release, enterprise, records)
    return Portrait(
        enterprise=enterprise,
        registration=registration,
        origin=only,
        names=names,
        identifiers=identifiers,
        records=records,
        disagreements=disagreements,
        remarks=remarks,
        relatives=relatives_of(
            release, enterprise_id, parent_id=enterprise.parent_enterprise_id, is_branch=enterprise.is_branch
        ),
    )


def neighbours_by_node(release: Release, one: Enterprise) -> tuple[tuple[str, tuple[Neighbour, ...]], ...]:
    """The neighbours of `one` on each of its first nodes."""
    codes = (one.district_code, one.city_code, one.province_code)
    return tuple(
        (node, neighbours_of(release, enterprise_id=one.enterprise_id, node=node, division_codes=codes))
        for node in one.nodes[:NODES_WITH_NEIGHBOURS]
    )


def _enterprise(row: tuple[Any, ...]) -> Enterprise:
    values = dict(zip(Enterprise.__slots__, row, strict=True))
    for name in ("further_segments", "nodes", "zone_codes"):
        values[name] = tuple(values[name] or ())
    return Enterprise(**values)


def _registration(release: Release, enterprise: Enterprise) -> tuple[Registration, Mapping[str, Any]]:
    """The row that the values come from: standardized, placed, and as it was written. One statement."""
    raw = ", ".join(f"raw.{name}" for name in _RAW)
    at = "file_id = ? AND row_number = ?"
    found = release.query(
        "SELECT identifier_scheme, coalesce(other_identifier, credit_code), branch_mark, standard.kind_text, "
        "capital_amount, capital_currency, capital_unit, CASE WHEN has_scope THEN raw.scope_text END, "
        f"CASE WHEN has_address THEN raw.address_text END, placed.rule, placed.evidence, {raw} "
        # A primary row has its enterprise's id for its own, and rows lie by that.
        f"FROM (SELECT * FROM placed_rows WHERE own_id = ? AND {at}) AS standard "
        f"LEFT JOIN (SELECT rule, evidence FROM placements WHERE {at}) AS placed ON true "
        f"LEFT JOIN (SELECT * FROM {release.among('raw_registrations', enterprise.file_id)} WHERE {at}) AS raw "
        "ON true LIMIT 1",
        (enterprise.enterprise_id, *enterprise.key * 3),
    )
    if not found.rows:
        return Registration(), {}
    width = len(Registration.__slots__)
    values = dict(zip(Registration.__slots__, found.rows[0][:width], strict=True))
    values["evidence"] = tuple(Evidence(**one) for one in values["evidence"] or ())
    return Registration(**values), dict(zip(_RAW, found.rows[0][width:], strict=True))


def _of_one(enterprise: Enterprise, registration: Registration, origin: Origin) -> Known:
    """The only registration, its name and its identifier."""
    scheme, value = registration.identifier_scheme, registration.identifier
    identifiers = (Called(kind=scheme, value=value, origin=origin),) if scheme and value else ()
    names = (Called(kind="current", value=enterprise.name_zh, origin=origin),)
    return (Record(is_primary=True, rule="", origin=origin),), names, identifiers


def _known_as(release: Release, enterprise: Enterprise) -> Known:
    """Its registrations, names and identifiers. One statement over three tables of one shape."""
    found = release.query(
        "SELECT 'record' AS what, rule AS kind, CASE WHEN is_primary THEN 'primary' ELSE '' END AS value, file_id, "
        "row_number FROM enterprise_records WHERE enterprise_id = ? "
        "UNION ALL SELECT 'name', kind, name, file_id, row_number FROM enterprise_names WHERE enterprise_id = ? "
        "UNION ALL SELECT 'identifier', scheme, value, file_id, row_number FROM enterprise_identifiers "
        "WHERE enterprise_id = ? ORDER BY 1, 2, 3, 4, 5",
        (enterprise.enterprise_id,) * 3,
    )
    records, called = [], {"name": list[Called](), "identifier": list[Called]()}
    for what, kind, value, file_id, row_number in found.rows:
        origin = origin_of(release, (file_id, row_number))
        if what == "record":
            records.append(Record(is_primary=value == "primary", rule=kind, origin=origin))
        else:
            called[what].append(Called(kind=kind, value=value, origin=origin))
    records.sort(key=lambda record: not record.is_primary)
    return tuple(records), tuple(called["name"]), tuple(called["identifier"])


def _doubts(
    release: Release, enterprise: Enterprise, records: tuple[Record, ...]
) -> tuple[tuple[Disagreement, ...], tuple[Remark, ...]]:
    """What its sources do not agree on, and what is odd in its rows."""
    keys = {enterprise.key, *((record.origin.file_id, record.origin.row_number) for record in records)}
    at = " OR ".join("(file_id = ? AND row_number = ?)" for _ in keys)
    sql = f"SELECT 'issue', reason, field, value, NULL, file_id, row_number FROM issues WHERE {at}"
    params: list[object] = [part for key in sorted(keys) for part in key]
    if enterprise.has_conflict:
        sql += (
            " UNION ALL SELECT 'conflict', rule, field, value, chosen, file_id, row_number "
            "FROM enterprise_conflicts WHERE enterprise_id = ?"
        )
        params.append(enterprise.enterprise_id)
    disagreements, remarks = [], []
    for what, reason, field, value, chosen, file_id, row_number in release.query(f"{sql} ORDER BY ALL", params).rows:
        origin = origin_of(release, (file_id, row_number))
        if what == "conflict":
            disagreements.append(Disagreement(field=field, value=value, chosen=chosen, rule=reason, origin=origin))
        else:
            remarks.append(Remark(reason=reason, field=field, value=value, origin=origin))
    return tuple(disagreements), tuple(remarks)
