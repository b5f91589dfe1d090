"""Ties of the release that matching is unsure of: each name with its candidates, as small rows. Asks no database."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.desk.models import Kind
from wutong.portal.desk.naming import key_of

_FIRMS = """
SELECT t.name, t.records, t.tables, c.enterprise_id, c.name_zh, c.score, c.reasons_zh, c.reasons_en,
  coalesce(e.tier, ''), coalesce(e.division_code, e.province_code, ''),
  e.credit_code IS NOT NULL AND e.credit_code IN (SELECT credit_code FROM listed_companies)
FROM name_ties AS t JOIN tie_candidates AS c ON c.name = t.name
LEFT JOIN enterprises AS e ON e.enterprise_id = c.enterprise_id
WHERE {which} ORDER BY t.name, c.rank
"""
_HOSPITALS = """
SELECT t.name, t.records, t.tables, h.hospital_id, h.name, NULL, t.reasons_zh, t.reasons_en, '', '', false
FROM (
  SELECT *, list_prepend(hospital_id, further_ids) AS ids, unnest(list_prepend(hospital_id, further_ids)) AS id
  FROM hospital_ties WHERE hospital_id IS NOT NULL
) AS t JOIN (SELECT DISTINCT hospital_id, name FROM hospital_standard_names) AS h ON h.hospital_id = t.id
WHERE {which} ORDER BY t.name, t.city, list_position(t.ids, t.id)
"""
_SQL = {Kind.NAME_ENTERPRISE: _FIRMS, Kind.HOSPITAL_NAME: _HOSPITALS}
_UNSURE = "t.verdict = 'unsure'"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a name may mean. `evidence` is a digest of the reasons, empty where matching gives none for this one."""

    enterprise_id: str
    name_zh: str
    score: float | None
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    tier: str = ""
    division_code: str = ""
    is_listed: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A name that records carry, however it is spelled, and its candidates. `names` are its spellings."""

    kind: Kind
    key: str
    names: tuple[str, ...]
    records: int
    tables: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    @property
    def name(self) -> str:
        """One spelling, the same on every visit."""
        return self.names[0]

    def candidate(self, enterprise_id: str) -> Candidate | None:
        """The candidate of that id, if it is one."""
        return next((one for one in self.candidates if one.enterprise_id == enterprise_id), None)


def unsure_ties(release: Release) -> tuple[Tie, ...]:
    """Every tie that matching is unsure of, by kind and key."""
    return remember(release, "desk-ties", lambda: tuple(_find(release, tuple(Kind), _UNSURE, ())))


def ties_named(release: Release, names: Sequence[tuple[Kind, str]]) -> dict[tuple[str, str], Tie]:
    """The ties of names as written, by kind and key, whatever matching says of them; fewer where some are gone."""
    found: list[Tie] = []
    for kind in sorted({kind for kind, _ in names}):
        wanted = [name for one, name in names if one == kind]
        found += _find(release, (kind,), "t.name IN (SELECT unnest(?))", (wanted,))
    return {(tie.kind, tie.key): tie for tie in found}


def moved_ids(release: Release) -> dict[str, str]:
    """Ids of enterprises as they were when judged, and as they are in `release`, where they differ."""
    return remember(release, "desk-moved", lambda: _moved(release))


def _moved(release: Release) -> dict[str, str]:
    found = release.query(
        "SELECT DISTINCT judged_enterprise_id, enterprise_id FROM judgements "
        "WHERE judged_enterprise_id <> enterprise_id"
    )
    return {str(old): str(new) for old, new in found.rows}


def _find(release: Release, kinds: Iterable[Kind], which: str, params: Sequence[object]) -> list[Tie]:
    found: dict[tuple[Kind, str], Tie] = {}
    for kind in kinds:
        for row in release.query(_SQL[kind].format(which=which), params).rows:
            tie = _tie(kind, row)
            held = found.get((kind, tie.key))
            found[kind, tie.key] = _joined(held, tie) if held else tie
    return list(found.values())


def _tie(kind: Kind, row: Sequence[Any]) -> Tie:
    """One row: a name with one of its candidates."""
    name, records, tables, ident, name_zh, score, reasons_zh, reasons_en, tier, division, is_listed = row
    candidate = Candidate(
        enterprise_id=ident,
        name_zh=name_zh,
        score=score,
        reasons_zh=tuple(reasons_zh or ()),
        reasons_en=tuple(reasons_en or ()),
        tier=tier,
        division_code=division,
        is_listed=bool(is_listed),
        # The reasons of a hospital's tie are those of the name as a whole, and tell who judged it.
        evidence=_digest(reasons_zh or ()) if kind is Kind.NAME_ENTERPRISE else "",
    )
    return Tie(kind, key_of(name), (name,), records, tuple(tables), (candidate,))


def _digest(reasons: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(reasons).encode()).hexdigest()[:32]


def _joined(held: Tie, more: Tie) -> Tie:
    """Both rows in one: spellings of one key are one question, and a name comes once for each candidate."""
    is_new_name = more.names[0] not in held.names
    known = {one.enterprise_id for one in held.candidates}
    return replace(
        held,
        names=held.names + more.names if is_new_name else held.names,
        records=held.records + more.records if is_new_name else held.records,
        tables=tuple(sorted({*held.tables, *more.tables})),
        candidates=held.candidates + tuple(one for one in more.candidates if one.enterprise_id not in known),
    )
