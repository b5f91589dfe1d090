"""What the list of trials holds as a file: its columns, and one row for each trial, in words rather than codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from wutong.portal.atlas.panels.trials.words import column_title, label_of
from wutong.portal.atlas.queries.trials.listing import EXPORTED
from wutong.portal.shared.spreadsheets.cells import Cell

# Column → the facet whose codes it holds.
_CODED = {"register": "register", "status": "status", "phase": "phase", "study_type": "type", "fields": "field"}


def header() -> list[str]:
    """The names of the columns."""
    return [column_title(name) for name in EXPORTED]


def cells(row: Sequence[Any], file_names: Mapping[str, str]) -> list[Cell]:
    """One row of EXPORTED as it stands in the sheet; `file_names` is by file id."""
    return [_cell(column, value, file_names) for column, value in zip(EXPORTED, row, strict=True)]


def _cell(column: str, value: Any, file_names: Mapping[str, str]) -> Cell:
    facet = _CODED.get(column, "")
    told: Cell = value
    if column == "file_id":
        told = file_names.get(value, value)
    elif isinstance(value, list):
        told = "; ".join(label_of(facet, one) for one in value)
    elif facet and value:
        told = label_of(facet, value)
    return told
