"""Write rows as CSV or xlsx, a few at a time. Knows nothing of enterprises.

A cell that a spreadsheet would run as a formula is given a leading apostrophe: names come from registers, and
a register takes whatever a company calls itself.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import xlsxwriter

from wutong.portal.shared.spreadsheets.cells import Cell, harmless

_FIRST_YEAR = 1900  # spreadsheets know no earlier date


class Writer(Protocol):
    """A file being written; closed by its context manager."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class CsvWriter:
    """CSV in UTF-8 with a byte-order mark, without which Excel misreads Chinese."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self.write([header])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows([harmless(cell) for cell in row] for row in rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


class XlsxWriter:
    """One sheet, written in constant memory. Texts are stored as texts, never as formulas or links."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_column(0, 0, 40)
        self._sheet.set_column(1, len(header) - 1, 18)
        self.write([header])
        self._width = len(header)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                self._put(column, harmless(cell))
            self._row += 1

    def _put(self, column: int, cell: Cell) -> None:
        if isinstance(cell, date) and cell.year < _FIRST_YEAR:
            self._sheet.write_string(self._row, column, cell.isoformat())
        elif isinstance(cell, date):
            self._sheet.write_datetime(self._row, column, cell, self._day)
        elif isinstance(cell, str):
            self._sheet.write_string(self._row, column, cell)
        elif cell is not None:
            self._sheet.write(self._row, column, cell)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._row > 1:
            self._sheet.autofilter(0, 0, self._row - 1, self._width - 1)
        self._book.close()


# What a browser is told of a file.
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
WRITERS: dict[str, type[CsvWriter] | type[XlsxWriter]] = {"csv": CsvWriter, "xlsx": XlsxWriter}
