"""What the ids that people judged stand for now. An enterprise that has since been given a better id is found by it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from wutong.catalog.tables import Table
from wutong.warehouse.tying.judgements import ENTERPRISE, HOSPITAL, Judgement
from wutong.warehouse.tying.settling import Known
from wutong.warehouse.views import connect, create_views, views_of

_STORED = (
    "placed_rows", "joint_enterprises", "further_identifiers", "shared_records",
    "hospital_standard_names",
)  # fmt: skip
_NAMED = "SELECT enterprise_id, name_zh FROM enterprises WHERE enterprise_id IN (SELECT unnest($ids))"
_HOSPITALS = "SELECT hospital_id, name FROM hospital_standard_names WHERE hospital_id IN (SELECT unnest($ids))"
# By what an old id is followed: the rows that gave it; the numbers that an enterprise has besides its credit code; and
# the organisation code, which is part of a credit code.
_FOLLOWED = (
    "SELECT own_id, enterprise_id FROM shared_records WHERE own_id IN (SELECT unnest($ids)) "
    "UNION SELECT old, enterprise_id FROM (SELECT enterprise_id, CASE scheme WHEN 'cn_registration_number' "
    "THEN 'cn-rn-' WHEN 'cn_organisation_code' THEN 'cn-oc-' END || value AS old FROM further_identifiers) "
    "WHERE old IN (SELECT unnest($ids)) "
    "UNION SELECT 'cn-oc-' || credit_code[9:17] AS old, enterprise_id FROM enterprises "
    "WHERE credit_code[9:17] IN (SELECT one[7:] FROM (SELECT unnest($ids) AS one) WHERE starts_with(one, 'cn-oc-'))"
)


def known(
    tables: Path, declared: Mapping[str, Table], judgements: Iterable[Judgement]
) -> Mapping[tuple[str, str], Known]:
    """Kind and id as judged → what it stands for; an id that stands for nothing, or for several, is not there."""
    asked: dict[str, set[str]] = {ENTERPRISE: set(), HOSPITAL: set()}
    for one in judgements:
        asked[one.kind].add(one.judged_enterprise_id)
    views = {"enterprises": views_of(declared)["enterprises"]}
    with connect() as connection:
        create_views(connection, tables, views, _STORED)
        found = {(ENTERPRISE, old): one for old, one in _enterprises(connection, sorted(asked[ENTERPRISE])).items()}
        hospitals = _pairs(connection, _HOSPITALS, sorted(asked[HOSPITAL]))
    return found | {(HOSPITAL, one): Known(one, name) for one, name in hospitals}


def _enterprises(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Known]:
    """Each id that is an enterprise's, and each old one that leads to just one enterprise."""
    found = {one: Known(one, name) for one, name in _pairs(connection, _NAMED, ids)}
    led: dict[str, set[str]] = {}
    for old, now in _pairs(connection, _FOLLOWED, [one for one in ids if one not in found]):
        led.setdefault(old, set()).add(now)
    sure = {old: next(iter(now)) for old, now in led.items() if len(now) == 1}
    names = dict(_pairs(connection, _NAMED, sorted(set(sure.values()))))
    return found | {old: Known(now, names[now]) for old, now in sure.items()}


def _pairs(connection: duckdb.DuckDBPyConnection, sql: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    return (
        [(str(one), str(other)) for one, other in connection.execute(sql, {"ids": list(ids)}).fetchall()] if ids else []
    )
