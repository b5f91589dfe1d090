"""Rows that are held back: each by its reason, its number and its text, while the rest goes on."""

from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sources.readers import Read, a_source, packed, put
from wutong.warehouse.ingest.errors import EncodingUnknown

HEAD = "名称,代码\n"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("只有一个".encode(), "too_few_fields"),
        ("三,个,字段".encode(), "too_many_fields"),
        ('"两\n行",三,个'.encode(), "too_many_fields"),
        ('"引号"之后,还有'.encode(), "stray_quote"),
        ("空\0字,1".encode(), "nul_byte"),
        (b"\xe6\xa2\xa7\xff,1", "invalid_bytes"),
        ("长".encode() * 700_000 + b",1", "cell_too_long"),
        (b'"' + b"x\n" * 200_000 + b'",1', "cell_too_long"),
        ('"没有结束,1'.encode(), "unterminated_quote"),
    ],
)
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_one_bad_row_is_held_back_and_the_others_are_kept(tmp_path: Path, bad: bytes, reason: str, ending: str) -> None:
    content = HEAD.encode() + "甲,1\n".encode() + bad + b"\n" + "乙,2\n丙,3\n".encode()
    read = Read(a_source(), put(tmp_path, f"a.csv{ending}", packed(content, ending)), tmp_path / "part")
    assert read.column("name_zh") == ["甲", "乙", "丙"]
    assert read.column("row_number") == [1, 3, 4]
    assert read.reasons == [(2, reason)]
    assert read.report.held_back == {reason: 1}
    assert read.sum_holds
    (issue,) = read.issues
    assert (issue["stage"], issue["is_held_back"], issue["source_id"]) == ("ingest", True, "cn_invented")
    assert issue["file_id"] == read.report.file_id
    assert 0 < len(issue["raw"]) <= 2_000
    assert bad.decode(errors="replace")[:20].replace("\0", "␀").startswith(issue["raw"][:20])


def test_bytes_that_are_no_gb18030_hold_back_their_row(tmp_path: Path) -> None:
    content = "名称,代码\n甲公司,1\n乙公司,2\n".encode("gb18030") + b"\xb5\xff,3\n\xb5,4\n" + "丁,5\n".encode("gb18030")
    read = Read(a_source(), put(tmp_path, "a.csv", content), tmp_path / "part")
    assert read.report.encoding == "gb18030"
    assert read.column("name_zh") == ["甲公司", "乙公司", "丁"]
    assert read.reasons == [(3, "invalid_bytes"), (4, "invalid_bytes")]


def test_an_unterminated_quote_holds_back_one_line_only(tmp_path: Path) -> None:
    content = HEAD + '"甲,1\n乙,2\n' + '丙,"3"\n' + '丁,4\n"戊,5'
    read = Read(a_source(), put(tmp_path, "a.csv", content), tmp_path / "part")
    assert read.column("name_zh") == ["乙", "丙", "丁"]
    assert read.reasons == [(1, "stray_quote"), (5, "unterminated_quote")]


def test_quotes_inside_a_plain_field_are_text(tmp_path: Path) -> None:
    read = Read(a_source(), put(tmp_path, "a.csv", HEAD + '甲"乙"丙,1\n丁,5"\n'), tmp_path / "part")
    assert (read.column("name_zh"), read.column("code_text")) == (['甲"乙"丙', "丁"], ["1", '5"'])


def test_the_limit_of_a_cell_is_declared_in_bytes(tmp_path: Path) -> None:
    read = Read(a_source(cell_limit_bytes=6), put(tmp_path, "a.csv", HEAD + "两字,1\n三个字,2\n"), tmp_path / "part")
    assert (read.column("name_zh"), read.reasons) == (["两字"], [(2, "cell_too_long")])


def test_json_lines_hold_back_what_is_no_object(tmp_path: Path) -> None:
    good = '{"名称": "甲", "代码": "1"}'.encode()
    lines = [good, b"[1]", b'{"x', b'{"\xff": 1}', '{"名称": "空\\u0000", "代码": "2"}'.encode(), b'{"\\ud800"', good]
    lines.append('{"名称": "\\ud800", "代码": "3"}'.encode())
    read = Read(a_source(), put(tmp_path, "a.jsonl", b"\n".join(lines)), tmp_path / "part")
    assert read.column("row_number") == [1, 7]
    assert [reason for _, reason in read.reasons] == [
        "not_an_object",
        "not_an_object",
        "invalid_bytes",
        "nul_byte",
        "not_an_object",
        "invalid_bytes",
    ]
    assert read.sum_holds


def test_a_file_of_bad_rows_only_is_still_accounted_for(tmp_path: Path) -> None:
    read = Read(a_source(), put(tmp_path, "a.csv", HEAD + "一\n二\n"), tmp_path / "part")
    assert (read.raw, read.report.rows_read, read.report.held_back) == ([], 2, {"too_few_fields": 2})


PIECES = [
    b"a",
    b",",
    b'"',
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xb5",
    "中".encode(),
    "中".encode("gb18030"),
    b"x,y\n",
    b"{",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from(["", ".gz", ".zst"]),
)
def test_every_row_of_any_file_is_kept_or_held_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, encoding: str, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    content = (HEAD + "始,0\n").encode(encoding) + body
    try:
        read = Read(
            a_source(encoding=encoding), put(folder, f"a.csv{ending}", packed(content, ending)), folder / "part"
        )
    except EncodingUnknown:  # most lines are damaged: the file is refused as a whole, and nothing is counted
        reject()
    assert read.sum_holds
    numbers = sorted([row["row_number"] for row in (*read.raw, *read.issues)])
    assert numbers == list(range(1, read.report.rows_read + 1))
    assert all(row["raw"] and "\0" not in row["raw"] for row in read.issues)
