"""One drug application, and those of a product: what the number says, who applied, when it was accepted and decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.portraits.origins import Origin, origin_of
from wutong.portal.atlas.queries.products.ties import Tie, ties_of


@dataclass(frozen=True, slots=True)
class Application:
    """An application as the release tells it; `days` from acceptance to decision where both are told."""

    acceptance_number: str
    made: str | None
    kind: str | None
    approval_class: str | None
    asks_for: str | None
    year: int
    drug_text: str | None
    applicant_text: str | None
    indication_text: str | None
    accepted_on: date | None
    decided_on: date | None
    decision: str | None
    decision_text: str | None
    days: int | None
    origin: Origin
    applicant: Tie | None
    matched_by: str = ""


@dataclass(frozen=True, slots=True)
class NamedTrial:
    """A trial that names the application."""

    trial_id: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    phase: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """A product that the application is of, and how that is known."""

    product_id: str
    name_zh: str | None
    name_en: str | None
    stage: str | None
    matched_by: str


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """An application, the trials that name it and its products."""

    application: Application
    trials: tuple[NamedTrial, ...]
    products: tuple[NamedProduct, ...]


_COLUMNS = (
    "one.acceptance_number, one.made, one.kind, one.approval_class, one.asks_for, one.year, one.drug_text, "
    "one.applicant_text, one.indication_text, one.accepted_on, one.decided_on, one.decision, one.decision_text, "
    "datediff('day', one.accepted_on, one.decided_on), one.file_id, one.row_number"
)


def applications_of_product(release: Release, product_id: str) -> tuple[Application, ...]:
    """The applications of a product, the latest first."""
    found = release.query(
        f"SELECT {_COLUMNS}, tied.matched_by FROM product_applications AS tied JOIN drug_applications AS one "
        "ON one.acceptance_number = tied.acceptance_number WHERE tied.product_id = ? "
        "ORDER BY one.year DESC, one.acceptance_number DESC",
        (product_id,),
    ).rows
    return _with_ties(release, [(row[:-1], row[-1]) for row in found])


def application_of(release: Release, number: str) -> ApplicationRecord | None:
    """The application with that acceptance number, or None."""
    return remember(release, f"application:{number}", lambda: _find(release, number))


def _find(release: Release, number: str) -> ApplicationRecord | None:
    found = release.query(
        f"SELECT {_COLUMNS} FROM drug_applications AS one WHERE one.acceptance_number = ?", (number,)
    ).rows
    if not found:
        return None
    (application,) = _with_ties(release, [(found[0], "")])
    return ApplicationRecord(application, _trials(release, number), _products(release, number))


def _with_ties(release: Release, rows: list[tuple[tuple[Any, ...], str]]) -> tuple[Application, ...]:
    ties = ties_of(release, [row[7] for row, _ in rows])
    return tuple(
        Application(*[*row[:-2], origin_of(release, (row[-2], row[-1])), ties.get(row[7] or ""), matched_by])
        for row, matched_by in rows
    )


def _trials(release: Release, number: str) -> tuple[NamedTrial, ...]:
    found = release.query(
        "SELECT trial_id, title_zh, title_en, official_title, phase, status FROM trials WHERE trial_id IN "
        "(SELECT trial_id FROM trial_identifiers WHERE scheme = 'acceptance_number' AND value = ?) ORDER BY trial_id",
        (number,),
    )
    return tuple(NamedTrial(*row) for row in found.rows)


def _products(release: Release, number: str) -> tuple[NamedProduct, ...]:
    found = release.query(
        "SELECT product.product_id, product.name_zh, product.name_en, stage.stage, tied.matched_by "
        "FROM product_applications AS tied JOIN products AS product ON product.product_id = tied.product_id "
        "LEFT JOIN product_stages AS stage ON stage.product_id = tied.product_id "
        "WHERE tied.acceptance_number = ? ORDER BY product.product_id",
        (number,),
    )
    return tuple(NamedProduct(*row) for row in found.rows)
