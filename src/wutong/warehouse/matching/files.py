"""The files of names that users bring, and the files of answers that they take away. Knows nothing of matching."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError

_ENCODINGS = ("utf-8-sig", "gb18030")
_EXCEL = {".xlsx", ".xls", ".xlsm", ".ods"}


class NamesAbsent(WutongError):
    code = "match.file_absent"
    exit_code = 2
    sentence = Text(
        zh="找不到或无法打开文件 {file}（{problem}）。请检查路径。",
        en="The file {file} is missing or cannot be opened ({problem}). Check its path.",
    )


class NamesColumnAbsent(WutongError):
    code = "match.column_absent"
    exit_code = 2
    sentence = Text(
        zh="文件 {file} 没有列“{column}”。文件中的列是：{found}。",
        en="The file {file} has no column “{column}”; it has: {found}.",
    )


class AnswersFormatUnknown(WutongError):
    code = "match.out_unknown"
    exit_code = 2
    sentence = Text(
        zh="从名称看不出 {file} 应写成什么格式。可用的扩展名：.csv, .xlsx, .jsonl。",
        en="The name of {file} does not say its format. It may end in .csv, .xlsx or .jsonl.",
    )


def read_column(file: Path, column: str, second: str | None = None) -> list[tuple[str, str]]:
    """The cells of `column`, each with that of `second` beside it (empty without one); rows without a name are kept.

    Raises NamesAbsent or NamesColumnAbsent.
    """
    try:
        return _column(file, iter(_rows(file)), column, second)
    except csv.Error as problem:
        raise NamesAbsent(file=file, problem=problem) from problem


def _column(file: Path, rows: Iterator[list[str]], column: str, second: str | None) -> list[tuple[str, str]]:
    header = [cell.strip() for cell in next(rows, [])]
    places = [_place(file, header, one) for one in (column, second) if one is not None]
    found = []
    for row in rows:
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        found.append((cells[0], cells[1] if len(cells) > 1 else ""))
    return found


def read_lines(file: Path) -> list[str]:
    """The lines of a text of names, without the empty ones. Raises NamesAbsent."""
    try:
        lines = _decoded(file.read_bytes()).splitlines()
    except (OSError, ValueError) as problem:
        raise NamesAbsent(file=file, problem=problem) from problem
    return [line.strip() for line in lines if line.strip()]


def _place(file: Path, header: Sequence[str], column: str) -> int:
    if column not in header:
        raise NamesColumnAbsent(file=file, column=column, found=", ".join(header) or "—")
    return header.index(column)


def _rows(file: Path) -> Iterator[list[str]]:
    try:
        if file.suffix.lower() in _EXCEL:
            sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
            return iter([["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows()])
        text = _decoded(file.read_bytes())
    except (OSError, CalamineError, ValueError) as problem:
        raise NamesAbsent(file=file, problem=problem) from problem
    first = text.partition("\n")[0]
    delimiter = "\t" if file.suffix.lower() == ".tsv" or ("\t" in first and "," not in first) else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(_ENCODINGS[-1])


def check_out(out: Path) -> None:
    """Raise AnswersFormatUnknown where write_rows could not write `out`."""
    if out.suffix.lower() not in {".csv", ".xlsx", ".jsonl"}:
        raise AnswersFormatUnknown(file=out)


def write_rows(
    out: Path, objects: Sequence[Mapping[str, object]], heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Write answers by the suffix of `out`: `objects` as JSON lines, or `rows` under `heads` as a table."""
    check_out(out)
    suffix = out.suffix.lower()
    if suffix == ".jsonl":
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
        out.write_text("".join(lines), encoding="utf-8")
    elif suffix == ".csv":
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            writer.writerows([_safe(cell) for cell in row] for row in rows)
    else:
        with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for number, row in enumerate((heads, *rows)):
                sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])


def _safe(cell: object) -> object:
    """A cell that a spreadsheet would take for a formula, as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
