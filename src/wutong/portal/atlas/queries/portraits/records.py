"""Everything that records tell of one enterprise beside its registrations: the blocks of its portrait.

An enterprise of which no record speaks costs two small statements; any other, one more for each kind of record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.data import files_of
from wutong.portal.atlas.queries.portraits import blocks
from wutong.portal.atlas.queries.portraits.items import (
    Application,
    Approval,
    Block,
    Candidate,
    Figure,
    Product,
    Reported,
    Round,
    Trial,
)
from wutong.portal.atlas.queries.portraits.origins import origin_of
from wutong.portal.atlas.queries.portraits.portrait import Enterprise
from wutong.portal.atlas.queries.portraits.ties import Elsewhere, Listing, elsewhere_of, is_held
from wutong.portal.shared.catalogue import catalogue

MOST_CANDIDATES = 200
MOST_FIGURES = 2_000
# Block → what sources that could tell of it are declared to hold.
STANDARDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "products": frozenset({"drug_approvals", "maker_drugs"}),
        "trials": frozenset({"trials", "trial_sites"}),
        "approvals": frozenset({"drug_approvals", "maker_drugs"}),
        "applications": frozenset({"trials", "drug_applications"}),
        "financing": frozenset({"financing_rounds"}),
        "figures": frozenset({"listed_companies", "listed_figures"}),
        "names": frozenset({"registrations", "listed_companies"}),
    }
)


@dataclass(frozen=True, slots=True)
class LookedIn:
    """A source of the release in which a block was looked for, and when it was read."""

    source_id: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Records:
    """The blocks of one enterprise, each with its first items, and the names through which they were found."""

    known: Elsewhere
    candidates: tuple[Candidate, ...]
    products: Block[Product]
    trials: Block[Trial]
    approvals: Block[Approval]
    applications: Block[Application]
    financing: Block[Round]
    reported: tuple[Reported, ...]


def records_of(release: Release, enterprise: Enterprise) -> Records:
    """What records tell of the enterprise. Found once a release."""
    return remember(release, f"records:{enterprise.enterprise_id}", lambda: _find(release, enterprise))


def looked_in(release: Release) -> Mapping[str, tuple[LookedIn, ...]]:
    """The sources of the release that could tell of each block, by id. Found once a release."""
    return remember(release, "looked-in", lambda: _looked_in(release))


def _looked_in(release: Release) -> dict[str, tuple[LookedIn, ...]]:
    newest: dict[str, datetime | None] = {}
    for file in files_of(release):
        dates = [date for date in (newest.get(file.source_id), file.read_at) if date]
        newest[file.source_id] = max(dates, default=None)
    told = {one: catalogue().sources[one].standard for one in newest if one in catalogue().sources}
    return {
        block: tuple(LookedIn(one, newest[one]) for one in sorted(told) if told[one] in standards)
        for block, standards in STANDARDS.items()
    }


def _find(release: Release, enterprise: Enterprise) -> Records:
    known = elsewhere_of(release, enterprise.enterprise_id, enterprise.credit_code, enterprise.name_zh)
    trials = blocks.first_of(release, blocks.TRIALS, known)
    products = blocks.first_of(release, blocks.PRODUCTS, known)
    may_be_approved = is_held(release, "approvals") and not products.is_empty
    may_apply = is_held(release, "drug_applications")
    return Records(
        known=known,
        candidates=_candidates(release, known) if trials.total else (),
        products=products,
        trials=trials,
        approvals=blocks.first_of(release, blocks.APPROVALS, known) if may_be_approved else Block(),
        applications=blocks.first_of(release, blocks.APPLICATIONS, known) if may_apply else Block(),
        financing=blocks.first_of(release, blocks.ROUNDS, known),
        reported=tuple(Reported(one, _figures(release, one)) for one in known.listings),
    )


def _candidates(release: Release, known: Elsewhere) -> tuple[Candidate, ...]:
    """Drugs of the trials that it leads for certain; what a register writes as the drug is one drug."""
    names = [tie.name for tie in known.ties_in(*blocks.TRIALS.tables) if tie.is_counted]
    found = release.query(
        "SELECT drug, CASE WHEN count(DISTINCT product.product_id) = 1 THEN min(product.product_id) END, "
        "list(DISTINCT phase) FILTER (phase IS NOT NULL), count(DISTINCT trial.trial_id), min(registered_on), "
        "max(registered_on) FROM trials AS trial LEFT JOIN product_trials AS named ON named.trial_id = trial.trial_id "
        "LEFT JOIN products AS product ON product.product_id = named.product_id "
        "AND (product.holder IS NULL OR product.holder IN (SELECT unnest(?))) "
        "WHERE drug IS NOT NULL AND trial.trial_id IN "
        "(SELECT trial_id FROM trial_sponsors WHERE role = 'lead' AND name IN (SELECT unnest(?))) "
        f"GROUP BY drug ORDER BY 6 DESC NULLS LAST, 1 LIMIT {MOST_CANDIDATES}",
        (names, names),
    )
    return tuple(_candidate(row) for row in found.rows)


def _candidate(row: tuple[Any, ...]) -> Candidate:
    drug, product_id, phases, *rest = row
    return Candidate(drug, product_id, tuple(sorted(phases or ())), *rest)


def _figures(release: Release, listing: Listing) -> tuple[Figure, ...]:
    if not is_held(release, "listed_figures"):
        return ()
    found = release.query(
        "SELECT period, statement, metric, value, unit, written_unit, basis, file_id, row_number FROM listed_figures "
        f"WHERE stock_code = ? ORDER BY period, statement, metric LIMIT {MOST_FIGURES}",
        (listing.stock_code,),
    )
    return tuple(_figure(release, listing, row) for row in found.rows)


def _figure(release: Release, listing: Listing, row: tuple[Any, ...]) -> Figure:
    period, statement, metric, value, unit, written_unit, basis, file_id, row_number = row
    origin = origin_of(release, (file_id, row_number))
    return Figure(listing.stock_code, period, statement, metric, value, unit, written_unit, basis, origin)
