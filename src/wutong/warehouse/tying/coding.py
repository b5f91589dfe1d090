"""Names whose credit code a record gives beside them: there the code ties, and no name is matched."""

from collections.abc import Mapping
from pathlib import Path

from wutong.catalog.tables import Table
from wutong.kernel.bilingual import Text
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.views import connect, create_views, views_of

_CODED = "listed_companies"  # the table of records that give codes
_STORED = ("placed_rows", "shared_records", "joint_enterprises", _CODED)
_AGREES = Text(zh="统一社会信用代码一致：{code}", en="credit code agrees: {code}")
_BY_CODE = f"""
    SELECT name_zh, any_value(one.enterprise_id), any_value(one.credit_code), any_value(one.registered) FROM (
    SELECT listed.name_zh, e.enterprise_id, e.credit_code, e.name_zh AS registered FROM {_CODED} AS listed
    JOIN enterprises AS e ON e.credit_code = listed.credit_code) AS one
    GROUP BY name_zh HAVING count(DISTINCT one.credit_code) = 1
"""


def by_code(tables: Path, declared: Mapping[str, Table]) -> dict[str, Answer]:
    """Name as written → the enterprise of its code; a name that goes with several codes is not there."""
    with connect() as connection:
        create_views(connection, tables, {"enterprises": views_of(declared)["enterprises"]}, _STORED)
        found = connection.execute(_BY_CODE).fetchall()
    return {name: _answer(name, *firm) for name, *firm in found}


def _answer(name: str, enterprise_id: str, code: str, registered: str) -> Answer:
    why = (_AGREES.format(code=code),)
    return Answer(name, Verdict.SAME, (Candidate(enterprise_id, code, registered, 1.0, Verdict.SAME, why),), ())
