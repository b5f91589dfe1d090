"""One product with its approvals, applications, indications and trials: nine reads, worked out once a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of
from wutong.portal.atlas.queries.products.applications import Application, applications_of_product
from wutong.portal.atlas.queries.products.ties import Tie, ties_of


@dataclass(frozen=True, slots=True)
class Product:
    """The product as the release tells it."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    generic_name: str
    dosage_form: str | None
    modality: str | None
    modality_basis: str | None
    holder: str | None
    holder_short: str | None
    trade_names: tuple[str, ...]
    therapeutic_areas: tuple[str, ...]
    is_name_cut: bool
    record_count: int
    stage: str | None
    basis_kind: str | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval number or licence. Its number tells the year, and nothing tells the day."""

    number: str
    scheme: str
    approval_class: str
    year: int | None
    issuer: str | None
    is_for_repackaging: bool
    trade_name: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Indication:
    """One indication as written, and what writes it."""

    text: str
    trial_count: int
    trial_id: str | None
    acceptance_number: str | None


@dataclass(frozen=True, slots=True)
class ProductTrial:
    """One trial of the product. `numbered` is the year that its number begins with where no date is given."""

    trial_id: str
    register: str
    phase: str | None
    status: str | None
    indication: str | None
    registered_on: date | None
    started_on: date | None
    completed_on: date | None
    numbered: int | None
    drug_text: str
    matched_by: str
    origin: Origin
    sponsors: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """What a register said of the status or the phase of a trial as of a day, where it tells the day."""

    trial_id: str
    field: str
    value: str
    said_on: date | None


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product and everything tied to it."""

    product: Product
    origin: Origin
    holder: Tie | None
    approvals: tuple[Approval, ...]
    applications: tuple[Application, ...]
    indications: tuple[Indication, ...]
    trials: tuple[ProductTrial, ...]
    history: tuple[StatusSaid, ...]


_OF_PRODUCT = (
    *("product_id", "name_zh", "name_en", "generic_name", "dosage_form", "modality", "modality_basis", "holder"),
    *("holder_short", "trade_names", "therapeutic_areas", "is_name_cut", "record_count"),
)


def record_of(release: Release, product_id: str) -> ProductRecord | None:
    """The product with that id, or None."""
    return remember(release, f"product:{product_id}", lambda: _find(release, product_id))


def _find(release: Release, product_id: str) -> ProductRecord | None:
    columns = ", ".join(f"product.{name}" for name in _OF_PRODUCT)
    found = release.query(
        f"SELECT {columns}, stage.stage, stage.basis_kind, stage.basis, product.file_id, product.row_number "
        "FROM products AS product LEFT JOIN product_stages AS stage ON stage.product_id = product.product_id "
        "WHERE product.product_id = ?",
        (product_id,),
    ).rows
    if not found:
        return None
    *values, file_id, row_number = found[0]
    told: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    product = Product(*told)
    trials = _trials(release, product_id)
    return ProductRecord(
        product=product,
        origin=origin_of(release, (file_id, row_number)),
        holder=ties_of(release, [product.holder]).get(product.holder or ""),
        approvals=_approvals(release, product_id),
        applications=applications_of_product(release, product_id),
        indications=_indications(release, product_id),
        trials=trials,
        history=_history(release, [one.trial_id for one in trials]),
    )


def _approvals(release: Release, product_id: str) -> tuple[Approval, ...]:
    found = release.query(
        'SELECT approval_number, scheme, approval_class, "year", issuer, is_for_repackaging, trade_name, file_id, '
        'row_number FROM approvals WHERE product_id = ? ORDER BY "year" DESC NULLS LAST, approval_number',
        (product_id,),
    )
    return tuple(Approval(*[*told, origin_of(release, (file_id, row))]) for *told, file_id, row in found.rows)


def _indications(release: Release, product_id: str) -> tuple[Indication, ...]:
    found = release.query(
        "SELECT indication, trial_count, trial_id, acceptance_number FROM product_indications WHERE product_id = ? "
        "ORDER BY trial_count DESC, indication",
        (product_id,),
    )
    return tuple(Indication(*row) for row in found.rows)


def _trials(release: Release, product_id: str) -> tuple[ProductTrial, ...]:
    found = release.query(
        "SELECT trial.trial_id, trial.register, trial.phase, trial.status, trial.indication, trial.registered_on, "
        "trial.started_on, trial.completed_on, CASE WHEN trial.registered_on IS NULL AND trial.register = 'cde' "
        "THEN CAST(substr(trial.trial_id, 4, 4) AS INTEGER) END, tied.drug_text, tied.matched_by, tied.file_id, "
        "tied.row_number FROM product_trials AS tied JOIN trials AS trial ON trial.trial_id = tied.trial_id "
        "WHERE tied.product_id = ? ORDER BY coalesce(CAST(year(trial.registered_on) AS VARCHAR), "
        "substr(trial.trial_id, 4, 4)) DESC, trial.trial_id DESC",
        (product_id,),
    ).rows
    sponsors = _sponsors(release, [row[0] for row in found])
    return tuple(
        ProductTrial(*[*told, origin_of(release, (file_id, row)), sponsors.get(told[0], ())])
        for *told, file_id, row in found
    )


def _sponsors(release: Release, trial_ids: list[str]) -> Mapping[str, tuple[Tie, ...]]:
    """Lead sponsors of each trial, with what their names were found to mean."""
    if not trial_ids:
        return {}
    found = release.query(
        "SELECT trial_id, list(name ORDER BY position) FROM trial_sponsors WHERE role = 'lead' "
        "AND trial_id IN (SELECT unnest(?)) GROUP BY trial_id",
        (trial_ids,),
    ).rows
    ties = ties_of(release, [name for _, names in found for name in names])
    return {trial_id: tuple(ties[name] for name in names) for trial_id, names in found}


def _history(release: Release, trial_ids: list[str]) -> tuple[StatusSaid, ...]:
    if not trial_ids:
        return ()
    found = release.query(
        "SELECT trial_id, field, value, said_on FROM trial_history WHERE field IN ('status', 'phase') "
        "AND trial_id IN (SELECT unnest(?)) ORDER BY trial_id, field, said_on NULLS FIRST, file_id, row_number",
        (trial_ids,),
    )
    return tuple(StatusSaid(*row) for row in found.rows)
