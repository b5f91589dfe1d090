"""What the pipeline page counts besides its lists: stages by modality, and how much of it is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.lists.asked import Asked, everything
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.atlas.queries.products.lists import PRODUCTS

Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Known:
    """Of how many things something is known: `number` of `total`."""

    code: str
    number: int
    total: int


def stages_by_modality(release: Release, asked: Asked) -> Cells:
    """Products by (stage, modality)."""
    key = f"stages-by-modality:{asked.whole().query_string()}"
    return remember(release, key, lambda: _cells(release, asked))


def _cells(release: Release, asked: Asked) -> Cells:
    within = everything(PRODUCTS, asked)
    found = release.query(
        f"SELECT coalesce(stage, '{UNSTATED}'), coalesce(modality, '{UNSTATED}'), count(*) "
        f"FROM ({PRODUCTS.relation}) AS thing WHERE {within.sql} GROUP BY 1, 2",
        within.params,
    )
    return {(stage, modality): number for stage, modality, number in found.rows}


def coverage(release: Release) -> tuple[Known, ...]:
    """What the release knows of all its products, applications and trials, whatever the filter."""
    return remember(release, "pipeline-coverage", lambda: _coverage(release))


def _coverage(release: Release) -> tuple[Known, ...]:
    row = release.query(
        "SELECT (SELECT count(*) FROM products), (SELECT count(modality) FROM products), "
        "(SELECT count(DISTINCT product_id) FROM approvals), "
        f"(SELECT count(DISTINCT thing) FROM ({PRODUCTS.links})), "
        "(SELECT count(*) FROM drug_applications), "
        "(SELECT count(*) FROM drug_applications WHERE accepted_on IS NOT NULL AND decided_on IS NOT NULL), "
        "(SELECT count(*) FROM trials), (SELECT count(phase) FROM trials), (SELECT count(registered_on) FROM trials), "
        "(SELECT count(DISTINCT trial_id) FROM trial_sites), (SELECT count(DISTINCT trial_id) FROM trial_enterprises), "
        "(SELECT count(*) FROM trials WHERE register = 'cde'), "
        "(SELECT count(registered_on) FROM trials WHERE register = 'cde')"
    ).rows[0]
    of_products, of_applications, of_trials, of_cde = row[:4], row[4:6], row[6:11], row[11:]
    return (
        Known("modality", of_products[1], of_products[0]),
        Known("approved", of_products[2], of_products[0]),
        Known("tied_products", of_products[3], of_products[0]),
        Known("clocked", of_applications[1], of_applications[0]),
        Known("phase", of_trials[1], of_trials[0]),
        Known("dated", of_trials[2], of_trials[0]),
        Known("cde_dated", of_cde[1], of_cde[0]),
        Known("sited", of_trials[3], of_trials[0]),
        Known("tied_trials", of_trials[4], of_trials[0]),
    )
