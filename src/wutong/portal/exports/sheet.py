"""What an exported list holds: its columns, and one row for each enterprise, in the language of whoever asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from wutong.portal.atlas.queries.vocabulary import label_of as word
from wutong.portal.shared.spreadsheets.cells import Cell

# What is read of each enterprise, in the order of the sheet's columns.
COLUMNS = (
    "name_zh, credit_code, tier, segment, nodes, kind, is_branch, parent_name, capital_cny, registered_on, "
    "province, city, district, zone_codes, enterprise_id, file_id, row_number"
)


def header() -> list[str]:
    """The names of the columns."""
    return [
        _("Name"),
        _("Credit code"),
        _("Tier"),
        _("Segment"),
        _("Chain nodes"),
        _("Kind"),
        _("Branch"),
        _("Parent, read from the name"),
        _("Capital (CNY)"),
        _("Registered on"),
        _("Province"),
        _("City"),
        _("District"),
        _("Clusters and zones"),
        _("Enterprise id"),
        _("Source file"),
        _("Source row"),
    ]


def cells(row: Sequence[Any], file_names: Mapping[str, str]) -> list[Cell]:
    """One row of `COLUMNS` as it stands in the sheet; `file_names` is by file id."""
    return [
        row[0],
        row[1],
        word("tier", row[2]),
        word("segment", row[3]),
        "; ".join(word("node", code) for code in row[4] or ()),
        word("kind", row[5]),
        _("yes") if row[6] else _("no"),
        row[7],
        _amount(row[8]),
        row[9],
        *row[10:13],
        "; ".join(word("zone", code) for code in row[13] or ()),
        row[14],
        file_names.get(row[15], row[15]),
        row[16],
    ]


def _amount(value: float | None) -> Cell:
    """Whole yuan without a point: 6000000 rather than 6000000.0."""
    return int(value) if value is not None and value.is_integer() else value
