"""One hospital: its names, the sponsors of its trials, and how often it stands first among their sites."""

from collections.abc import Mapping
from dataclasses import dataclass

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of
from wutong.portal.atlas.queries.products.ties import Tie, ties_of

MOST_SPONSORS = 50


@dataclass(frozen=True, slots=True)
class Alias:
    """One way in which it is written, with the city told beside it, and why that is this hospital."""

    name: str
    city: str
    records: int
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    is_judged: bool


@dataclass(frozen=True, slots=True)
class SiteYear:
    """Trials of one year: at how many it is the first site named, and at how many another."""

    year: int
    first: int
    other: int


@dataclass(frozen=True, slots=True)
class Sponsored:
    """A lead sponsor of trials here, as written, with the enterprise that the name was tied to."""

    tie: Tie
    trial_count: int


@dataclass(frozen=True, slots=True)
class HospitalRecord:
    """A standard name and everything tied to it. `unsure` counts names that may mean it and wait for a judgement."""

    hospital_id: str
    name: str
    origin: Origin
    aliases: tuple[Alias, ...]
    years: tuple[SiteYear, ...]
    sponsors: tuple[Sponsored, ...]
    sponsor_count: int
    own_trials: int
    unsure: int


def record_of(release: Release, hospital_id: str) -> HospitalRecord | None:
    """The hospital with that id, or None."""
    return remember(release, f"hospital:{hospital_id}", lambda: _find(release, hospital_id))


def hospital_names(release: Release, ids: tuple[str, ...]) -> Mapping[str, str]:
    """Standard names by id; asks nothing where no id is given."""
    if not ids:
        return {}
    query = "SELECT hospital_id, name FROM hospital_standard_names WHERE hospital_id IN (SELECT unnest(?))"
    return remember(release, f"hospitals:{'|'.join(ids)}", lambda: dict(release.query(query, (list(ids),)).rows))


def _find(release: Release, hospital_id: str) -> HospitalRecord | None:
    found = release.query(
        "SELECT standard.name, standard.file_id, standard.row_number, "
        "(SELECT count(DISTINCT trial_id) FROM sponsor_hospitals WHERE hospital_id = standard.hospital_id), "
        "(SELECT count(*) FROM hospital_ties WHERE hospital_id = standard.hospital_id AND verdict = 'unsure') "
        "FROM hospital_standard_names AS standard WHERE standard.hospital_id = ?",
        (hospital_id,),
    ).rows
    if not found:
        return None
    name, file_id, row_number, own_trials, unsure = found[0]
    sponsors, sponsor_count = _sponsors(release, hospital_id)
    return HospitalRecord(
        hospital_id=hospital_id,
        name=name,
        origin=origin_of(release, (file_id, row_number)),
        aliases=_aliases(release, hospital_id),
        years=_years(release, hospital_id),
        sponsors=sponsors,
        sponsor_count=sponsor_count,
        own_trials=own_trials,
        unsure=unsure,
    )


def _aliases(release: Release, hospital_id: str) -> tuple[Alias, ...]:
    found = release.query(
        "SELECT name, city, records, reasons_zh, reasons_en, origin = 'judged' FROM hospital_aliases "
        "WHERE hospital_id = ? ORDER BY records DESC, name, city",
        (hospital_id,),
    )
    return tuple(
        Alias(name, city, records, tuple(zh or ()), tuple(en or ()), bool(judged))
        for name, city, records, zh, en, judged in found.rows
    )


def _years(release: Release, hospital_id: str) -> tuple[SiteYear, ...]:
    """By the date of registration; a trial of the CDE without one counts in the year of its number."""
    found = release.query(
        "SELECT told, count(*) FILTER (WHERE place = 1), count(*) FILTER (WHERE place > 1) FROM ("
        "SELECT tie.trial_id, min(tie.position) AS place, min(coalesce(year(trial.registered_on), "
        "CASE WHEN trial.register = 'cde' THEN CAST(substr(trial.trial_id, 4, 4) AS INTEGER) END)) AS told "
        "FROM site_hospitals AS tie JOIN trials AS trial ON trial.trial_id = tie.trial_id WHERE tie.hospital_id = ? "
        "GROUP BY tie.trial_id) WHERE told IS NOT NULL GROUP BY told ORDER BY told",
        (hospital_id,),
    )
    return tuple(SiteYear(*row) for row in found.rows)


def _sponsors(release: Release, hospital_id: str) -> tuple[tuple[Sponsored, ...], int]:
    """The lead sponsors of most trials here, and how many there are in all."""
    found = release.query(
        "SELECT sponsor.name, count(DISTINCT sponsor.trial_id) AS number FROM trial_sponsors AS sponsor "
        "WHERE sponsor.role = 'lead' AND sponsor.trial_id IN "
        "(SELECT trial_id FROM site_hospitals WHERE hospital_id = ?) "
        "GROUP BY sponsor.name ORDER BY number DESC, sponsor.name",
        (hospital_id,),
    ).rows
    shown = found[:MOST_SPONSORS]
    ties = ties_of(release, [name for name, _ in shown])
    return tuple(Sponsored(ties[name], number) for name, number in shown), len(found)
