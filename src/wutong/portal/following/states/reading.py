"""What a release says of things that are followed. Reads a release, many things at once; writes nothing."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.figures import figures_of
from wutong.portal.atlas.queries.filters import Filter
from wutong.portal.atlas.queries.search import ids_of, list_statement
from wutong.portal.following.models import Kind
from wutong.portal.following.subjects import question_of
from wutong.portal.shared.catalogue import catalogue

Value = str | int | float | bool | None | list[str]
# A larger node or search keeps its counts only; who entered it is on the page of the release.
MOST_MEMBERS = 50_000
# Sums of the same rows may differ in their last digits from one run to the next.
_DIGITS = 12
_PLAIN = (
    "name_zh",
    "credit_code",
    "kind",
    "tier",
    "segment",
    "capital_cny",
    "division_code",
    "parent_enterprise_id",
    "is_branch",
)
# What is tied to an enterprise: field → table, and the expression that names one of them.
_TIED = {
    "trials": ("trial_enterprises", "trial_id"),
    "products": ("product_enterprises", "product_id"),
    "approvals": ("approval_enterprises", "approval_number"),
    "applications": ("application_enterprises", "acceptance_number"),
    "rounds": ("financing_enterprises", "concat_ws(' ', announced_on, round)"),
    "names": ("name_ties", "name"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as it was read. Nothing in `values` means that the release does not hold the thing."""

    values: Mapping[str, Value] = field(default_factory=dict)
    members: tuple[str, ...] | None = None

    @property
    def digest(self) -> str:
        """Equal for equal states."""
        told = json.dumps([self.values, self.members], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def packed(members: Iterable[str] | None) -> bytes | None:
    """Ids as they lie in the database."""
    return None if members is None else zlib.compress("\n".join(members).encode(), 9)


def unpacked(packed_ids: bytes | memoryview | None) -> frozenset[str] | None:
    """Ids as they lie in the database; None where they were not kept."""
    if packed_ids is None:
        return None
    text = zlib.decompress(bytes(packed_ids)).decode()
    return frozenset(text.split("\n")) if text else frozenset()


def read(release: Release, kind: str, subjects: Sequence[str]) -> dict[str, Seen]:
    """What `release` says of each of `subjects`."""
    if kind == Kind.ENTERPRISE:
        return _enterprises(release, subjects)
    if kind == Kind.INDICATOR:
        return {subject: _indicator(release, subject) for subject in subjects}
    return {subject: _members(release, _filter(kind, subject)) for subject in subjects}


def _filter(kind: str, subject: str) -> Filter:
    return Filter(nodes=(subject,)) if kind == Kind.NODE else Filter.from_query_string(subject)


def _enterprises(release: Release, ids: Sequence[str]) -> dict[str, Seen]:
    wanted = list(ids)
    plain = ", ".join(f"one.{name}" for name in _PLAIN)
    found = release.query(
        f"SELECT one.enterprise_id, {plain}, one.nodes, one.registered_on, row.address "
        "FROM (SELECT * FROM enterprises LEFT JOIN enterprise_parents USING (enterprise_id) "
        "WHERE enterprise_id IN (SELECT unnest(?))) AS one "
        "LEFT JOIN registrations AS row ON row.file_id = one.file_id AND row.row_number = one.row_number",
        (wanted,),
    )
    told: dict[str, dict[str, Value]] = {}
    for enterprise_id, *values, nodes, registered_on, address in found.rows:
        told[enterprise_id] = {
            **dict(zip(_PLAIN, values, strict=True)),
            "nodes": sorted(nodes or ()),
            "registered_on": str(registered_on) if registered_on else None,
            "address": address,
        }
    for name, (table, expression) in _TIED.items():
        _add_tied(release, told, name, table, expression)
    return {one: Seen(told.get(one, {})) for one in wanted}


def _add_tied(release: Release, told: dict[str, dict[str, Value]], name: str, table: str, expression: str) -> None:
    """What is tied for certain, where the release has such ties; an earlier one may not."""
    if table not in _held(release):
        return
    sql = (
        f"SELECT enterprise_id, list(DISTINCT {expression}) FROM {table} "
        "WHERE verdict = 'same' AND enterprise_id IN (SELECT unnest(?)) GROUP BY enterprise_id"
    )
    tied = dict(release.query(sql, (list(told),)).rows)
    for enterprise_id, values in told.items():
        values[name] = sorted(str(one) for one in tied.get(enterprise_id, ()))


def _held(release: Release) -> frozenset[str]:
    """Every table and view that the release answers to."""
    return frozenset(row[0] for row in release.query("SELECT view_name FROM duckdb_views() WHERE NOT internal").rows)


def _members(release: Release, asked: Filter) -> Seen:
    statement = list_statement(asked, catalogue().bands.capital, ids_of(release, asked), columns="enterprise_id, tier")
    found = release.query(f"SELECT enterprise_id, tier FROM ({statement.sql})", statement.params).rows
    values: dict[str, Value] = {"total": len(found)}
    for tier in ("core", "related", "peripheral"):
        values[tier] = sum(1 for row in found if row[1] == tier)
    members = tuple(sorted(row[0] for row in found)) if len(found) <= MOST_MEMBERS else None
    return Seen(values, members)


def _indicator(release: Release, subject: str) -> Seen:
    question = question_of(subject)
    figures = figures_of(release, question) if question else ()
    if not figures:
        return Seen()
    one = figures[0]
    told: dict[str, Any] = {
        "value": one.value,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "coverage": one.coverage,
    }
    values: dict[str, Value] = {
        name: None if value is None else float(f"{float(value):.{_DIGITS}g}") for name, value in told.items()
    }
    return Seen({**values, "rows": one.rows, "is_withheld": one.is_withheld})
