"""Enterprises and hospitals that a judge looks for, since matching offered none that is right."""

from collections.abc import Sequence

from wutong.portal.atlas.access import Release
from wutong.portal.desk.models import Kind
from wutong.portal.desk.queries.ties import Candidate

MOST = 3
_FIRMS = """
SELECT enterprise_id, name_zh, coalesce(tier, ''), coalesce(division_code, province_code, ''),
  credit_code IS NOT NULL AND credit_code IN (SELECT credit_code FROM listed_companies)
FROM enterprises WHERE enterprise_id IN (SELECT unnest(?)) ORDER BY list_position(?, enterprise_id)
"""
_HOSPITALS = """
SELECT DISTINCT hospital_id, name, '', '', false FROM hospital_standard_names
WHERE hospital_id IN (SELECT unnest(?)) ORDER BY name
"""
_NAMED = """
SELECT DISTINCT hospital_id, length(name), name FROM hospital_standard_names WHERE contains(lower(name), ?)
ORDER BY 2, 3 LIMIT ?
"""


def looked_for(release: Release, kind: Kind, text: str) -> list[Candidate]:
    """What `text` (a name, pinyin or code) may mean, the likeliest first; MOST at most."""
    if kind is Kind.HOSPITAL_NAME:
        found = [row[0] for row in release.query(_NAMED, (text.lower(), MOST)).rows]
    else:
        found = [hit.enterprise_id for hit in release.search(text, MOST)]
    return with_ids(release, kind, found)


def with_ids(release: Release, kind: Kind, ids: Sequence[str]) -> list[Candidate]:
    """Those of `ids` that the release holds, as candidates of which matching says nothing."""
    wanted = list(ids)
    sql, params = (_HOSPITALS, (wanted,)) if kind is Kind.HOSPITAL_NAME else (_FIRMS, (wanted, wanted))
    return [
        Candidate(ident, name, None, (), (), tier=tier, division_code=division, is_listed=bool(is_listed))
        for ident, name, tier, division, is_listed in release.query(sql, params).rows
    ]
