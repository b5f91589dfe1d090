"""Sources, tables and indicators as the data pages show them, and as the definitions that one can download."""

from dataclasses import dataclass
from typing import Any

from wutong.catalog.tables import Table
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.queries.data import SourceRow
from wutong.portal.shared.catalogue import catalogue, segments
from wutong.portal.shared.language import wording


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One source with what is declared of it and what was read from it."""

    source_id: str
    title: str
    publisher: str
    licence: str
    counted: SourceRow


@dataclass(frozen=True, slots=True)
class TableCard:
    """One table of the release."""

    name: str
    title: str
    row: str
    row_count: int
    column_count: int


def source_cards(counted: tuple[SourceRow, ...]) -> list[SourceCard]:
    """Every source of the release."""
    return [_source_card(row) for row in counted]


def _source_card(row: SourceRow) -> SourceCard:
    declared = catalogue().sources.get(row.source_id)
    return SourceCard(
        source_id=row.source_id,
        title=wording(declared.title) if declared else row.source_id,
        publisher=wording(declared.publisher) if declared else "",
        licence=declared.licence if declared else "",
        counted=row,
    )


def table_cards(release: Release) -> list[TableCard]:
    """Every table that a release holds, with its rows."""
    counts = release.manifest.row_counts
    return [
        TableCard(
            name=name,
            title=wording(table.title),
            row=wording(table.row),
            row_count=counts.get(name, 0),
            column_count=len(table.columns),
        )
        for name, table in sorted(catalogue().released.items())
    ]


def definitions() -> dict[str, Any]:
    """Every table, indicator, segment and node as declared, in both languages, for other programs."""
    return {
        "tables": {name: _table(table) for name, table in sorted(catalogue().released.items())},
        "indicators": {
            code: indicator.model_dump(mode="json") for code, indicator in sorted(catalogue().indicators.items())
        },
        "segments": {
            code: segment.model_dump(mode="json", include={"code", "field", "title", "definition"})
            for code, segment in segments().items()
        },
        "nodes": {
            code: node.model_dump(mode="json", include={"code", "title", "definition", "upstream"})
            for code, node in catalogue().chain.nodes.items()
        },
    }


def _table(table: Table) -> dict[str, Any]:
    return table.model_dump(mode="json", exclude={"name", "released_as", "layer"}, exclude_none=True)
