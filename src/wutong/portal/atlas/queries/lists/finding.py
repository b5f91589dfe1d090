"""Find things of a list and count them by every facet: two reads a page, worked out once a release and filter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from wutong.portal.atlas.access import Release, remember
from wutong.portal.atlas.queries.conditions import Condition, all_of
from wutong.portal.atlas.queries.lists.asked import Asked, everything, facet_conditions, scopes, text_condition
from wutong.portal.atlas.queries.lists.kinds import UNSTATED, AnyKind, Facet, ListKind

PAGE_SIZE = 20
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Counts:
    """The size of the result; how many things each value of each facet holds, most frequent first."""

    total: int = 0
    of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def values(self, facet: str) -> Mapping[str, int]:
        """The values of one facet."""
        return self.of.get(facet, {})


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """One page of a result. A page beyond the last is the last."""

    counts: Counts
    rows: tuple[Row, ...]
    page: int
    pages: int


def is_loaded(release: Release, kind: AnyKind) -> bool:
    """True where the release holds any such thing."""
    query = f"SELECT EXISTS (SELECT 1 FROM {kind.table})"
    return bool(remember(release, f"any:{kind.table}", lambda: release.query(query).rows[0][0]))


def find(release: Release, kind: ListKind[Row], asked: Asked, size: int = PAGE_SIZE) -> Found[Row]:
    """One page of what `asked` describes, of `size` rows."""
    key = f"list:{kind.code}:{size}:{asked.query_string()}"
    return remember(release, key, lambda: _find(release, kind, asked, size))


def _find(release: Release, kind: ListKind[Row], asked: Asked, size: int) -> Found[Row]:
    counts = count(release, kind, asked)
    pages = max(1, -(-counts.total // size))
    page = min(asked.page, pages)
    rows = _rows(release, kind, asked, (page - 1) * size, size) if counts.total else ()
    return Found(counts=counts, rows=rows, page=page, pages=pages)


def count(release: Release, kind: AnyKind, asked: Asked) -> Counts:
    """Things by facet. A facet on which the reader has chosen is counted as if that choice were not made."""
    key = f"list-counts:{kind.code}:{asked.whole().query_string()}"
    return remember(release, key, lambda: _count(release, kind, asked))


def _count(release: Release, kind: AnyKind, asked: Asked) -> Counts:
    statement = _count_statement(kind, asked)
    gathered: dict[str, dict[str, int]] = {}
    for facet, value, number in release.query(statement.sql, statement.params).rows:
        gathered.setdefault(facet, {})[value] = number
    total = gathered.pop("total")[""]
    ordered = {facet: dict(sorted(held.items(), key=lambda one: (-one[1], one[0]))) for facet, held in gathered.items()}
    return Counts(total=total, of=ordered)


def _count_statement(kind: AnyKind, asked: Asked) -> Condition:
    """Rows of (facet, value, count), with one row for `total`. What the text and the scope find is found once."""
    columns = ", ".join([kind.key, *(f"{_told(facet)} AS {facet.code}" for facet in kind.facets)])
    within = all_of([text_condition(kind, asked.text), *scopes(kind, asked)])
    chosen = facet_conditions(kind, asked, of_found=True)
    whole = all_of(chosen.values())
    parts = [
        Condition(f"SELECT 'total', '', count(*) FROM found WHERE {whole.sql}", whole.params),
        *(_facet_part(facet, chosen) for facet in kind.facets),
    ]
    return Condition(
        f"WITH found AS MATERIALIZED (SELECT {columns} FROM ({kind.relation}) AS thing WHERE {within.sql}) "
        + " UNION ALL ".join(part.sql for part in parts),
        (*within.params, *(param for part in parts for param in part.params)),
    )


def _told(facet: Facet) -> str:
    """What is said, as a text, or as a list of texts; a list that says nothing is empty."""
    return facet.sql if facet.is_list else f"coalesce(CAST({facet.sql} AS VARCHAR), '{UNSTATED}')"


def _facet_part(facet: Facet, chosen: Mapping[str, Condition]) -> Condition:
    others = all_of(one for name, one in chosen.items() if name != facet.code)
    if not facet.is_list:
        return Condition(
            f"SELECT '{facet.code}', {facet.code}, count(*) FROM found WHERE {others.sql} GROUP BY {facet.code}",
            others.params,
        )
    several = f"CASE WHEN coalesce(len({facet.code}), 0) = 0 THEN ['{UNSTATED}'] ELSE list_distinct({facet.code}) END"
    return Condition(
        f"SELECT '{facet.code}', value, count(*) FROM "
        f"(SELECT unnest({several}) AS value FROM found WHERE {others.sql}) GROUP BY value",
        others.params,
    )


def _rows(release: Release, kind: ListKind[Row], asked: Asked, offset: int, size: int) -> tuple[Row, ...]:
    columns = tuple(getattr(kind.row, "__dataclass_fields__", ()))
    statement = _statement(kind, asked, ", ".join(columns))
    found = release.query(f"{statement.sql} LIMIT ? OFFSET ?", (*statement.params, size, offset)).rows
    return tuple(kind.row(*(_frozen(value) for value in row)) for row in found)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _statement(kind: AnyKind, asked: Asked, columns: str) -> Condition:
    within = everything(kind, asked)
    order = kind.orders[asked.order or kind.first_order]
    return Condition(
        f"SELECT {columns} FROM ({kind.relation}) AS thing WHERE {within.sql} ORDER BY {order.sql}, {kind.key}",
        within.params,
    )


def batches(release: Release, kind: AnyKind, asked: Asked, most: int) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The exported columns of everything that `asked` describes, some rows at a time; `most` rows at most."""
    statement = _statement(kind, asked, ", ".join(kind.exported))
    for batch in release.batches(f"{statement.sql} LIMIT ?", (*statement.params, most), size=2_000):
        yield batch.rows
