"""One trial with all that the release holds of it: seven reads, worked out once a release."""

from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial as the release tells it: of each field the latest word."""

    trial_id: str
    register: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    status: str | None
    status_text: str | None
    phase: str | None
    phase_text: str | None
    study_type: str | None
    indication: str | None
    drug: str | None
    countries: str | None
    planned_size: int | None
    registered_on: date | None
    started_on: date | None
    completed_on: date | None
    updated_on: date | None
    record_count: int


@dataclass(frozen=True, slots=True)
class Sponsor:
    """One sponsor as written, with the enterprise that it was tied to, if any, and why."""

    name: str
    role: str
    origin: Origin
    enterprise_id: str | None
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One site as written."""

    name: str
    country: str | None
    province: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """Another number; `trial_id` is set where the release holds the trial of that number."""

    scheme: str
    value: str
    trial_id: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the register said of one field as of a day; null where the day is not known."""

    field: str
    value: str
    said_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Record:
    """A trial and everything tied to it."""

    trial: Trial
    origin: Origin
    sponsors: tuple[Sponsor, ...]
    sites: tuple[Site, ...]
    numbers: tuple[Number, ...]
    history: tuple[Said, ...]


_FIELDS = tuple(Trial.__dataclass_fields__)


def record_of(release: Release, trial_id: str) -> Record | None:
    """The trial with that number, or None."""
    return remember(release, f"trial:{trial_id}", lambda: _find(release, trial_id))


def _find(release: Release, trial_id: str) -> Record | None:
    found = release.query(
        f"SELECT {', '.join(_FIELDS)}, file_id, row_number FROM trials WHERE trial_id = ?", (trial_id,)
    ).rows
    if not found:
        return None
    *values, file_id, row_number = found[0]
    return Record(
        trial=Trial(*values),
        origin=origin_of(release, (file_id, row_number)),
        sponsors=_sponsors(release, trial_id),
        sites=_sites(release, trial_id),
        numbers=_numbers(release, trial_id),
        history=_history(release, trial_id),
    )


def _sponsors(release: Release, trial_id: str) -> tuple[Sponsor, ...]:
    found = release.query(
        "SELECT one.name, one.role, one.file_id, one.row_number, tie.enterprise_id, tie.reasons_zh, tie.reasons_en "
        "FROM trial_sponsors AS one LEFT JOIN trial_enterprises AS tie USING (trial_id, position) "
        "WHERE one.trial_id = ? ORDER BY one.position",
        (trial_id,),
    )
    return tuple(
        Sponsor(name, role, origin_of(release, (file_id, row)), enterprise, tuple(zh or ()), tuple(en or ()))
        for name, role, file_id, row, enterprise, zh, en in found.rows
    )


def _sites(release: Release, trial_id: str) -> tuple[Site, ...]:
    found = release.query(
        "SELECT name, country, province, city FROM trial_sites WHERE trial_id = ? ORDER BY position", (trial_id,)
    )
    return tuple(Site(*row) for row in found.rows)


def _numbers(release: Release, trial_id: str) -> tuple[Number, ...]:
    """Numbers that the trial names, and trials that name this one."""
    found = release.query(
        "SELECT one.scheme, one.value, other.trial_id FROM trial_identifiers AS one "
        "LEFT JOIN trials AS other ON other.trial_id = one.value WHERE one.trial_id = ? "
        "UNION SELECT other.register, other.trial_id, other.trial_id FROM trial_identifiers AS one "
        "JOIN trials AS other ON other.trial_id = one.trial_id WHERE one.value = ? AND one.trial_id <> ? "
        "ORDER BY 3 NULLS LAST, 1, 2",
        (trial_id, trial_id, trial_id),
    )
    return tuple(Number(*row) for row in found.rows)


def _history(release: Release, trial_id: str) -> tuple[Said, ...]:
    found = release.query(
        "SELECT field, value, said_on, file_id, row_number FROM trial_history WHERE trial_id = ? "
        "ORDER BY said_on NULLS FIRST, file_id, row_number, field",
        (trial_id,),
    )
    return tuple(
        Said(field, value, said_on, origin_of(release, (file_id, row)))
        for field, value, said_on, file_id, row in found.rows
    )
