"""Both sides of one question: what the register says of each candidate, and where the name stands in records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release
from wutong.portal.desk.queries.ties import Tie

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one candidate. `other_names` are former names and those it is also known by."""

    enterprise_id: str
    name_zh: str
    credit_code: str
    proper_name: str
    trade: str
    legal_form: str
    province: str
    city: str
    district: str
    tier: str
    segment: str
    registered_on: date | None
    is_branch: bool
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One record that carries the name. `record_id` is empty where the record has no page of its own."""

    table: str
    record_id: str
    title: str
    file_name: str
    row_number: int


_SIDE = """
SELECT enterprise_id, name_zh, coalesce(credit_code, ''), coalesce(proper_name, ''), coalesce(trade, ''),
  coalesce(legal_form, ''), coalesce(province, ''), coalesce(city, ''), coalesce(district, ''), tier, segment,
  registered_on, is_branch
FROM enterprises WHERE enterprise_id IN (SELECT unnest(?))
"""
_NAMES = """
SELECT DISTINCT enterprise_id, text FROM (
  SELECT enterprise_id, name AS text FROM enterprise_names WHERE enterprise_id IN (SELECT unnest(?))
  UNION ALL SELECT enterprise_id, text FROM enterprise_aliases WHERE enterprise_id IN (SELECT unnest(?))
) ORDER BY enterprise_id, text
"""
# Of each table that carries names: the record's id where it has a page, what it is called, and how its name is found.
_OCCURRENCES = {
    "trial_sponsors": "SELECT 'trial_sponsors', o.trial_id, coalesce(t.title_zh, t.title_en, t.official_title, ''), "
    "o.file_id, o.row_number FROM trial_sponsors AS o LEFT JOIN trials AS t ON t.trial_id = o.trial_id "
    "WHERE o.name IN (SELECT unnest($names))",
    "trial_sites": "SELECT 'trial_sites', o.trial_id, coalesce(t.title_zh, t.title_en, t.official_title, ''), "
    "o.file_id, o.row_number FROM trial_sites AS o LEFT JOIN trials AS t ON t.trial_id = o.trial_id "
    "WHERE o.name IN (SELECT unnest($names))",
    "financing_rounds": "SELECT 'financing_rounds', '', "
    "concat_ws(' ', announced_on, company, round_text, amount_text), file_id, row_number FROM financing_rounds "
    "WHERE company IN (SELECT unnest($names)) OR list_has_any(investors, $names)",
    "products": "SELECT 'products', product_id, coalesce(name_zh, name_en, generic_name), file_id, row_number "
    "FROM products WHERE holder IN (SELECT unnest($names))",
    "listed_companies": "SELECT 'listed_companies', '', concat_ws(' ', stock_code, short_name, name_en), file_id, "
    "row_number FROM listed_companies WHERE name_zh IN (SELECT unnest($names))",
    "hospital_written_names": "SELECT 'hospital_written_names', '', name, file_id, row_number "
    "FROM hospital_written_names WHERE name IN (SELECT unnest($names))",
}


def sides_of(release: Release, ids: Iterable[str]) -> dict[str, Side]:
    """What the register says of each of `ids` that it holds."""
    wanted = list(ids)
    names: dict[str, list[str]] = {}
    for enterprise_id, name in release.query(_NAMES, (wanted, wanted)).rows:
        names.setdefault(enterprise_id, []).append(name)
    found = {}
    for row in release.query(_SIDE, (wanted,)).rows:
        others = tuple(name for name in names.get(row[0], ()) if name != row[1])
        found[row[0]] = Side(*(*row, others))
    return found


def occurrences_of(release: Release, tie: Tie) -> list[Occurrence]:
    """Some records of each table that carry the name."""
    names = list(tie.names)
    found: list[Occurrence] = []
    for table in tie.tables:
        sql = _OCCURRENCES.get(table)
        if sql is not None:
            found += _occurrences(release, sql, names)
    return found


def _occurrences(release: Release, sql: str, names: Sequence[str]) -> list[Occurrence]:
    counted = sql.count("$names")
    rows = release.query(
        f"SELECT o.*, coalesce(f.name, '') FROM ({sql.replace('$names', '?')} LIMIT {MOST_PLACES}) "
        "AS o (table_name, record_id, title, file_id, row_number) LEFT JOIN files AS f ON f.file_id = o.file_id "
        "ORDER BY 2, 5",
        [list(names)] * counted,
    ).rows
    return [Occurrence(table, ident, title, file, row) for table, ident, title, _, row, file in rows]
