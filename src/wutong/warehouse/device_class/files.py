"""Files of products that users bring, and the same files with our columns added. Knows nothing of classes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_EXCEL = {".xlsx", ".xls"}
_WRITTEN = {".csv", ".xlsx"}


class ProductsAbsent(WutongError):
    code = "device_class.file_absent"
    exit_code = 2
    sentence = Text(
        zh="无法打开文件 {file}（{problem}）。请检查路径；可用 CSV（UTF-8 或 GB18030）和 Excel。",
        en="The file {file} cannot be opened ({problem}). Check its path; it may be CSV (UTF-8 or GB18030) or Excel.",
    )


class ProductsColumnAbsent(WutongError):
    code = "device_class.column_absent"
    exit_code = 2
    sentence = Text(
        zh="文件 {file} 没有列“{column}”。文件中的列是：{found}。",
        en="The file {file} has no column “{column}”; it has: {found}.",
    )


class OutUnknown(WutongError):
    code = "device_class.out_unknown"
    exit_code = 2
    sentence = Text(
        zh="结果文件 {file} 的扩展名应为 .csv 或 .xlsx。",
        en="The name of {file} must end in .csv or .xlsx.",
    )


@dataclass(frozen=True)
class Sheet:
    """A table as text: its header, and rows as wide as the header."""

    file: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column; raises ProductsColumnAbsent."""
        if name not in self.header:
            raise ProductsColumnAbsent(file=self.file, column=name, found=", ".join(self.header) or "—")
        place = self.header.index(name)
        return tuple(row[place] for row in self.rows)


def read_sheet(file: Path) -> Sheet:
    """The table in `file`; raises ProductsAbsent."""
    try:
        cells = _excel(file) if file.suffix.lower() in _EXCEL else _text(file)
    except (OSError, CalamineError, ValueError, csv.Error) as problem:
        raise ProductsAbsent(file=file, problem=problem) from problem
    header = tuple(cell.strip() for cell in cells[0]) if cells else ()
    # Every row comes back beside its neighbours, also one that says nothing; blank lines are no rows.
    rows = (tuple(row[: len(header)]) + ("",) * (len(header) - len(row)) for row in cells[1:] if row)
    return Sheet(file=file, header=header, rows=tuple(rows))


def _excel(file: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows()]


def _text(file: Path) -> list[list[str]]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if file.suffix.lower() == ".tsv" else ","))


def check_out(out: Path) -> None:
    """Raise OutUnknown where write_sheet could not write `out`."""
    if out.suffix.lower() not in _WRITTEN:
        raise OutUnknown(file=out)


def write_sheet(out: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table by the suffix of `out`."""
    check_out(out)
    if out.suffix.lower() == ".csv":
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        return
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((header, *rows)):
            sheet.write_row(number, 0, row)
