"""What may stand in a cell of a file for spreadsheets."""

from datetime import date

Cell = str | int | float | bool | date | None

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Cell) -> Cell:
    """The same cell, unless a spreadsheet would take it for a formula. A bare dash is only a dash."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_RISKY) and cell != "-":
        return f"'{cell}"
    return cell
