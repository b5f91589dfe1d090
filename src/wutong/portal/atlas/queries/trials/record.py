"""One trial with all that the release holds of it: nine reads, worked out once a release."""

from dataclasses import dataclass
from datetime import date

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of
from wutong.portal.atlas.queries.products.ties import Tie, ties_of


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
    tie: Tie


@dataclass(frozen=True, slots=True)
class Site:
    """One site as written, with the hospital that it was tied to, if any."""

    name: str
    country: str | None
    province: str | None
    city: str | None
    hospital_id: str | None
    hospital: str | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A product that the trial is of, by the drug that it names."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    holder: str | None
    stage: str | None
    drug_text: str
    matched_by: str


@dataclass(frozen=True, slots=True)
class Number:
    """Another number; `trial_id` is set where the release holds the trial, `application` where it holds that."""

    scheme: str
    value: str
    trial_id: str | None
    application: str | None


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
    products: tuple[Tried, ...]
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
        products=_products(release, trial_id),
        history=_history(release, trial_id),
    )


def _sponsors(release: Release, trial_id: str) -> tuple[Sponsor, ...]:
    found = release.query(
        "SELECT name, role, file_id, row_number FROM trial_sponsors WHERE trial_id = ? ORDER BY position", (trial_id,)
    ).rows
    ties = ties_of(release, [name for name, *_ in found])
    return tuple(
        Sponsor(name, role, origin_of(release, (file_id, row)), ties[name]) for name, role, file_id, row in found
    )


def _sites(release: Release, trial_id: str) -> tuple[Site, ...]:
    found = release.query(
        "SELECT site.name, site.country, site.province, site.city, tie.hospital_id, tie.hospital "
        "FROM trial_sites AS site LEFT JOIN site_hospitals AS tie "
        "ON tie.trial_id = site.trial_id AND tie.position = site.position "
        "WHERE site.trial_id = ? ORDER BY site.position",
        (trial_id,),
    )
    return tuple(Site(*row) for row in found.rows)


def _numbers(release: Release, trial_id: str) -> tuple[Number, ...]:
    """Numbers that the trial names, and trials that name this one."""
    found = release.query(
        "SELECT one.scheme, one.value, other.trial_id, asked.acceptance_number FROM trial_identifiers AS one "
        "LEFT JOIN trials AS other ON other.trial_id = one.value "
        "LEFT JOIN drug_applications AS asked ON asked.acceptance_number = one.value WHERE one.trial_id = ? "
        "UNION SELECT other.register, other.trial_id, other.trial_id, NULL FROM trial_identifiers AS one "
        "JOIN trials AS other ON other.trial_id = one.trial_id WHERE one.value = ? AND one.trial_id <> ? "
        "ORDER BY 3 NULLS LAST, 1, 2",
        (trial_id, trial_id, trial_id),
    )
    return tuple(Number(*row) for row in found.rows)


def _products(release: Release, trial_id: str) -> tuple[Tried, ...]:
    found = release.query(
        "SELECT product.product_id, product.name_zh, product.name_en, product.holder, stage.stage, tied.drug_text, "
        "tied.matched_by FROM product_trials AS tied JOIN products AS product ON product.product_id = tied.product_id "
        "LEFT JOIN product_stages AS stage ON stage.product_id = tied.product_id WHERE tied.trial_id = ? "
        "ORDER BY product.holder NULLS FIRST, product.product_id",
        (trial_id,),
    )
    return tuple(Tried(*row) for row in found.rows)


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
