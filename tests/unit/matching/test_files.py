"""Files of names come in as users have them, and answers go out by the suffix."""

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from wutong.kernel.bilingual import Text
from wutong.warehouse.matching.answers import Answer, Candidate, Verdict
from wutong.warehouse.matching.files import (
    AnswersFormatUnknown,
    NamesAbsent,
    NamesColumnAbsent,
    check_out,
    read_column,
    write_rows,
)
from wutong.warehouse.matching.tabling import BEST, Shape, tabled


def candidate(number: int, verdict: Verdict = Verdict.NONE) -> Candidate:
    why = (Text(zh="字号一致", en="proper name agrees"),)
    return Candidate(f"cn-{number}", None, f"公司 {number}", 0.9 / number, verdict, why)


_ROWS = [("Kanglin Ltd", "Hangzhou"), ("康霖", "")]


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("names.csv", "sponsor,city\nKanglin Ltd,Hangzhou\n康霖,\n", "utf-8"),
        ("names.csv", "sponsor,city\nKanglin Ltd,Hangzhou\n康霖,\n", "gb18030"),
        ("names.csv", "sponsor,city\r\nKanglin Ltd,Hangzhou\r\n康霖\r\n", "utf-8-sig"),
        ("names.tsv", "city\tsponsor\nHangzhou\tKanglin Ltd\n\t康霖\n", "utf-8"),
    ],
)
def test_text_is_read_in_its_encoding(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert read_column(tmp_path / name, "sponsor", "city") == _ROWS


def test_a_workbook_is_read(tmp_path: Path) -> None:
    file = tmp_path / "names.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("sponsor", "city"), *_ROWS)):
            sheet.write_row(number, 0, row)
    assert read_column(file, "sponsor", "city") == _ROWS
    assert read_column(file, "sponsor") == [("Kanglin Ltd", ""), ("康霖", "")]


def test_an_absent_column_names_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("sponsor,city\n", encoding="utf-8")
    with pytest.raises(NamesColumnAbsent, match="sponsor, city"):
        read_column(tmp_path / "names.csv", "company")


@pytest.mark.parametrize(("name", "content"), [("absent.csv", None), ("broken.xlsx", b"PK no book")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NamesAbsent, match=name):
        read_column(tmp_path / name, "sponsor")


def test_answers_are_written_by_suffix(tmp_path: Path) -> None:
    row = ("=cmd", "same", 0.9, "杭州康霖", "9133", "cn-9133", "place agrees")
    for suffix in ("csv", "xlsx", "jsonl"):
        write_rows(tmp_path / f"out.{suffix}", [{"name": "=cmd", "verdict": "same"}], BEST, [row])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][:2] == ["'=cmd", "same"]
    sheet = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0)
    assert sheet.to_python()[1][:4] == ["=cmd", "same", 0.9, "杭州康霖"]
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == {"name": "=cmd", "verdict": "same"}


_ANSWERS = (
    Answer("康霖", Verdict.UNSURE, (candidate(1, Verdict.UNSURE), candidate(2), candidate(3)), ()),
    Answer("", Verdict.NONE, (), (Text(zh="没有名称", en="no name"),)),
    Answer("Kanglin", Verdict.SAME, (candidate(4, Verdict.SAME),), ()),
)


@pytest.mark.parametrize("shape", Shape)
def test_every_row_of_the_file_is_in_each_shape(shape: Shape) -> None:
    table = tabled(_ANSWERS, shape, "en")
    rows = [dict(zip(table.heads, row, strict=True)) for row in table.rows]
    assert list(dict.fromkeys((one["row"], one["name"]) for one in rows)) == [(2, "康霖"), (3, ""), (4, "Kanglin")]
    assert [one["verdict"] for one in rows if one.get("rank", 1) in {1, None}] == ["unsure", "none", "same"]
    assert next(one for one in rows if one["row"] == 3)["reasons"] == "no name"


def test_all_candidates_are_told_as_columns_or_as_rows() -> None:
    beside = tabled(_ANSWERS, Shape.COLUMNS, "zh")
    first = dict(zip(beside.heads, beside.rows[0], strict=True))
    assert len(beside.rows) == 3
    assert [first[name] for name in ("name_zh", "name_zh_2", "name_zh_3")] == ["公司 1", "公司 2", "公司 3"]
    assert (first["enterprise_id_3"], first["reasons_3"]) == ("cn-3", "字号一致")
    assert "name_zh_4" not in beside.heads
    each = tabled(_ANSWERS, Shape.ROWS, "zh")
    told = [dict(zip(each.heads, row, strict=True)) for row in each.rows]
    assert [(one["row"], one["rank"], one["enterprise_id"], one["candidate_verdict"]) for one in told] == [
        (2, 1, "cn-1", "unsure"),
        (2, 2, "cn-2", "none"),
        (2, 3, "cn-3", "none"),
        (3, None, None, None),
        (4, 1, "cn-4", "same"),
    ]
    assert tabled(_ANSWERS, Shape.BEST, "zh").heads == (*BEST, "row")


def test_an_unknown_suffix_is_refused_before_any_work() -> None:
    with pytest.raises(AnswersFormatUnknown, match=r"out\.pdf"):
        check_out(Path("out.pdf"))
