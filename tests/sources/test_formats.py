"""Every accepted format, encoding and packing gives the same rows."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from sources.readers import HEADER, ROWS, Read, a_source, packed, put
from wutong.warehouse.ingest.tabular import as_text

ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "gb18030": "gb18030"}


def delimited(delimiter: str = ",", line_end: str = "\n", rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    out = io.StringIO(newline="")
    # The writer leaves a line feed bare where lines end otherwise.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows((HEADER, *rows))
    return out.getvalue()


def assert_all_rows(read: Read) -> None:
    assert read.column("name_zh") == [row[0] for row in ROWS]
    assert read.column("code_text") == [row[1] for row in ROWS]
    assert [note or "" for note in read.column("备注")] == [row[3] for row in ROWS]
    assert read.column("row_number") == [1, 2, 3]
    assert read.column("file_id") == [read.report.file_id] * 3
    assert read.sum_holds


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimited_text(tmp_path: Path, ending: str, encoding: str, name: str, delimiter: str, line_end: str) -> None:
    content = packed(delimited(delimiter, line_end).encode(encoding), ending)
    read = Read(a_source(), put(tmp_path, name + ending, content), tmp_path / "part")
    assert_all_rows(read)
    assert (read.report.encoding, read.report.delimiter) == (encoding, delimiter)
    assert read.report.format == name[-3:]
    assert read.report.byte_count == len(content)


def test_what_is_personal_is_nowhere_in_the_part(tmp_path: Path) -> None:
    read = Read(a_source(), put(tmp_path, "a.csv", delimited()), tmp_path / "part")
    assert "负责人" not in read.raw[0]
    assert "甲某".encode() not in (tmp_path / "part/raw/part-0.parquet").read_bytes()


def test_excel(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(place, 0, row)
    read = Read(a_source(), tmp_path / "a.xlsx", tmp_path / "part")
    assert_all_rows(read)
    assert (read.report.format, read.report.encoding, read.report.delimiter) == ("xlsx", None, None)


def test_old_excel(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for place, row in enumerate((HEADER, *ROWS)):
        for column, value in enumerate(row):
            sheet.write(place, column, value)
    book.save(str(tmp_path / "a.xls"))
    read = Read(a_source(), tmp_path / "a.xls", tmp_path / "part")
    assert_all_rows(read)
    assert read.report.format == "xls"


def test_excel_from_the_declared_sheet_with_numbers_dates_and_empty_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("封面").write_string(0, 0, "说明")
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ("名称", "代码", "备注"))
        sheet.write_row(2, 0, ("甲公司", 91.0))
        sheet.write_datetime(2, 2, date(2019, 4, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(3, 0, ("乙公司", "0712", "有", "多出"))
    read = Read(a_source(sheet="数据"), tmp_path / "a.xlsx", tmp_path / "part")
    assert [(row["name_zh"], row["code_text"], row["备注"]) for row in read.raw] == [("甲公司", "91", "2019-04-01")]
    assert read.reasons == [(2, "too_many_fields")]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_lines(tmp_path: Path, ending: str, encoding: str) -> None:
    lines = "\n".join(json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS)
    path = put(tmp_path, f"a.jsonl{ending}", packed((lines + "\n\n").encode(encoding), ending))
    read = Read(a_source(), path, tmp_path / "part")
    assert_all_rows(read)
    assert (read.report.format, read.report.encoding) == ("jsonl", encoding)


def test_json_numbers_keep_their_spelling_and_keys_may_be_left_out(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", '{"名称": "甲", "代码": 1.50}\n{"名称": "乙", "代码": ["x", 2]}\n')
    read = Read(a_source(), path, tmp_path / "part")
    assert read.column("code_text") == ["1.50", '["x", "2"]']
    assert read.column("备注") == [None, None]


def test_parquet(tmp_path: Path) -> None:
    columns = {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert_all_rows(Read(a_source(), tmp_path / "a.parquet", tmp_path / "part"))


def test_parquet_values_become_text(tmp_path: Path) -> None:
    table = pa.table({"名称": ["甲", None], "代码": pa.array([7, None]), "备注": pa.array([date(2020, 1, 2)] * 2)})
    pq.write_table(table, tmp_path / "a.parquet")
    read = Read(a_source(), tmp_path / "a.parquet", tmp_path / "part")
    assert [(row["name_zh"], row["code_text"], row["备注"]) for row in read.raw] == [
        ("甲", "7", "2020-01-02"),
        (None, None, "2020-01-02"),
    ]


def test_an_alias_and_another_order_of_columns_are_understood(tmp_path: Path) -> None:
    read = Read(a_source(), put(tmp_path, "a.csv", "代码, 名称 \n001,甲\n"), tmp_path / "part")
    assert (read.column("name_zh"), read.column("code_text"), read.column("备注")) == (["甲"], ["001"], [None])


def test_a_file_without_a_header_is_read_by_place(tmp_path: Path) -> None:
    read = Read(
        a_source(has_header=False), put(tmp_path, "a.tsv", "甲\t001\t某\t记\n乙\t002\t某\t记\n"), tmp_path / "p"
    )
    assert (read.column("name_zh"), read.column("row_number")) == (["甲", "乙"], [1, 2])


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    read = Read(a_source(), put(tmp_path, "a.csv", "\n\n名称,代码\n\n甲,1\n\r\n\n乙,2"), tmp_path / "part")
    assert read.column("row_number") == [1, 2]


def test_several_gzip_members_and_zstandard_frames_are_one_text(tmp_path: Path) -> None:
    for ending in (".gz", ".zst"):
        content = packed("名称,代码\n甲,1\n".encode(), ending) + packed("乙,2\n".encode(), ending)
        read = Read(a_source(), put(tmp_path, f"a.csv{ending}", content), tmp_path / ending)
        assert read.column("name_zh") == ["甲", "乙"]


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "TRUE"), (1.5, "1.5"), (91.0, "91"), (1e20, "1e+20"), ("x", "x")]
)
def test_a_cell_becomes_the_text_one_would_type(value: object, text: str) -> None:
    assert as_text(value) == text
