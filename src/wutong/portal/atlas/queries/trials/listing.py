"""Find trials and count them by every facet: three reads a page, worked out once a release and filter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.conditions import Condition, all_of
from wutong.portal.atlas.queries.lists.kinds import UNSTATED
from wutong.portal.atlas.queries.trials.asked import (
    OF_LISTS,
    OF_SITES,
    OF_TRIALS,
    Asked,
    at_sites,
    everything,
    facet_conditions,
    order_of,
    scopes,
    site_conditions,
    text_condition,
)

CODE = "trials"  # as other lists of records have one
PAGE_SIZE = 20
_COLUMNS = (
    "trial_id, register, title_zh, title_en, official_title, drug, indication, status, phase, study_type, "
    "planned_size, registered_on"
)
EXPORTED = (
    "trial_id",
    "register",
    "title_zh",
    "title_en",
    "official_title",
    "drug",
    "indication",
    "status",
    "status_text",
    "phase",
    "phase_text",
    "study_type",
    "fields",
    "planned_size",
    "registered_on",
    "started_on",
    "completed_on",
    "updated_on",
    "source_id",
    "file_id",
    "row_number",
)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One line of a list, with codes as they stand in the release."""

    trial_id: str
    register: str
    title_zh: str | None
    title_en: str | None
    official_title: str | None
    drug: str | None
    indication: str | None
    status: str | None
    phase: str | None
    study_type: str | None
    planned_size: int | None
    registered_on: date | None
    sponsors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The size of the result; how many trials each value of each facet holds, most frequent first."""

    total: int = 0
    of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def values(self, facet: str) -> Mapping[str, int]:
        """The values of one facet."""
        return self.of.get(facet, {})


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a result. A page beyond the last is the last."""

    counts: Counts
    rows: tuple[TrialRow, ...]
    page: int
    pages: int


def is_loaded(release: Release) -> bool:
    """True where the release holds any trial."""
    return bool(release.manifest.row_counts.get("trials", 0))


def find(release: Release, asked: Asked, size: int = PAGE_SIZE) -> Found:
    """One page of what `asked` describes, of `size` rows."""
    return remember(release, f"trials:{size}:{asked.query_string()}", lambda: _find(release, asked, size))


def _find(release: Release, asked: Asked, size: int) -> Found:
    counts = count(release, asked)
    pages = max(1, -(-counts.total // size))
    page = min(asked.page, pages)
    rows = _rows(release, asked, (page - 1) * size, size) if counts.total else ()
    return Found(counts=counts, rows=rows, page=page, pages=pages)


def count(release: Release, asked: Asked) -> Counts:
    """Trials by facet. A facet on which the reader has chosen is counted as if that choice were not made."""
    return remember(release, f"trial-counts:{asked.scope_key()}", lambda: _count(release, asked))


def _count(release: Release, asked: Asked) -> Counts:
    statement = _count_statement(asked)
    gathered: dict[str, dict[str, int]] = {}
    for facet, value, number in release.query(statement.sql, statement.params).rows:
        gathered.setdefault(facet, {})[value] = number
    total = gathered.pop("total")[""]
    ordered = {facet: dict(sorted(held.items(), key=lambda one: (-one[1], one[0]))) for facet, held in gathered.items()}
    return Counts(total=total, of=ordered)


def _count_statement(asked: Asked) -> Condition:
    """Rows of (facet, value, count), with one row for `total`. The text is looked for once."""
    told = [f"coalesce({sql}, '{UNSTATED}') AS {facet}" for facet, sql in OF_TRIALS.items()]
    columns = ", ".join([*told, *OF_LISTS.values()])
    within = all_of([text_condition(asked.text), *scopes(asked)])
    # What was found carries the names that an address gives to facets.
    chosen = facet_conditions(asked, {facet: facet for facet in OF_TRIALS})
    parts = [*_trial_parts(asked, chosen), *_site_parts(asked, chosen)]
    return Condition(
        f"WITH found AS MATERIALIZED (SELECT trial_id, {columns} FROM trials WHERE {within.sql}) "
        + " UNION ALL ".join(part.sql for part in parts),
        (*within.params, *(param for part in parts for param in part.params)),
    )


def _trial_parts(asked: Asked, chosen: Mapping[str, Condition]) -> Iterator[Condition]:
    sites = at_sites(site_conditions(asked))
    whole = all_of([*chosen.values(), *sites])
    yield Condition(f"SELECT 'total', '', count(*) FROM found WHERE {whole.sql}", whole.params)
    for facet in OF_TRIALS:
        held = all_of([*(one for name, one in chosen.items() if name != facet), *sites])
        yield Condition(
            f"SELECT '{facet}', {facet}, count(*) FROM found WHERE {held.sql} GROUP BY {facet}", held.params
        )
    for facet, column in OF_LISTS.items():
        held = all_of([*(one for name, one in chosen.items() if name != facet), *sites])
        several = f"CASE WHEN len({column}) = 0 THEN ['{UNSTATED}'] ELSE {column} END"
        yield Condition(
            f"SELECT '{facet}', value, count(*) FROM (SELECT unnest({several}) AS value FROM found "
            f"WHERE {held.sql}) GROUP BY value",
            held.params,
        )


def _site_parts(asked: Asked, chosen: Mapping[str, Condition]) -> Iterator[Condition]:
    within = all_of(chosen.values())
    for facet, column in OF_SITES.items():
        others = all_of(one for name, one in site_conditions(asked).items() if name != facet)
        yield Condition(
            f"SELECT '{facet}', {column}, count(DISTINCT trial_id) FROM trial_sites WHERE {column} IS NOT NULL "
            f"AND {others.sql} AND trial_id IN (SELECT trial_id FROM found WHERE {within.sql}) GROUP BY {column}",
            (*others.params, *within.params),
        )


def _rows(release: Release, asked: Asked, offset: int, size: int) -> tuple[TrialRow, ...]:
    within, order = everything(asked), order_of(asked)
    found = release.query(
        f"SELECT {_COLUMNS} FROM trials WHERE {within.sql} ORDER BY {order.sql} LIMIT ? OFFSET ?",
        (*within.params, *order.params, size, offset),
    ).rows
    sponsors = _sponsors(release, [row[0] for row in found])
    return tuple(TrialRow(*(*row, sponsors.get(row[0], ()))) for row in found)


def _sponsors(release: Release, trial_ids: list[str]) -> dict[str, tuple[str, ...]]:
    found = release.query(
        "SELECT trial_id, list(name ORDER BY position) FROM trial_sponsors "
        "WHERE role = 'lead' AND trial_id IN (SELECT unnest(?)) GROUP BY trial_id",
        (trial_ids,),
    )
    return {trial_id: tuple(names) for trial_id, names in found.rows}


def batches(release: Release, asked: Asked, most: int) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The columns EXPORTED of everything that `asked` describes, some rows at a time; `most` rows in all."""
    within, order = everything(asked), order_of(asked)
    statement = f"SELECT {', '.join(EXPORTED)} FROM trials WHERE {within.sql} ORDER BY {order.sql} LIMIT ?"
    for batch in release.batches(statement, (*within.params, *order.params, most), size=2_000):
        yield batch.rows
