"""What a list holds as a file: its columns, and one row for each thing, with codes beside their words."""

from collections.abc import Mapping, Sequence
from typing import Any

from wutong.portal.atlas.panels.lists.words import column_title, declared, facet_title, label_of
from wutong.portal.atlas.queries.lists.kinds import AnyKind
from wutong.portal.shared.spreadsheets.cells import Cell

# Column → the facet whose codes it holds.
_CODED = {
    "stage": "stage",
    "modality": "modality",
    "drug_class": "class",
    "approval_class": "class",
    "scheme": "scheme",
    "dosage_form": "form",
    "asks_for": "asks",
    "kind": "kind",
    "made": "made",
    "decision": "decision",
    "phases": "phase",
    "fields": "field",
}
_OTHERWISE = {"drug_class": "class", "phases": "phase", "fields": "field", "provinces": "province", "cities": "city"}
_TABLES = ("product_stages", "product_enterprises", "hospital_standard_names", "product_indications", "approvals")


def header(kind: AnyKind) -> list[str]:
    """The names of the columns."""
    return [_title(kind, column.strip('"')) for column in kind.exported]


def _title(kind: AnyKind, column: str) -> str:
    if column in _OTHERWISE:
        return facet_title(_OTHERWISE[column])
    found = (column_title(table, column) for table in (kind.table, *_TABLES))
    return next((title for title in found if title != column), column.replace("_", " "))


def cells(kind: AnyKind, row: Sequence[Any], file_names: Mapping[str, str]) -> list[Cell]:
    """One row of the exported columns as it stands in the sheet; `file_names` is by file id."""
    return [_cell(column.strip('"'), value, file_names) for column, value in zip(kind.exported, row, strict=True)]


def _cell(column: str, value: Any, file_names: Mapping[str, str]) -> Cell:
    facet = _CODED.get(column, "")
    told: Cell
    if column == "file_id":
        told = file_names.get(value, value)
    elif isinstance(value, list):
        told = "; ".join(_word(facet, one) for one in value)
    else:
        told = _word(facet, value) if facet and value else value
    return told


def _word(facet: str, code: str) -> str:
    return label_of(facet, code) if facet and declared(facet) else str(code)
