"""No cell of an exported file is run as a formula."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from wutong.portal.shared.spreadsheets.cells import harmless
from wutong.portal.shared.spreadsheets.writers import CsvWriter, XlsxWriter

RISKY = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =cmd|' /C calc'!A0", "\r=1"])
def test_a_formula_is_disarmed(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["恒心生物", "-", "", None, -5, -1.5, True, date(2020, 1, 1), "a=b"])
def test_anything_else_is_left_alone(cell: object) -> None:
    assert harmless(cell) == cell  # type: ignore[arg-type]


@given(st.text(min_size=2))
def test_no_text_begins_with_a_risky_letter(text: str) -> None:
    made = harmless(text)
    assert isinstance(made, str)
    assert not made.lstrip(" ").startswith(tuple(RISKY))
    assert made.endswith(text)


def test_a_csv_opens_in_excel(tmp_path: Path) -> None:
    with CsvWriter(tmp_path / "a.csv", ["名称", "n"]) as writer:
        writer.write([["=HYPERLINK(1)", 3], ['逗号,引号"', None]])
    body = (tmp_path / "a.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows == [["名称", "n"], ["'=HYPERLINK(1)", "3"], ['逗号,引号"', ""]]


def test_an_xlsx_keeps_types_and_holds_no_formula(tmp_path: Path) -> None:
    with XlsxWriter(tmp_path / "a.xlsx", ["名称", "资本", "日期", "早"]) as writer:
        writer.write([["=1+1", 12.5, date(2020, 2, 29), date(1899, 5, 1)], ["https://x", None, None, None]])
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[1] == ["'=1+1", 12.5, date(2020, 2, 29), "1899-05-01"]
    assert rows[2][0] == "https://x"
