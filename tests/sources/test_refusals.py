"""Files that stop their source, each with a sentence that names the file and the mend."""

from pathlib import Path

import pytest
import zstandard

from sources.readers import Read, a_source, packed, put
from wutong.warehouse.ingest import errors
from wutong.warehouse.ingest.reading import read_file

GOOD = "名称,代码\n甲,1\n".encode()
LONG = "名称,代码\n".encode() + b"".join(b"%d,%d\n" % (n, n * 7919 % 10_007) for n in range(50_000))


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", b"", errors.FileEmpty),
        ("a.csv", b"\xef\xbb\xbf \n", errors.FileEmpty),
        ("a.csv", "名称,代码\n\n".encode(), errors.FileEmpty),
        ("a.csv.gz", packed(b"", ".gz"), errors.FileEmpty),
        ("a.csv", "名称\n甲\n".encode(), errors.ColumnMissing),
        ("a.csv", "名称,代码,电话\n甲,1,2\n".encode(), errors.ColumnUnknown),
        ("a.csv", "名称,企业名称,代码\n甲,乙,1\n".encode(), errors.ColumnTwice),
        ("a.jsonl", '{"名称": "甲"}\n'.encode(), errors.ColumnMissing),
        ("a.jsonl", '{"名称": "甲", "代码": "1", "电话": "2"}\n'.encode(), errors.ColumnUnknown),
        ("a.csv.gz", GOOD, errors.NotWhatItsNameSays),
        ("a.csv", packed(GOOD, ".gz"), errors.NotWhatItsNameSays),
        ("a.csv.zst", packed(GOOD, ".gz"), errors.NotWhatItsNameSays),
        ("a.csv", b"PK\x03\x04zip", errors.NotWhatItsNameSays),
        ("a.csv.gz", packed(b"PK\x03\x04zip", ".gz"), errors.NotWhatItsNameSays),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", errors.NotWhatItsNameSays),
        ("a.xls", b"PK\x03\x04zip", errors.NotWhatItsNameSays),
        ("a.xlsx", GOOD, errors.NotWhatItsNameSays),
        ("a.parquet", GOOD, errors.NotWhatItsNameSays),
        ("a.csv", b"%PDF-1.7", errors.NotWhatItsNameSays),
        ("a.csv", '{"名称": "甲"}\n'.encode(), errors.NotWhatItsNameSays),
        ("a.jsonl", GOOD, errors.NotWhatItsNameSays),
        ("a.tsv", GOOD, errors.NotWhatItsNameSays),
        ("a.xlsx", b"PK\x03\x04 but no workbook", errors.FileDamaged),
        ("a.parquet", b"PAR1 but no footer", errors.FileDamaged),
        ("a.doc", GOOD, errors.FormatUnknown),
        ("csv", GOOD, errors.FormatUnknown),
        ("a.xlsx.gz", packed(GOOD, ".gz"), errors.FormatUnknown),
        ("a.csv", "名称,代码\n甲,1\n".encode("utf-16"), errors.EncodingUnknown),
        ("a.csv", b"\xff\xfa,\xff\xff\n\xff,1\n\xff\xff,2\n", errors.EncodingUnknown),
    ],
)
def test_a_file_is_refused_by_name_with_its_mend(
    tmp_path: Path, name: str, content: bytes, error: type[errors.FileRefused]
) -> None:
    path = put(tmp_path, name, content)
    with pytest.raises(error) as refusal:
        Read(a_source(), path, tmp_path / "part")
    for language in ("zh", "en"):
        assert str(path) in refusal.value.in_language(language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "zh", "en"),
    [
        ("a.xlsx", GOOD, "内容却是 纯文本。", "but holds plain text."),
        ("a.jsonl", GOOD, "内容却是 CSV 或纯文本。", "but holds CSV or plain text."),
        ("a.tsv", GOOD, "内容却是 以“,”分隔的文本。", "but holds text delimited by “,”."),
    ],
)
def test_each_language_says_in_its_own_words_what_a_file_holds(
    tmp_path: Path, name: str, content: bytes, zh: str, en: str
) -> None:
    with pytest.raises(errors.NotWhatItsNameSays) as refused:
        Read(a_source(), put(tmp_path, name, content), tmp_path / "part")
    assert zh in refused.value.text.zh
    assert en in refused.value.text.en


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, ending: str, share: float) -> None:
    content = packed(LONG, ending)
    path = put(tmp_path, f"a.csv{ending}", content[: int(len(content) * share)])
    with pytest.raises(errors.FileTruncated):
        Read(a_source(), path, tmp_path / "part")


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_damaged_file_is_refused(tmp_path: Path, ending: str) -> None:
    checked = zstandard.ZstdCompressor(write_checksum=True)
    content = bytearray(checked.compress(LONG) if ending == ".zst" else packed(LONG, ".gz"))
    content[len(content) // 2 : len(content) // 2 + 40] = bytes(40)
    with pytest.raises(errors.FileTruncated):
        Read(a_source(), put(tmp_path, f"a.csv{ending}", bytes(content)), tmp_path / "part")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FileAbsent):
        Read(a_source(), tmp_path / "a.csv", tmp_path / "part")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", GOOD)

    def grow_once(_: int) -> None:
        if path.stat().st_size > len(GOOD):
            return
        with path.open("ab") as file:
            file.write("乙,2\n".encode())

    with pytest.raises(errors.FileChanged):
        read_file(a_source(), path, tmp_path / "part", on_bytes=grow_once)


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("甲").write_row(0, 0, ("名称", "代码"))
    with pytest.raises(errors.SheetMissing):
        Read(a_source(sheet="乙"), tmp_path / "a.xlsx", tmp_path / "part")


def test_a_column_that_a_source_declares_twice_is_refused_by_the_declaration() -> None:
    source = a_source()
    with pytest.raises(ValueError, match="given twice"):
        a_source(columns=(*source.columns, source.columns[0]))
