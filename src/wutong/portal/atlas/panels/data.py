"""Sources, tables and indicators as the data pages show them, and as the definitions that one can download."""

from dataclasses import dataclass
from typing import Any

from wutong.catalog.sources import Source
from wutong.catalog.tables import Table
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.labels import field_label
from wutong.portal.atlas.queries.data import RAW_COLUMNS, FileRow, IssueRow, Issues, SourceRow
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


@dataclass(frozen=True, slots=True)
class IssueCard:
    """One issue with its raw row: as titled cells where the columns are known, else as text."""

    issue: IssueRow
    file_name: str
    cells: tuple[tuple[str, str, bool], ...]
    text: str


def issue_cards(issues: Issues, files: tuple[FileRow, ...]) -> list[IssueCard]:
    """The issues of one page. A cell is its title, its text, and whether it is the one in question."""
    names = {file.file_id: file.name for file in files}
    return [_issue_card(one, issues, names.get(one.file_id, one.file_id)) for one in issues.rows]


def _issue_card(one: IssueRow, issues: Issues, file_name: str) -> IssueCard:
    cells = issues.written.get((one.file_id, one.row_number), ())
    if not cells and one.stage == "standardize":
        cells = tuple((one.raw or "").split("\t"))
    titled = tuple(
        (field_label(name), cell, name == one.field) for name, cell in zip(RAW_COLUMNS, cells, strict=False) if cell
    )
    return IssueCard(issue=one, file_name=file_name, cells=titled, text="" if titled else (one.raw or ""))


def source_cards(counted: tuple[SourceRow, ...]) -> list[SourceCard]:
    """Every source of the release."""
    return [_source_card(row) for row in counted]


def _source_card(row: SourceRow) -> SourceCard:
    declared = catalogue().sources.get(row.source_id)
    return SourceCard(
        source_id=row.source_id,
        title=wording(declared.title) if declared else row.source_id,
        publisher=wording(declared.publisher) if declared else "",
        licence=_licence(declared) if declared else "",
        counted=row,
    )


def _licence(source: Source) -> str:
    told = source.licence
    return told if isinstance(told, str) else wording(told)


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
